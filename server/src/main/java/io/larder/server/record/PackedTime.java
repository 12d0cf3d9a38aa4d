package io.larder.server.record;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;

/// The vendor's ways to press a date or a time into one number.
///
/// ```
/// seconds = ((Y-2000)*372 + (M-1)*31 + (D-1))*86400 + h*3600 + m*60 + s    stamps, rows
/// date    = ((Y-2000)*12 + M)*31 + D                                       subsidies
/// clock   = h*256 + m                                                      bells, power times
/// ```
///
/// Every month counts 31 days, every year 372, so some numbers mean no day at all. Source:
/// PROTOCOL.md 1.0.5.
public final class PackedTime {
    private static final long DAY_SECONDS = 86_400;

    private PackedTime() {}

    /// The number for a moment.
    public static long seconds(LocalDateTime moment) {
        long day =
                (moment.getYear() - 2000) * 372L
                        + (moment.getMonthValue() - 1) * 31L
                        + (moment.getDayOfMonth() - 1);
        return day * DAY_SECONDS + moment.toLocalTime().toSecondOfDay();
    }

    /// The moment of a number, empty when it names a day that does not exist.
    public static Optional<LocalDateTime> seconds(long packed) {
        long day = packed / DAY_SECONDS;
        if (packed < 0) {
            return Optional.empty();
        }
        return day(2000 + day / 372, 1 + day / 31 % 12, 1 + day % 31)
                .map(date -> date.atTime(LocalTime.ofSecondOfDay(packed % DAY_SECONDS)));
    }

    /// The number for a subsidy date.
    public static int date(LocalDate date) {
        return ((date.getYear() - 2000) * 12 + date.getMonthValue()) * 31 + date.getDayOfMonth();
    }

    /// The subsidy date of a number, empty when there is no such day.
    public static Optional<LocalDate> date(int packed) {
        int months = (packed - 1) / 31;
        return packed < 32
                ? Optional.empty()
                : day(2000 + (months - 1) / 12, 1 + (months - 1) % 12, 1 + (packed - 1) % 31);
    }

    /// The number for a time of day; seconds are not carried.
    public static int clock(LocalTime time) {
        return time.getHour() * 256 + time.getMinute();
    }

    /// The time of day of a number, empty when there is none.
    public static Optional<LocalTime> clock(int packed) {
        int hour = packed >> 8;
        int minute = packed & 0xFF;
        return hour < 0 || hour > 23 || minute > 59
                ? Optional.empty()
                : Optional.of(LocalTime.of(hour, minute));
    }

    private static Optional<LocalDate> day(long year, long month, long day) {
        try {
            return Optional.of(LocalDate.of((int) year, (int) month, (int) day));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
