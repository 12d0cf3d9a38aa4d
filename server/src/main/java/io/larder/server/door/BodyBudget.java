package io.larder.server.door;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Room for body bytes of all connections together. First come, first served, so that a large body
/// is not overtaken for ever by small ones.
final class BodyBudget {
    private final Semaphore room;
    private final Duration wait;

    BodyBudget(int bytes, Duration wait) {
        this.room = new Semaphore(bytes, true);
        this.wait = wait;
    }

    /// The part of one request, empty at first; closing gives it back.
    Share share() {
        return new Share();
    }

    int free() {
        return room.availablePermits();
    }

    /// What one request holds of the budget.
    final class Share implements AutoCloseable {
        private int held;

        private Share() {}

        /// Holds `bytes` in all from now on; false when there was no room for so long that the
        /// sender had better come again.
        boolean raise(int bytes) {
            int more = bytes - held;
            if (more <= 0) {
                return true;
            }
            try {
                if (!room.tryAcquire(more, wait.toNanos(), TimeUnit.NANOSECONDS)) {
                    return false;
                }
                held = bytes;
                return true;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void close() {
            room.release(held);
            held = 0;
        }
    }
}
