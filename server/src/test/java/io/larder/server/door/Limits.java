package io.larder.server.door;

import java.time.Duration;

/// Limits for tests: generous in time unless told otherwise, looked at often.
final class Limits {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration MOMENT = Duration.ofMillis(60);
    private static final Duration TICK = Duration.ofMillis(5);

    static final DoorLimits.Sizes SIZES = new DoorLimits.Sizes(1024, 4096, 64, 4096);
    static final DoorLimits.Crowd CROWD = new DoorLimits.Crowd(64, 64, 8, LONG);

    private Limits() {}

    /// Room for `open` connections. Who is waited for gives way at once, or never.
    static DoorLimits crowded(int open, int perAddress, boolean givesWay) {
        Duration grace = givesWay ? Duration.ZERO : LONG;
        return with(SIZES, new DoorLimits.Crowd(open, perAddress, 8, grace));
    }

    static DoorLimits patient() {
        return with(SIZES, CROWD);
    }

    static DoorLimits with(DoorLimits.Sizes sizes, DoorLimits.Crowd crowd) {
        return new DoorLimits(sizes, times(LONG, LONG, LONG), crowd);
    }

    static DoorLimits longLinger() {
        return new DoorLimits(
                SIZES, new DoorLimits.Times(LONG, LONG, LONG, MOMENT, LONG, TICK, LONG), CROWD);
    }

    static DoorLimits shortIdle() {
        return new DoorLimits(SIZES, times(MOMENT, LONG, LONG), CROWD);
    }

    static DoorLimits shortHead() {
        return new DoorLimits(SIZES, times(LONG, Duration.ofMillis(400), LONG), CROWD);
    }

    static DoorLimits shortSlack() {
        return new DoorLimits(SIZES, times(LONG, LONG, MOMENT), CROWD);
    }

    /// A slow reader is cut soon even when the clock runs a hundred times too fast for all others.
    static DoorLimits patientButForAnswers() {
        return new DoorLimits(
                SIZES, times(Duration.ofDays(1), Duration.ofDays(1), Duration.ofSeconds(1)), CROWD);
    }

    private static DoorLimits.Times times(Duration idle, Duration head, Duration slack) {
        return new DoorLimits.Times(
                idle, head, slack, MOMENT, MOMENT, TICK, Duration.ofSeconds(10));
    }
}
