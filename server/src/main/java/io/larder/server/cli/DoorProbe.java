package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.larder.server.relay.Worker;
import io.larder.storage.Pulse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Knocks at a listener of this box from outside, again and again, as a terminal would: nothing
/// else shows that connections are still taken and answered. Whatever it answers is a sign of life,
/// also that it has no room.
final class DoorProbe implements AutoCloseable {
    /// Asked of a door for terminals, which answers by itself.
    static final String PATH = "/larder/alive";

    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final int WAIT_MILLIS = 10_000;

    /// Where to knock; `tls` when hands are shaken first.
    record Address(String host, int port, String path, Optional<SSLContext> tls) {}

    private final Address address;
    private final LongSupplier others;
    private final AtomicLong answers = new AtomicLong();
    private final Worker worker;
    private volatile @Nullable Socket knocking;

    private DoorProbe(String name, Address address, LongSupplier others) {
        this.address = address;
        this.others = others;
        this.worker = new Worker("probe-" + name, this::run);
    }

    /// Knocks at `address`, called `name`, until it is closed. `others` counts what else is
    /// answered there.
    static DoorProbe start(String name, Address address, LongSupplier others) {
        DoorProbe probe = new DoorProbe(name, address, others);
        probe.worker.start();
        return probe;
    }

    /// Whether the listener lives: each answer is a step.
    Pulse pulse() {
        return Pulse.working(answers.get() + others.getAsLong());
    }

    private void run() {
        while (worker.goesOn()) {
            if (isAnswered()) {
                answers.incrementAndGet();
            }
            worker.rest(EVERY.toMillis());
        }
    }

    private boolean isAnswered() {
        try (Socket plain = new Socket()) {
            knocking = plain;
            plain.connect(
                    new InetSocketAddress(OwnAddress.reached(address.host()), address.port()),
                    WAIT_MILLIS);
            plain.setSoTimeout(WAIT_MILLIS);
            try (Socket socket = covered(plain)) {
                return ask(socket);
            }
        } catch (IOException e) {
            // Who asks for the pulse sees that there was no answer.
            return false;
        }
    }

    private Socket covered(Socket plain) throws IOException {
        return address.tls().isEmpty()
                ? plain
                : address.tls()
                        .get()
                        .getSocketFactory()
                        .createSocket(plain, address.host(), address.port(), true);
    }

    private boolean ask(Socket socket) throws IOException {
        String request =
                "GET " + address.path() + " HTTP/1.1\r\nHost: larder\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        // Not to its end: who answers may keep the connection all the same.
        return socket.getInputStream().read() >= 0;
    }

    @Override
    public void close() throws IOException {
        worker.stop();
        Socket under = knocking;
        if (under != null) {
            under.close();
        }
        worker.awaitEnd();
    }
}
