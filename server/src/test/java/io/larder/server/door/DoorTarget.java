package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.fuzz.FuzzTarget;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.net.SocketException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A door on a real socket: whatever is written to it, each whole request is handed on once and
/// answered, the connection ends, and nothing fails inside.
public final class DoorTarget implements FuzzTarget {
    /// Less than a socket takes without anybody reading the answers.
    private static final int MOST_BYTES = 20_000;

    private final AtomicInteger asked = new AtomicInteger();
    private final TerminalDoor door =
            TerminalDoor.open(
                    new DoorSettings("127.0.0.1", 0, Limits.patient()),
                    this::handle,
                    Optional.empty(),
                    DoorClock.system(),
                    new RecordingLogger());

    private Answer handle(Wire.Request request) {
        asked.incrementAndGet();
        return new Answer.Text(request.body().slice(0, Math.min(9, request.body().length())));
    }

    @Override
    public void hold(byte[] input) throws IOException {
        Bytes bytes = Bytes.wrap(input).slice(0, Math.min(input.length, MOST_BYTES));
        asked.set(0);
        assertThat(say(bytes)).doesNotContain("HTTP/1.1 500");
        assertThat(asked.get()).isEqualTo(HeadsTarget.whole(Limits.SIZES, bytes));
    }

    private String say(Bytes bytes) throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            try {
                client.send(bytes).sendNoMore();
            } catch (SocketException _) {
                // It was refused and ended before all was said.
            }
            return client.rest();
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
