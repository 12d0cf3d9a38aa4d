package io.larder.server.site;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One field of a kind of items: its name in house words, its name on the wire (empty: terminals
/// are not told), what its value looks like, whether it is part of the key.
public record ItemField(String name, String wire, Form form, boolean key) {
    /// What a value looks like; stored in one spelling only, so that the same value stated twice is
    /// the same.
    public enum Form {
        /// Any text without control characters.
        TEXT("a text without control characters"),
        /// A text without blanks and slashes, because it may be part of a key.
        WORD("a word without blanks and slashes"),
        /// A word that may stand in a list.
        CODE("a word without blanks, slashes, commas and semicolons"),
        /// Digits.
        NUMBER("a number of at most 18 digits"),
        /// A whole number, also a negative one.
        INTEGER("a whole number"),
        /// A whole number of fen.
        FEN("a whole number of fen"),
        /// A time of day, stored as `HH:MM`.
        CLOCK("a time of day as HH:MM"),
        /// A day, stored as `yyyy-MM-dd`.
        DAY("a day as yyyy-MM-dd"),
        /// A moment, stored as `yyyy-MM-ddTHH:mm:ss`, local to the site, or with its offset behind.
        MOMENT("a time as 2026-11-20T10:00, with or without an offset as +08:00"),
        /// `active` or `lost`.
        STATE("active or lost");

        private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");
        private static final Pattern WHOLE = Pattern.compile("-?\\d{1,15}");
        private static final Pattern AMOUNT = Pattern.compile("\\d{1,15}");
        private static final Pattern HOURS =
                Pattern.compile("(\\d{1,2}):(\\d{2})(:00)?|(\\d{2})(\\d{2})");
        private static final Pattern DATE = Pattern.compile("(\\d{4})([-/]?)(\\d{2})\\2(\\d{2})");

        private final String expected;

        Form(String expected) {
            this.expected = expected;
        }

        /// What completes "…, expected".
        public String expected() {
            return expected;
        }

        /// The value in the spelling in which it is stored, or empty when it is none.
        public Optional<String> read(String text) {
            String bare = text.strip();
            if (bare.isEmpty() || bare.length() > SiteLimits.VALUE_CHARS) {
                return Optional.empty();
            }
            return switch (this) {
                case TEXT -> Optional.of(bare).filter(ItemField::isPlain);
                case WORD ->
                        Optional.of(bare)
                                .filter(ItemField::isPlain)
                                .filter(word -> word.indexOf(' ') < 0 && word.indexOf('/') < 0);
                case CODE ->
                        WORD.read(bare)
                                .filter(word -> word.indexOf(',') < 0 && word.indexOf(';') < 0);
                case INTEGER -> Optional.of(bare).filter(WHOLE.asMatchPredicate());
                case NUMBER -> Optional.of(bare).filter(DIGITS.asMatchPredicate());
                case FEN -> Optional.of(bare).filter(AMOUNT.asMatchPredicate());
                case CLOCK -> clock(bare);
                case DAY -> day(bare);
                case MOMENT -> Moment.read(bare);
                case STATE -> CardState.of(bare.toLowerCase(Locale.ROOT)).map(CardState::word);
            };
        }

        private static Optional<String> clock(String text) {
            Matcher parts = HOURS.matcher(text);
            if (!parts.matches()) {
                return Optional.empty();
            }
            boolean colon = parts.group(1) != null;
            int hour = Integer.parseInt(parts.group(colon ? 1 : 4));
            int minute = Integer.parseInt(parts.group(colon ? 2 : 5));
            return hour > 23 || minute > 59
                    ? Optional.empty()
                    : Optional.of(String.format(Locale.ROOT, "%02d:%02d", hour, minute));
        }

        private static Optional<String> day(String text) {
            Matcher parts = DATE.matcher(text);
            try {
                return parts.matches()
                        ? Optional.of(
                                LocalDate.of(
                                                Integer.parseInt(parts.group(1)),
                                                Integer.parseInt(parts.group(3)),
                                                Integer.parseInt(parts.group(4)))
                                        .toString())
                        : Optional.empty();
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }

    static ItemField keyed(String name, String wire, Form form) {
        return new ItemField(name, wire, form, true);
    }

    static ItemField told(String name, String wire, Form form) {
        return new ItemField(name, wire, form, false);
    }

    /// True when no character of the text could end a line or a field on the wire (trap T-085).
    public static boolean isPlain(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }
}
