package io.larder.server.record;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A moment as a terminal wrote it: `text` as received, `local` the wall clock it means, `offset`
/// only when the terminal named one, `form` how it was read. Nothing is shifted to another zone.
///
/// ```
/// 2018-12-20 17:20:13     2018-12-20T17:20:13+08:00     2011-4-25T17:40:20 08:00   (sign lost: +)
/// 20181220172013          packed seconds below 1200000000, Unix seconds from there on
/// ```
///
/// Sources: PROTOCOL.md 1.0.5; traps T-031 to T-033.
public record TerminalTime(
        String text, LocalDateTime local, @Nullable ZoneOffset offset, Form form) {
    /// Packed seconds stay below it until May 2037, Unix seconds are above it since January 2008.
    private static final long UNIX_FROM = 1_200_000_000L;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");
    private static final Pattern COMPACT =
            Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})");
    private static final Pattern WRITTEN =
            Pattern.compile(
                    "(\\d{4})- *(\\d{1,2})- *(\\d{1,2})(?: +|[Tt] *)"
                            + "(\\d{1,2}): *(\\d{1,2}): *(\\d{1,2})"
                            + "(?:(?: *([+-])| +)(\\d{1,2}):?(\\d{2}))?");
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    /// How the text was read.
    public enum Form {
        TEXT,
        PACKED,
        UNIX;

        /// The word used outside: `text`, `packed`, `unix`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How numbers are read; written times are read the same way under each.
    public enum Decoder {
        /// By size: packed seconds below 1200000000, else Unix seconds in UTC.
        AUTO,
        PACKED,
        UNIX_UTC,
        /// Unix seconds whose "UTC" is in truth the terminal's wall clock.
        UNIX_LOCAL;

        /// The word used in settings: `auto`, `packed`, `unix-utc`, `unix-local`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /// The decoder of `word`, or empty.
        public static Optional<Decoder> of(String word) {
            for (Decoder decoder : values()) {
                if (decoder.word().equals(word)) {
                    return Optional.of(decoder);
                }
            }
            return Optional.empty();
        }
    }

    /// The moment in `text`, or empty when it is none (also: a 30 February).
    public static Optional<TerminalTime> read(String text, Decoder decoder) {
        String bare = text.strip();
        try {
            if (NUMBER.matcher(bare).matches()) {
                return number(text, Long.parseLong(bare), decoder);
            }
            Matcher compact = COMPACT.matcher(bare);
            if (compact.matches()) {
                return Optional.of(new TerminalTime(text, local(compact), null, Form.TEXT));
            }
            Matcher written = WRITTEN.matcher(bare);
            return written.matches()
                    ? Optional.of(
                            new TerminalTime(text, local(written), offset(written), Form.TEXT))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// `yyyy-MM-ddTHH:mm:ss`, followed by the offset if the terminal wrote one.
    public String iso() {
        return ISO.format(local) + (offset == null ? "" : iso(offset));
    }

    private static String iso(ZoneOffset offset) {
        return offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
    }

    private static Optional<TerminalTime> number(String text, long seconds, Decoder decoder) {
        return switch (decoder) {
            case AUTO ->
                    seconds < UNIX_FROM
                            ? packed(text, seconds)
                            : unix(text, seconds, ZoneOffset.UTC);
            case PACKED -> packed(text, seconds);
            case UNIX_UTC -> unix(text, seconds, ZoneOffset.UTC);
            case UNIX_LOCAL -> unix(text, seconds, null);
        };
    }

    private static Optional<TerminalTime> packed(String text, long seconds) {
        return PackedTime.seconds(seconds)
                .map(local -> new TerminalTime(text, local, null, Form.PACKED));
    }

    private static Optional<TerminalTime> unix(
            String text, long seconds, @Nullable ZoneOffset offset) {
        LocalDateTime local = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        return Optional.of(new TerminalTime(text, local, offset, Form.UNIX));
    }

    private static LocalDateTime local(Matcher parts) {
        return LocalDateTime.of(
                part(parts, 1),
                part(parts, 2),
                part(parts, 3),
                part(parts, 4),
                part(parts, 5),
                part(parts, 6));
    }

    private static @Nullable ZoneOffset offset(Matcher parts) {
        if (parts.group(8) == null) {
            return null;
        }
        int seconds = part(parts, 8) * 3600 + part(parts, 9) * 60;
        return ZoneOffset.ofTotalSeconds("-".equals(parts.group(7)) ? -seconds : seconds);
    }

    private static int part(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
