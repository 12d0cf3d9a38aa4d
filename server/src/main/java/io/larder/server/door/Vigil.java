package io.larder.server.door;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// The deadline of one connection. Moved by the connection's thread, enforced by the [Watch]; a
/// deadline that was enforced once cannot be moved any more. When places are short, the [Turnstile]
/// ends connections before their deadline, by how long each has been waited for.
final class Vigil implements AutoCloseable {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long CUT = -1;
    private static final long GAVE_WAY = -2;

    private final Watch watch;
    private final Runnable cut;
    private final AtomicLong deadline = new AtomicLong(NEVER);
    private volatile long since;
    private volatile boolean served;
    private volatile boolean stays;

    Vigil(Watch watch, Runnable cut) {
        this.watch = watch;
        this.cut = cut;
        this.since = watch.now();
    }

    /// From now on there is `time`. False when it is too late already.
    boolean within(Duration time) {
        return move(watch.now() + time.toNanos());
    }

    /// From now on there is no hurry: what is waited for is our own doing.
    boolean rest() {
        return move(NEVER);
    }

    /// A request begins: what was waited for before no longer counts.
    void begins() {
        since = watch.now();
    }

    /// A request was served.
    void served() {
        served = true;
        begins();
    }

    /// It does not give way from now on: others read from it, so nobody here knows if it waits.
    void stays() {
        stays = true;
    }

    /// A second deadline over the same connection, for another thread.
    Vigil another() {
        return watch.over(cut);
    }

    boolean isCut() {
        return isOver(deadline.get());
    }

    /// Why it is cut; `late` is what it was late with, if that is why.
    String whyCut(String late) {
        return deadline.get() == GAVE_WAY ? "gave way to another connection" : late;
    }

    /// Whether the other side has been waited for since `before` at least.
    boolean mayGiveWay(long before) {
        long due = deadline.get();
        return due != NEVER && !isOver(due) && !stays && since <= before;
    }

    boolean givesWayBefore(Vigil other) {
        return served == other.served ? since < other.since : other.served;
    }

    /// Cuts the connection for the sake of another; false when it is not waited for any more.
    boolean giveWay() {
        long due = deadline.get();
        boolean gives = due != NEVER && !isOver(due) && deadline.compareAndSet(due, GAVE_WAY);
        if (gives) {
            cut.run();
        }
        return gives;
    }

    /// Cuts the connection when `now` is past the deadline.
    void check(long now) {
        long due = deadline.get();
        if (!isOver(due) && due <= now && deadline.compareAndSet(due, CUT)) {
            cut.run();
        }
    }

    private boolean move(long to) {
        long due = deadline.get();
        while (!isOver(due)) {
            if (deadline.compareAndSet(due, to)) {
                return true;
            }
            due = deadline.get();
        }
        return false;
    }

    private static boolean isOver(long due) {
        return due == CUT || due == GAVE_WAY;
    }

    @Override
    public void close() {
        watch.forget(this);
    }
}
