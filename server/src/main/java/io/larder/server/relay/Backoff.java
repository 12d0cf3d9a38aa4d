package io.larder.server.relay;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Waits that double from failure to failure, each drawn from the whole range (full jitter): boxes
/// that lost the same headquarters at the same moment do not come back at the same moment.
final class Backoff {
    private static final int MOST_DOUBLINGS = 30;

    private final RandomGenerator random;
    private final long leastMillis;
    private final long mostMillis;
    private int failures;

    Backoff(RandomGenerator random, Duration least, Duration most) {
        this.random = random;
        this.leastMillis = Math.max(1, least.toMillis());
        this.mostMillis = Math.max(leastMillis, most.toMillis());
    }

    /// The wait after one more failure, never shorter than half of the least one.
    long nextMillis() {
        long ceiling = Math.min(mostMillis, leastMillis << Math.min(failures, MOST_DOUBLINGS));
        failures = Math.min(failures + 1, MOST_DOUBLINGS);
        return Math.max((leastMillis + 1) / 2, random.nextLong(ceiling + 1));
    }

    void reset() {
        failures = 0;
    }
}
