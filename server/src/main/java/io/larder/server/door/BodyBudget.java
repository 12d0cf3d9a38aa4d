package io.larder.server.door;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Room for body bytes of all connections together. First come, first served, so that a large body
/// is not overtaken for ever by small ones; but nobody has more than a share of it, so that one who
/// sends without end leaves room for the others.
final class BodyBudget {
    private final Semaphore room;
    private final int perOwner;
    private final Duration wait;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Object, Integer> heldBy = new HashMap<>();

    BodyBudget(DoorLimits.Sizes sizes, Duration wait) {
        this.room = new Semaphore(sizes.budget(), true);
        this.perOwner = sizes.perTerminal();
        this.wait = wait;
    }

    /// The part of one request, empty at first; closing gives it back. All that have equal owners
    /// share one share.
    Share share(Object owner) {
        return new Share(owner);
    }

    int free() {
        return room.availablePermits();
    }

    private synchronized boolean claim(Object owner, int bytes) {
        int all = heldBy.getOrDefault(owner, 0) + bytes;
        if (all > perOwner) {
            return false;
        }
        heldBy.put(owner, all);
        return true;
    }

    private synchronized void giveBack(Object owner, int bytes) {
        heldBy.computeIfPresent(owner, (_, held) -> held == bytes ? null : held - bytes);
    }

    private boolean take(int bytes) {
        try {
            return room.tryAcquire(bytes, 0, TimeUnit.NANOSECONDS) || takeLater(bytes);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean takeLater(int bytes) throws InterruptedException {
        try {
            return waiting.incrementAndGet() <= DoorLimits.BUDGET_QUEUE
                    && room.tryAcquire(bytes, wait.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /// What one request holds of the budget.
    final class Share implements AutoCloseable {
        private final Object owner;
        private int held;

        private Share(Object owner) {
            this.owner = owner;
        }

        /// Holds `bytes` in all from now on; false when the owner has its share already, or when
        /// there was no room for so long that the sender had better come again.
        boolean raise(int bytes) {
            int more = bytes - held;
            if (more <= 0) {
                return true;
            }
            if (!claim(owner, more)) {
                return false;
            }
            if (!take(more)) {
                giveBack(owner, more);
                return false;
            }
            held = bytes;
            return true;
        }

        @Override
        public void close() {
            room.release(held);
            giveBack(owner, held);
            held = 0;
        }
    }
}
