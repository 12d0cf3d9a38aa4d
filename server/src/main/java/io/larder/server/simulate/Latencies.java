package io.larder.server.simulate;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/// A histogram of waiting times with fixed buckets: each power of two of microseconds is cut into
/// eight, so a percentile is at most an eighth too high. Any number of threads may record.
public final class Latencies {
    private static final int STEPS = 8;
    private static final int STEP_BITS = 3;

    /// Up to 2^36 µs, 19 hours.
    private static final int BUCKETS = 36 * STEPS;

    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);

    /// Counts one wait of `nanos`.
    public void record(long nanos) {
        buckets.incrementAndGet(bucket(Math.max(nanos, 0) / 1_000));
    }

    /// The wait that `share` (0 to 1) of all waits did not exceed; zero when there were none.
    public Duration percentile(double share) {
        long total = count();
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int i = 0; i < BUCKETS && total > 0; i++) {
            seen += buckets.get(i);
            if (seen >= wanted && seen > 0) {
                return Duration.ofNanos(upperEnd(i) * 1_000);
            }
        }
        return Duration.ZERO;
    }

    /// How many waits were counted.
    public long count() {
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            total += buckets.get(i);
        }
        return total;
    }

    private static int bucket(long micros) {
        if (micros < STEPS) {
            return (int) micros;
        }
        int power = 63 - Long.numberOfLeadingZeros(micros);
        int step = (int) (micros >> (power - STEP_BITS)) & (STEPS - 1);
        return Math.min((power - STEP_BITS + 1) * STEPS + step, BUCKETS - 1);
    }

    /// The first microsecond beyond bucket `index`.
    private static long upperEnd(int index) {
        if (index < STEPS) {
            return index + 1L;
        }
        int power = index / STEPS + STEP_BITS - 1;
        return (long) (STEPS + index % STEPS + 1) << (power - STEP_BITS);
    }
}
