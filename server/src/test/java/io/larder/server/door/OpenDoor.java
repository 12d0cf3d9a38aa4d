package io.larder.server.door;

import io.larder.crypto.Tls;
import io.larder.crypto.TlsKey;
import io.larder.crypto.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A door on a free port, its exchange and its log.
record OpenDoor(TerminalDoor door, FakeExchange exchange, RecordingLogger log)
        implements AutoCloseable {
    static final Instant NOW = Instant.parse("2015-07-03T06:53:01.9Z");
    private static final TlsKey KEY = TlsKey.generate(List.of("localhost"));

    static OpenDoor with(DoorLimits limits, FakeExchange exchange) {
        return with(limits, exchange, Optional.empty());
    }

    static OpenDoor with(DoorLimits limits, FakeExchange exchange, Optional<Talks> talks) {
        RecordingLogger log = new RecordingLogger();
        DoorClock clock = new DoorClock(() -> Optional.of(NOW), System::nanoTime);
        DoorSettings settings = new DoorSettings("127.0.0.1", 0, limits);
        return new OpenDoor(
                TerminalDoor.open(settings, exchange, talks, clock, log), exchange, log);
    }

    /// With TLS on a second port.
    static OpenDoor covered(DoorLimits limits, FakeExchange exchange, Optional<Talks> talks) {
        RecordingLogger log = new RecordingLogger();
        DoorClock clock = new DoorClock(() -> Optional.of(NOW), System::nanoTime);
        Optional<DoorTls> tls = Optional.of(covering());
        DoorSettings settings = new DoorSettings("127.0.0.1", 0, limits, tls);
        return new OpenDoor(
                TerminalDoor.open(settings, exchange, talks, clock, log), exchange, log);
    }

    static DoorTls covering() {
        return new DoorTls(0, Tls.server(KEY));
    }

    /// A client whose hands are not shaken yet.
    SSLSocket tlsSocket() throws IOException {
        SSLContext context = Tls.client(Optional.empty(), Trust.fingerprint(KEY.fingerprint()));
        return (SSLSocket)
                context.getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), door.tlsPort());
    }

    RawClient tlsClient() throws IOException {
        return new RawClient(tlsSocket());
    }

    /// One without TLS on the port with TLS.
    RawClient bareClient() throws IOException {
        return new RawClient(door.tlsPort());
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
