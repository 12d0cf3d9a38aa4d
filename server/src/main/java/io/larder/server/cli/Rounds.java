package io.larder.server.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Looks after what nobody asks for: overdue commands, missing record numbers, terminals that lack
/// site data. One thread; nobody interrupts it, because an interrupt would close files for
/// everybody.
final class Rounds implements AutoCloseable {
    /// One thing that is looked after.
    interface Round {
        void go();
    }

    private static final System.Logger LOG = System.getLogger(Rounds.class.getName());

    private final List<Round> rounds;
    private final Duration every;
    private final Map<Round, String> troubles = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread = Thread.ofPlatform().name("rounds").unstarted(this::run);
    private boolean closed;
    private boolean awake;

    private Rounds(List<Round> rounds, Duration every) {
        this.rounds = List.copyOf(rounds);
        this.every = every;
    }

    /// Goes the rounds in order, now and after each pause of `every`.
    static Rounds start(List<Round> rounds, Duration every) {
        Rounds started = new Rounds(rounds, every);
        started.thread.start();
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

    /// Something changed: go at once.
    void wake() {
        lock.lock();
        try {
            awake = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!isClosed()) {
            rounds.forEach(this::go);
            pause();
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

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        long left = every.toNanos();
        lock.lock();
        try {
            while (!closed && !awake && left > 0) {
                left = changed.awaitNanos(left);
            }
            awake = false;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the rounds", e);
        } finally {
            lock.unlock();
        }
    }

    /// Returns when the round at hand has ended.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
