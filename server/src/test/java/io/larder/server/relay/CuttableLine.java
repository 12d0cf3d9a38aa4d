package io.larder.server.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// A line between box and headquarters that does what lines do. Each fault hits the next exchange
/// it fits and is gone then, except for those that stay until [#heal].
final class CuttableLine implements AutoCloseable {
    sealed interface Fault {}

    /// Everything passes.
    record None() implements Fault {}

    /// Connections are closed as soon as they come; stays.
    record Cut() implements Fault {}

    /// Connections are taken and nothing is ever said; stays.
    record HalfOpen() implements Fault {}

    /// The first batch is reset after so many bytes of it.
    record ResetInBatch(int bytes) implements Fault {}

    /// Headquarters gets the request to a service, its answer gets lost; `after` others pass
    /// before.
    record LoseAnswer(String service, int after) implements Fault {
        /// The answer to the next batch.
        LoseAnswer() {
            this("batch", 0);
        }
    }

    /// Cut as soon as so many requests to a service were answered; stays.
    record CutAfter(String service, int answered) implements Fault {}

    /// Somebody else answers, in so many words; stays.
    record Answer(String text) implements Fault {}

    private static final int BUFFER = 8192;

    private final ServerSocket listening;
    private final IntSupplier target;
    private volatile Fault fault = new None();

    /// The connection whose next answer gets lost.
    private volatile Optional<Socket> lose = Optional.empty();

    /// Requests to the service of the fault since it is there.
    private final AtomicInteger passed = new AtomicInteger();

    private final Set<Socket> open = new HashSet<>();

    /// To whatever port `target` says at the time.
    CuttableLine(IntSupplier target) throws IOException {
        this.target = target;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// From now on; what is connected is cut when the fault is one of connecting.
    void fail(Fault now) {
        passed.set(0);
        fault = now;
        switch (now) {
            case ResetInBatch _, LoseAnswer _, CutAfter _ -> {
                // What is connected stays so until it is hit.
            }
            case None _, Cut _, HalfOpen _, Answer _ -> cutAll();
        }
    }

    void heal() {
        fault = new None();
        cutAll();
    }

    private void cutAll() {
        Set<Socket> all;
        synchronized (open) {
            all = Set.copyOf(open);
            open.clear();
        }
        all.forEach(CuttableLine::shut);
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listening.accept();
                keep(near);
                Thread.ofVirtual().start(() -> serve(near));
            }
        } catch (IOException e) {
            cutAll();
        }
    }

    private void keep(Socket socket) {
        synchronized (open) {
            open.add(socket);
        }
    }

    private void serve(Socket near) {
        switch (fault) {
            case Cut _ -> shut(near);
            case HalfOpen _ -> {}
            case Answer(var text) -> answer(near, text);
            case None _, ResetInBatch _, LoseAnswer _, CutAfter _ -> connect(near);
        }
    }

    private static void answer(Socket near, String text) {
        try (near) {
            byte[] head = new byte[BUFFER];
            if (near.getInputStream().read(head) > 0) {
                near.getOutputStream().write(text.getBytes(ISO_8859_1));
                near.shutdownOutput();
                drain(near.getInputStream());
            }
        } catch (IOException e) {
            shut(near);
        }
    }

    private static void drain(InputStream in) throws IOException {
        byte[] rest = new byte[BUFFER];
        while (in.read(rest) >= 0) {
            // until the other side has read the answer and leaves
        }
    }

    private void connect(Socket near) {
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
            keep(far);
            Thread.ofVirtual().start(() -> answers(far, near));
            requests(near, far);
        } catch (IOException | IllegalStateException | NullPointerException e) {
            shut(near);
        }
    }

    private void requests(Socket near, Socket far) throws IOException {
        byte[] buffer = new byte[BUFFER];
        boolean batch = false;
        int ofBatch = 0;
        for (int got = near.getInputStream().read(buffer);
                got >= 0;
                got = near.getInputStream().read(buffer)) {
            String text = new String(buffer, 0, got, ISO_8859_1);
            if (text.startsWith("POST ")) {
                batch = isTo(text, "batch");
                ofBatch = 0;
                if (fault instanceof CutAfter(var service, var answered)
                        && isTo(text, service)
                        && passed.getAndIncrement() >= answered) {
                    fail(new Cut());
                    break;
                }
                if (fault instanceof LoseAnswer(var service, var after)
                        && isTo(text, service)
                        && passed.getAndIncrement() >= after) {
                    lose = Optional.of(far);
                }
            }
            int pass = got;
            if (batch && fault instanceof ResetInBatch(var bytes)) {
                pass = Math.min(got, bytes - ofBatch);
            }
            far.getOutputStream().write(buffer, 0, pass);
            ofBatch += pass;
            if (pass < got) {
                fault = new None();
                far.setSoLinger(true, 0);
                near.setSoLinger(true, 0);
                break;
            }
        }
        shut(far);
        shut(near);
    }

    private static boolean isTo(String request, String service) {
        return request.startsWith("POST /upstream/v1/" + service + " ");
    }

    private void answers(Socket far, Socket near) {
        try {
            byte[] buffer = new byte[BUFFER];
            for (int got = far.getInputStream().read(buffer);
                    got >= 0;
                    got = far.getInputStream().read(buffer)) {
                if (lose.equals(Optional.of(far))) {
                    lose = Optional.empty();
                    fault = new None();
                    break;
                }
                near.getOutputStream().write(buffer, 0, got);
            }
        } catch (IOException e) {
            // The other direction ends with it.
        }
        shut(far);
        shut(near);
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cutAll();
    }
}
