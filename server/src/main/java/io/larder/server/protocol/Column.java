package io.larder.server.protocol;

import io.larder.server.record.Fen;
import io.larder.server.record.PackedTime;
import io.larder.server.record.TerminalTime;
import io.larder.server.record.TerminalTime.Decoder;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One column of an upload table: its name on the wire, the record field it becomes, what it holds
/// and how badly it is needed. Blanks around a value are padding. Source: PROTOCOL.md 1.0.3.
public record Column(String wire, String field, Type type, Need need) {
    private static final Pattern SIGNED = Pattern.compile("[+-]?\\d{1,18}");
    private static final Pattern UNSIGNED = Pattern.compile("\\d{1,18}");
    private static final Pattern CODE = Pattern.compile("\\d{1,3}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,6}(?:\\.\\d{0,9})?");
    private static final Pattern DAY =
            Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})|(\\d{4})(\\d{2})(\\d{2})");
    private static final Pattern SHORT_DAY = Pattern.compile("(\\d{2})(\\d{2})(\\d{2})");
    private static final Pattern PACKED_DAY = Pattern.compile("\\d{4,5}");

    /// What a column holds; `expected` completes "…, expected".
    public enum Type {
        /// Any text; leading zeros matter.
        TEXT("text"),
        /// A whole number, also a negative one.
        INT("a whole number"),
        /// A record number: digits only.
        NUMBER("a record number"),
        /// A code of at most three digits.
        CODE("a code of at most three digits"),
        FEN("a whole number of fen"),
        TIME("a time"),
        /// A day in any of the forms seen; what is none of them stays text.
        DAY("a day"),
        DECIMAL("a decimal number");

        private final String expected;

        Type(String expected) {
            this.expected = expected;
        }
    }

    /// What happens when a value is missing or cannot be read.
    public enum Need {
        /// Empty or unreadable makes the row odd.
        REQUIRED,
        /// Empty leaves the field out, unreadable makes the row odd.
        OPTIONAL,
        /// Empty means 0, unreadable makes the row odd.
        OR_ZERO,
        /// Empty or unreadable leaves the field out: the sources do not agree on the column.
        HINT
    }

    /// What reading one cell gave.
    sealed interface Cell {
        /// A value for the field; a [TerminalTime] for times.
        record Value(Object value) implements Cell {}

        /// No value; the field is left out.
        record Absent() implements Cell {}

        /// Not readable; `why` says what was found and expected.
        record Fault(String why) implements Cell {}
    }

    Cell read(String cell, Decoder decoder) {
        String bare = type == Type.DAY ? day(cell.strip()) : cell.strip();
        if (bare.isEmpty()) {
            return switch (need) {
                case REQUIRED -> new Cell.Fault(wire + " is empty, expected " + type.expected);
                case OPTIONAL, HINT -> new Cell.Absent();
                case OR_ZERO -> new Cell.Value(0L);
            };
        }
        return value(bare, decoder).<Cell>map(Cell.Value::new).orElseGet(() -> unreadable(bare));
    }

    private Cell unreadable(String bare) {
        return switch (need) {
            case REQUIRED, OPTIONAL, OR_ZERO ->
                    new Cell.Fault(
                            wire + " is '" + shortened(bare) + "', expected " + type.expected);
            case HINT -> new Cell.Absent();
        };
    }

    private Optional<Object> value(String bare, Decoder decoder) {
        return switch (type) {
            case TEXT, DAY -> Optional.of(bare);
            case INT -> whole(bare, SIGNED);
            case NUMBER -> whole(bare, UNSIGNED);
            case CODE -> whole(bare, CODE);
            case FEN -> Fen.read(bare).map(Fen::amount);
            case TIME -> TerminalTime.read(bare, decoder).map(time -> time);
            case DECIMAL ->
                    DECIMAL.matcher(bare).matches()
                            ? Optional.of(Double.valueOf(bare))
                            : Optional.empty();
        };
    }

    private static Optional<Object> whole(String bare, Pattern form) {
        return form.matcher(bare).matches() ? Optional.of(Long.parseLong(bare)) : Optional.empty();
    }

    /// `yyyy-MM-dd` when the text is a day in a form that was seen, empty text for `0`, else the
    /// text; one stray `&` behind it is a printing slip (trap T-016).
    private static String day(String text) {
        String bare = text.endsWith("&") ? text.substring(0, text.length() - 1).strip() : text;
        if (bare.equals("0")) {
            return "";
        }
        try {
            return calendarDay(bare).map(LocalDate::toString).orElse(bare);
        } catch (DateTimeException e) {
            return bare;
        }
    }

    private static Optional<LocalDate> calendarDay(String bare) {
        Matcher day = DAY.matcher(bare);
        if (day.matches()) {
            int first = day.group(1) == null ? 4 : 1;
            return Optional.of(date(day, first, 0));
        }
        Matcher shortDay = SHORT_DAY.matcher(bare);
        if (shortDay.matches()) {
            return Optional.of(date(shortDay, 1, 2000));
        }
        return PACKED_DAY.matcher(bare).matches()
                ? PackedTime.date(Integer.parseInt(bare)).filter(date -> date.getYear() < 2100)
                : Optional.empty();
    }

    private static LocalDate date(Matcher parts, int first, int century) {
        return LocalDate.of(
                century + Integer.parseInt(parts.group(first)),
                Integer.parseInt(parts.group(first + 1)),
                Integer.parseInt(parts.group(first + 2)));
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
