package io.larder.server.relay.larder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.BoxReport;
import io.larder.server.json.Batch;
import io.larder.server.json.CloudEvent;
import io.larder.server.json.Epochs;
import io.larder.server.json.Json;
import io.larder.server.json.RecordIdentity;
import io.larder.server.json.Steering;
import io.larder.server.record.Bytes;
import java.util.Optional;
import java.util.function.Function;

/// Whatever somebody says to a headquarters in JSON: it is read, and says the same when it is
/// written and read again, or is said to be wrong.
public final class QuestionsTarget {
    private QuestionsTarget() {}

    /// One text, as everything that it might be.
    public static void hold(byte[] input) {
        String text = new String(input, UTF_8);
        assertThat(read(input, Hello::read)).isNotNull();
        same(text, BoxReport::read, BoxReport::write);
        same(text, Batch::read, Batch::write);
        same(text, Epochs.Change::read, Epochs.Change::write);
        same(text, Steering::read, Steering::write);
        same(text, Json::read, Json::write);
        // A secret is equal to itself only.
        same(text, said -> Invitation.read(said).write(), said -> said);
        Optional<RecordIdentity> identity = read(Bytes.wrap(input), RecordIdentity::read);
        Optional<CloudEvent> event = read(text, CloudEvent::of);
        if (identity.isPresent()) {
            assertThat(Json.read(text)).containsEntry("kind", identity.get().kind());
            assertThat(event.map(CloudEvent::write).map(Json::read)).isPresent();
        }
    }

    private static <T> void same(
            String text, Function<String, T> reader, Function<T, String> writer) {
        read(text, reader)
                .ifPresent(said -> assertThat(reader.apply(writer.apply(said))).isEqualTo(said));
    }

    private static <F, T> Optional<T> read(F said, Function<F, T> reader) {
        try {
            return Optional.of(reader.apply(said));
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return Optional.empty();
        }
    }
}
