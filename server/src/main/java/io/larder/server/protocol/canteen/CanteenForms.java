package io.larder.server.protocol.canteen;

import io.larder.server.protocol.Audience;
import io.larder.server.protocol.Fact;
import io.larder.server.protocol.Fact.Way;
import io.larder.server.protocol.ValueForm;
import io.larder.server.record.PackedTime;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Values that only canteen terminals spell in several ways. Traps T-018, T-023.
final class CanteenForms {
    private static final Fact COLL_DATE =
            new Fact(
                    "coll.date",
                    List.of(
                            new Way("blank", "uuuu-MM-dd HH:mm:ss"),
                            new Way("t", "uuuu-MM-dd'T'HH:mm:ss"),
                            new Way("day", "uuuu-MM-dd")));

    private static final Fact SUBSIDY_DATE =
            Fact.of("subsidy.date", new Way("packed", "packed"), new Way("iso", "iso"));

    /// A moment of the terminal's clock, to the second.
    static final ValueForm MOMENT =
            new ValueForm(
                    "yyyy-MM-ddTHH:MM:SS",
                    "a time as yyyy-MM-ddTHH:MM:SS",
                    value -> ValueForm.moment(value).isPresent(),
                    CanteenForms::writeMoment,
                    List.of(COLL_DATE));

    /// A day of a subsidy, on the wire one number.
    static final ValueForm SUBSIDY_DAY =
            new ValueForm(
                    "yyyy-MM-dd",
                    "a day from 2000 on as yyyy-MM-dd",
                    value -> ValueForm.day(value).filter(day -> day.getYear() >= 2000).isPresent(),
                    CanteenForms::writeDay,
                    List.of(SUBSIDY_DATE));

    private CanteenForms() {}

    private static String writeMoment(
            String value, Map<String, String> dialect, Audience audience) {
        return ValueForm.moment(value)
                .orElseThrow()
                .format(DateTimeFormatter.ofPattern(COLL_DATE.way(dialect).wire(), Locale.ROOT));
    }

    private static String writeDay(String value, Map<String, String> dialect, Audience audience) {
        LocalDate day = ValueForm.day(value).orElseThrow();
        return SUBSIDY_DATE.way(dialect).value().equals("iso")
                ? day.toString()
                : String.valueOf(PackedTime.date(day));
    }
}
