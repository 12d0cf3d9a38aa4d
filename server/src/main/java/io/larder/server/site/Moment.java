package io.larder.server.site;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Moments of site data as texts: local to the site, or with an offset.
///
/// ```
/// moment = yyyy-MM-dd "T" HH:mm:ss [ "+" HH:mm | "-" HH:mm ]
/// ```
final class Moment {
    private static final Pattern FORM =
            Pattern.compile(
                    "(\\d{4})[-/](\\d{2})[-/](\\d{2})[Tt ](\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?:\\.\\d+)?"
                            + " ?([Zz]|[+-]\\d{2}:?\\d{2})?");
    static final int LOCAL = "yyyy-MM-ddTHH:mm:ss".length();
    private static final int DAY = "yyyy-MM-dd".length();
    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter WITH_OFFSET =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

    private Moment() {}

    /// The text in the spelling in which it is stored; empty when it is no moment.
    static Optional<String> read(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            LocalDateTime local =
                    LocalDateTime.of(
                            number(parts, 1),
                            number(parts, 2),
                            number(parts, 3),
                            number(parts, 4),
                            number(parts, 5),
                            parts.group(6) == null ? 0 : number(parts, 6));
            String offset = parts.group(7);
            return Optional.of(
                    offset == null
                            ? WRITTEN.format(local)
                            : WITH_OFFSET.format(local.atOffset(ZoneOffset.of(offset))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    /// Whether a stored text names its offset.
    static boolean hasOffset(String stored) {
        return stored.length() > LOCAL;
    }

    /// What a stored text means at a site in `zone`.
    static Instant instant(String stored, ZoneId zone) {
        return hasOffset(stored)
                ? OffsetDateTime.parse(stored).toInstant()
                : LocalDateTime.parse(stored).atZone(zone).toInstant();
    }

    /// The stored text with an offset, as meeting terminals want it (PROTOCOL.md 6.7).
    static String withOffset(String stored, ZoneId zone) {
        return hasOffset(stored)
                ? stored
                : WITH_OFFSET.format(LocalDateTime.parse(stored).atZone(zone));
    }

    /// The day on which it is, by its own words.
    static LocalDate day(String stored) {
        return LocalDate.parse(stored.substring(0, DAY));
    }
}
