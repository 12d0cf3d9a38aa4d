package io.larder.server.projector;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// How far the projector is and what troubles it, for those who wait for it and for itself.
final class Progress {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private long applied;
    private int hurry;
    private boolean closed;
    private @Nullable String trouble;

    long applied() {
        lock.lock();
        try {
            return applied;
        } finally {
            lock.unlock();
        }
    }

    Optional<String> trouble() {
        lock.lock();
        try {
            return Optional.ofNullable(trouble);
        } finally {
            lock.unlock();
        }
    }

    /// A batch up to entry `seq` is in the ledger: whatever troubled is over.
    void reached(long seq) {
        lock.lock();
        try {
            applied = seq;
            trouble = null;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The ledger stands at entry `seq`, which may be behind where it was.
    void standsAt(long seq) {
        lock.lock();
        try {
            applied = seq;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Notes what keeps the ledger from going on; false when it is what did so before.
    boolean isNew(String what) {
        lock.lock();
        try {
            boolean fresh = !what.equals(trouble);
            trouble = what;
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until entry `seq` is in the ledger, at most `millis`; says whether it is. Ends rests
    /// meanwhile.
    boolean await(long seq, long millis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            hurry++;
            moved.signalAll();
            while (applied < seq && left > 0 && !closed) {
                left = moved.awaitNanos(left);
            }
            return applied >= seq;
        } finally {
            hurry--;
            lock.unlock();
        }
    }

    /// Rests, unless somebody waits for an entry.
    void rest(long millis) {
        pause(millis, true);
    }

    /// Waits before the next try.
    void pause(long millis) {
        pause(millis, false);
    }

    private void pause(long millis, boolean untilHurried) {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (left > 0 && !closed && !(untilHurried && hurry > 0)) {
                left = moved.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
