package io.larder.server.door;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// The deadline of one connection. Moved by the connection's thread, enforced by the [Watch]; a
/// deadline that was enforced once cannot be moved any more.
final class Vigil implements AutoCloseable {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long CUT = -1;

    private final Watch watch;
    private final Runnable cut;
    private final AtomicLong deadline = new AtomicLong(NEVER);

    Vigil(Watch watch, Runnable cut) {
        this.watch = watch;
        this.cut = cut;
    }

    /// From now on there is `time`. False when it is too late already.
    boolean within(Duration time) {
        return move(watch.now() + time.toNanos());
    }

    /// From now on there is no hurry: what is waited for is our own doing.
    boolean rest() {
        return move(NEVER);
    }

    /// A second deadline over the same connection, for another thread.
    Vigil another() {
        return watch.over(cut);
    }

    boolean isCut() {
        return deadline.get() == CUT;
    }

    /// Cuts the connection when `now` is past the deadline.
    void check(long now) {
        long due = deadline.get();
        if (due != CUT && due <= now && deadline.compareAndSet(due, CUT)) {
            cut.run();
        }
    }

    private boolean move(long to) {
        long due = deadline.get();
        while (due != CUT) {
            if (deadline.compareAndSet(due, to)) {
                return true;
            }
            due = deadline.get();
        }
        return false;
    }

    @Override
    public void close() {
        watch.forget(this);
    }
}
