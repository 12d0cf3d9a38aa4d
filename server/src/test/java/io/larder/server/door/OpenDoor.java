package io.larder.server.door;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// A door on a free port, its exchange and its log.
record OpenDoor(TerminalDoor door, FakeExchange exchange, RecordingLogger log)
        implements AutoCloseable {
    static final Instant NOW = Instant.parse("2015-07-03T06:53:01.9Z");

    static OpenDoor with(DoorLimits limits, FakeExchange exchange) {
        return with(limits, exchange, Optional.empty());
    }

    static OpenDoor with(DoorLimits limits, FakeExchange exchange, Optional<Talks> talks) {
        RecordingLogger log = new RecordingLogger();
        DoorClock clock = new DoorClock(() -> NOW, System::nanoTime);
        DoorSettings settings = new DoorSettings("127.0.0.1", 0, limits);
        return new OpenDoor(
                TerminalDoor.open(settings, exchange, talks, clock, log), exchange, log);
    }

    static OpenDoor idle() {
        return with(Limits.patient(), FakeExchange.idle());
    }

    RawClient client() throws IOException {
        return new RawClient(door.port());
    }

    /// Sends one request on a connection of its own and reads one answer.
    RawClient.Reply ask(String request) throws IOException {
        try (RawClient client = client()) {
            return client.send(request).reply();
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
