package io.larder.server.simulate;

/// Spreads the uploads of all terminals evenly over time. Time lost while the box was away is not
/// caught up with a burst, because terminals do not do that either.
final class Pace {
    /// A late wake-up is made good, an outage is not.
    private static final long CATCH_UP_NANOS = 100_000_000;

    private final long gap;
    private long next = System.nanoTime();

    /// `rate` uploads per second over all; 0 is as fast as possible.
    Pace(double rate) {
        this.gap = rate > 0 ? (long) (1e9 / rate) : 0;
    }

    /// When the next upload is due (`System.nanoTime()`); every call gives a later one away.
    synchronized long turn() {
        if (gap == 0) {
            return System.nanoTime();
        }
        next = Math.max(next + gap, System.nanoTime() - CATCH_UP_NANOS);
        return next;
    }
}
