package io.larder.server.door;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A moment as HTTP writes it: `Fri, 03 Jul 2015 06:53:01 GMT`.
final class HttpDate {
    /// Names written out, because those of a locale differ between runtimes ("Sep", "Sept").
    private static final DateTimeFormatter FORM =
            new DateTimeFormatterBuilder()
                    .appendText(ChronoField.DAY_OF_WEEK, days())
                    .appendLiteral(", ")
                    .appendValue(ChronoField.DAY_OF_MONTH, 2)
                    .appendLiteral(' ')
                    .appendText(ChronoField.MONTH_OF_YEAR, months())
                    .appendLiteral(' ')
                    .appendValue(ChronoField.YEAR, 4)
                    .appendLiteral(' ')
                    .appendValue(ChronoField.HOUR_OF_DAY, 2)
                    .appendLiteral(':')
                    .appendValue(ChronoField.MINUTE_OF_HOUR, 2)
                    .appendLiteral(':')
                    .appendValue(ChronoField.SECOND_OF_MINUTE, 2)
                    .appendLiteral(" GMT")
                    .toFormatter(Locale.ROOT);

    private HttpDate() {}

    static String write(Instant instant) {
        return FORM.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static Map<Long, String> days() {
        return Arrays.stream(DayOfWeek.values())
                .collect(Collectors.toMap(day -> (long) day.getValue(), HttpDate::shortName));
    }

    private static Map<Long, String> months() {
        return Arrays.stream(Month.values())
                .collect(Collectors.toMap(month -> (long) month.getValue(), HttpDate::shortName));
    }

    /// Three letters: `Mon`, `Sep`.
    private static String shortName(Enum<?> value) {
        String name = value.name();
        return name.charAt(0) + name.substring(1, 3).toLowerCase(Locale.ROOT);
    }
}
