package io.larder.bench;

import io.larder.server.simulate.Latencies;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Terminals that do nothing but their work while others overload the box: each sends a row, waits
/// for its `OK`, pauses, polls now and then. Told to come later, it does as it is told.
final class Bystanders implements AutoCloseable {
    private static final int PAUSE_MILLIS = 100;
    private static final int CUT_MILLIS = 200;
    private static final int ROWS_PER_POLL = 5;

    /// What they met with for some time. `OK` latency is from the first try to the `OK`, with all
    /// waits and further tries between.
    record Phase(Latencies rows, Latencies polls, Toll toll) {
        Phase() {
            this(new Latencies(), new Latencies(), new Toll());
        }

        double millis(double share) {
            return rows.percentile(share).toNanos() / 1e6;
        }

        String beside(Phase calm) {
            return String.format(
                    Locale.ROOT,
                    "p50 %.1f ms (calm %.1f, x%.1f), p99 %.1f ms (calm %.1f, x%.1f), longest %.0f"
                            + " ms (calm %.0f); poll p99 %.1f ms (calm %.1f)",
                    millis(0.5),
                    calm.millis(0.5),
                    millis(0.5) / calm.millis(0.5),
                    millis(0.99),
                    calm.millis(0.99),
                    millis(0.99) / calm.millis(0.99),
                    millis(1),
                    calm.millis(1),
                    polls.percentile(0.99).toNanos() / 1e6,
                    calm.polls.percentile(0.99).toNanos() / 1e6);
        }
    }

    private final int port;
    private final Acknowledged acknowledged;
    private volatile Phase phase = new Phase();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    /// The first `count` senders of `acknowledged`; every other one keeps its connection.
    Bystanders(int port, int count, Acknowledged acknowledged) {
        this.port = port;
        this.acknowledged = acknowledged;
        for (int i = 0; i < count; i++) {
            int sender = i;
            threads.add(Thread.ofPlatform().name("bystander-" + i).start(() -> work(sender)));
        }
    }

    /// What comes from now on counts for `next`.
    void begin(Phase next) {
        phase = next;
    }

    private void work(int sender) {
        boolean keepAlive = sender % 2 == 0;
        Template template = new Template(Acknowledged.serial(sender), 1, keepAlive);
        byte[] poll = poll(sender, keepAlive);
        try (Caller caller = new Caller(port, "127.0.0.1")) {
            for (int row = 1; !over; row++) {
                Phase now = phase;
                long began = System.nanoTime();
                untilOk(caller, template.from(acknowledged.through(sender) + 1), now);
                if (over) {
                    return;
                }
                now.rows().record(System.nanoTime() - began);
                acknowledged.advance(sender, 1);
                Thread.sleep(PAUSE_MILLIS);
                if (row % ROWS_PER_POLL == 0) {
                    began = System.nanoTime();
                    untilOk(caller, poll, now);
                    now.polls().record(System.nanoTime() - began);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void untilOk(Caller caller, byte[] request, Phase now) throws InterruptedException {
        Caller.Said said = now.toll().ask(caller, request);
        while (!said.isOk() && !over) {
            Thread.sleep(Math.max(CUT_MILLIS, said.retryAfterSeconds() * 1_000L));
            said = now.toll().ask(caller, request);
        }
    }

    private static byte[] poll(int sender, boolean keepAlive) {
        return ("GET /iclock/getrequest?SN="
                        + Acknowledged.serial(sender)
                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: "
                        + (keepAlive ? "keep-alive" : "close")
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        over = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
