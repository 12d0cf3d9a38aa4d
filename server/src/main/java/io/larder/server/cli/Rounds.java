package io.larder.server.cli;

import io.larder.server.relay.Worker;
import io.larder.storage.Pulse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Looks after what nobody asks for: overdue commands, missing record numbers, terminals that lack
/// site data. One thread.
final class Rounds implements AutoCloseable {
    /// One thing that is looked after.
    interface Round {
        void go();
    }

    private static final System.Logger LOG = System.getLogger(Rounds.class.getName());

    private final List<Round> rounds;
    private final Duration every;
    private final Map<Round, String> troubles = new HashMap<>();
    private final Worker worker = new Worker("rounds", this::run);

    private Rounds(List<Round> rounds, Duration every) {
        this.rounds = List.copyOf(rounds);
        this.every = every;
    }

    /// Goes the rounds in order, now and after each pause of `every`.
    static Rounds start(List<Round> rounds, Duration every) {
        Rounds started = new Rounds(rounds, every);
        started.worker.start();
        return started;
    }

    /// `round` in the first of `many` rounds, and again after as many.
    static Round each(int many, Round round) {
        AtomicInteger count = new AtomicInteger();
        return () -> {
            if (count.getAndIncrement() % many == 0) {
                round.go();
            }
        };
    }

    /// Whether its thread lives.
    Pulse pulse() {
        return worker.pulse();
    }

    /// Something changed: go at once.
    void wake() {
        worker.wake();
    }

    private void run() {
        while (worker.goesOn()) {
            rounds.forEach(this::go);
            worker.rest(every.toMillis());
        }
    }

    private void go(Round round) {
        try {
            round.go();
            troubles.remove(round);
        } catch (RuntimeException e) {
            // The next round may do better; the same trouble is told once.
            String what = String.valueOf(e);
            if (!what.equals(troubles.put(round, what))) {
                LOG.log(System.Logger.Level.ERROR, "a round failed: " + what, e);
            }
        }
    }

    /// Returns when the round at hand has ended.
    @Override
    public void close() {
        worker.stop();
        worker.awaitEnd();
    }
}
