package io.larder.bench;

import io.larder.server.simulate.Latencies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// Puts load on one box and keeps the account of what it owes.
final class Load {
    /// Beyond this many, platform threads cost more than virtual ones.
    private static final int PLATFORM_THREADS = 64;

    private final Probe.Box box;
    private final Acknowledged acknowledged = new Acknowledged();
    private int introduced;

    Load(Probe.Box box) {
        this.box = box;
    }

    Probe.Box box() {
        return box;
    }

    Acknowledged acknowledged() {
        return acknowledged;
    }

    /// One round of `mix`.
    Figure round(Mix mix, Duration time, long rowLimit) throws IOException, InterruptedException {
        introduce(mix.connections());
        Latencies latencies = new Latencies();
        LongAdder done = new LongAdder();
        LongAdder failed = new LongAdder();
        List<Thread> threads = new ArrayList<>();
        long began = System.nanoTime();
        long deadline = began + time.toNanos();
        for (int i = 0; i < mix.connections(); i++) {
            Sender sender = new Sender(box.port(), i, mix, acknowledged);
            threads.add(thread(mix, () -> sender.run(deadline, done, failed, latencies, rowLimit)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Figure(
                done.sum() / seconds,
                latencies.percentile(0.5).toNanos() / 1e6,
                latencies.percentile(0.99).toNanos() / 1e6,
                failed.sum());
    }

    /// What the box can export of all that it owes.
    Acknowledged.Check prove() throws IOException, InterruptedException {
        return acknowledged.prove(box::exported);
    }

    private static Thread thread(Mix mix, Work work) {
        Thread.Builder kind =
                mix.connections() <= PLATFORM_THREADS ? Thread.ofPlatform() : Thread.ofVirtual();
        return kind.start(() -> {
            try {
                work.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Every terminal initialises once, as real ones do.
    void introduce(int terminals) throws IOException {
        for (; introduced < terminals; introduced++) {
            String hello =
                    "GET /iclock/cpos?SN="
                            + Acknowledged.serial(introduced)
                            + "&options=all&device_type=30&IsConsumeFunType=1&pushver=4.0.1 HTTP/1.1\r\n"
                            + "Host: 127.0.0.1\r\nConnection: close\r\n\r\n";
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), box.port())) {
                socket.getOutputStream().write(hello.getBytes(StandardCharsets.US_ASCII));
                byte[] answer = socket.getInputStream().readNBytes(12);
                String status = new String(answer, StandardCharsets.US_ASCII);
                if (!status.equals("HTTP/1.1 200")) {
                    throw new IOException("initialisation answered with " + status);
                }
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }
}
