package io.larder.server.protocol.meeting;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.Reading;
import io.larder.server.record.Bytes;
import io.larder.server.record.Upload;
import java.util.List;
import java.util.Optional;

/// Whatever text a meeting terminal sends: it is a message or said to be none, an upload of it
/// means the same twice, and every element of an array stays a row at least.
public final class BestTarget {
    private BestTarget() {}

    /// A text as it comes over a WebSocket.
    public static void hold(byte[] input) {
        Bytes text = Bytes.wrap(input);
        assertThat(Message.midIn(text).length()).isLessThanOrEqualTo(Message.MID_LIMIT);
        Optional<Message> message = message(text);
        String said = message.map(Message::funcId).orElse("");
        Reading reading = reading(said, text);
        assertThat(reading(said, text)).isEqualTo(reading);
        if (message.isEmpty()) {
            assertThat(reading.rows()).hasSize(1);
            return;
        }
        ArrayUpload.find(said)
                .ifPresent(array ->
                        assertThat(reading.rows().size())
                                .isGreaterThanOrEqualTo(array.elements(message.get()).size()));
        assertThat(MeetingUploads.refusal(message.get())).isNotNull();
        for (String other : MeetingUploads.FUNCTIONS) {
            assertThat(reading(other, text)).isNotNull();
        }
    }

    private static Reading reading(String function, Bytes text) {
        Upload upload = new Upload(MeetingTables.METHOD, function, "10.0.0.7", text);
        return MeetingTables.read(upload);
    }

    private static Optional<Message> message(Bytes text) {
        try {
            return Optional.of(Message.read(text));
        } catch (IllegalArgumentException e) {
            assertThat(List.of(String.valueOf(e.getMessage()))).doesNotContain("null", "");
            return Optional.empty();
        }
    }
}
