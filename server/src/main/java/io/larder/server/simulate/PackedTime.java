package io.larder.server.simulate;

import java.time.LocalDateTime;

/// The vendor's packed seconds: every month counts 31 days, every year 372 (PROTOCOL.md 1.0.5).
public final class PackedTime {
    private static final long DAY = 86_400;

    private PackedTime() {}

    public static long of(LocalDateTime time) {
        long days =
                (time.getYear() - 2000) * 372L
                        + (time.getMonthValue() - 1) * 31L
                        + time.getDayOfMonth()
                        - 1;
        return days * DAY + time.toLocalTime().toSecondOfDay();
    }

    /// The time that [#of] made `packed` from.
    public static LocalDateTime read(long packed) {
        long days = packed / DAY;
        return LocalDateTime.of(
                        (int) (2000 + days / 372),
                        (int) (days % 372 / 31) + 1,
                        (int) (days % 31) + 1,
                        0,
                        0)
                .plusSeconds(packed % DAY);
    }
}
