package io.larder.server.protocol;

import io.larder.server.record.PackedTime;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the value of a field looks like in an order, and on the wire: `sign` stands for it in help
/// texts, `expected` completes "…, expected", `fits` judges a value, `writer` spells one that fits,
/// by what is known of the terminal (`facts`). `stored` says whether a [ContentReference] may stand
/// in its place. Sources: PROTOCOL.md 1.0.5, 3.4.
public record ValueForm(
        String sign,
        String expected,
        Predicate<String> fits,
        Writer writer,
        List<Fact> facts,
        Stored stored) {
    /// What the content behind a reference is.
    public enum Stored {
        /// The value is never a reference.
        NOTHING,
        /// The text that is written.
        TEXT,
        /// Bytes that are written in base64.
        PICTURE
    }

    /// Spells a value for one terminal.
    @FunctionalInterface
    public interface Writer {
        String write(String value, Map<String, String> dialect, Audience audience);
    }

    private static final DateTimeFormatter MOMENT_TEXT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd['T'][' ']HH:mm:ss", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    private static final Pattern CLOCK_TEXT = Pattern.compile("(\\d{2}):?(\\d{2})");
    private static final Pattern DAY_TEXT = Pattern.compile("(\\d{4})(-?)(\\d{2})\\2(\\d{2})");

    /// Any text.
    public static final ValueForm TEXT = plain("text", "text", _ -> true);

    /// Text without blanks.
    public static final ValueForm WORD = matching("word", "a word without blanks", "[^ ]+");

    /// Digits.
    public static final ValueForm NUMBER = matching("n", "a number", "\\d{1,18}");

    /// A whole number, also a negative one.
    public static final ValueForm INTEGER = matching("n", "a whole number", "-?\\d{1,18}");

    /// Money.
    public static final ValueForm FEN = matching("fen", "a whole number of fen", "\\d{1,18}");

    /// An address of four numbers.
    public static final ValueForm ADDRESS =
            matching(
                    "address",
                    "an address like 192.168.1.20",
                    "((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

    /// A time of day, on the wire four digits.
    public static final ValueForm TIME =
            new ValueForm(
                    "HH:MM",
                    "a time of day as HH:MM",
                    value -> clock(value).isPresent(),
                    (value, _, _) -> value.replace(":", ""),
                    List.of());

    /// A time of day, on the wire hours*256+minutes. Without the colon it could be taken for the
    /// number itself.
    public static final ValueForm PACKED_TIME =
            new ValueForm(
                    "HH:MM",
                    "a time of day as HH:MM",
                    value -> value.contains(":") && clock(value).isPresent(),
                    (value, _, _) -> String.valueOf(PackedTime.clock(clock(value).orElseThrow())),
                    List.of());

    /// A day, on the wire eight digits (trap T-025).
    public static final ValueForm DAY =
            new ValueForm(
                    "yyyy-MM-dd",
                    "a day as yyyy-MM-dd",
                    value -> day(value).isPresent(),
                    (value, _, _) ->
                            day(value).orElseThrow().format(DateTimeFormatter.BASIC_ISO_DATE),
                    List.of());

    /// Keeps an unchangeable copy.
    public ValueForm {
        facts = List.copyOf(facts);
    }

    /// A form whose values are never references.
    public ValueForm(
            String sign, String expected, Predicate<String> fits, Writer writer, List<Fact> facts) {
        this(sign, expected, fits, writer, facts, Stored.NOTHING);
    }

    /// The same, where a reference to `content` may stand in place of a value.
    public ValueForm orStored(Stored content) {
        return new ValueForm(
                sign,
                expected + ", or @ and the SHA-256 of what is stored",
                value -> ContentReference.digest(value).isPresent() || fits.test(value),
                writer,
                facts,
                content);
    }

    /// A form whose values are written as they are.
    public static ValueForm plain(String sign, String expected, Predicate<String> fits) {
        return new ValueForm(sign, expected, fits, (value, _, _) -> value, List.of());
    }

    /// A form whose values are written as they are and match a pattern.
    public static ValueForm matching(String sign, String expected, String pattern) {
        return plain(sign, expected, Pattern.compile(pattern).asMatchPredicate());
    }

    /// The day in `yyyy-MM-dd` or `yyyyMMdd`.
    public static Optional<LocalDate> day(String value) {
        Matcher parts = DAY_TEXT.matcher(value);
        return parts.matches()
                ? existing(() -> LocalDate.of(part(parts, 1), part(parts, 3), part(parts, 4)))
                : Optional.empty();
    }

    /// The moment in `yyyy-MM-dd HH:mm:ss`, or with a `T` in place of the blank.
    public static Optional<LocalDateTime> moment(String value) {
        return existing(() -> LocalDateTime.parse(value, MOMENT_TEXT));
    }

    private static Optional<LocalTime> clock(String value) {
        Matcher parts = CLOCK_TEXT.matcher(value);
        return parts.matches()
                ? existing(() -> LocalTime.of(part(parts, 1), part(parts, 2)))
                : Optional.empty();
    }

    private static int part(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    private static <T> Optional<T> existing(Supplier<T> time) {
        try {
            return Optional.of(time.get());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
