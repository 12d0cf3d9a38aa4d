package io.larder.server.protocol;

import io.larder.server.record.TerminalTime;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/// A move of a terminal's own "uploaded up to here". `name` is the option under which the bookmark
/// is returned at the next initialisation (`PosLogStampId`, `ATTLOGStamp`, …), `value` the text the
/// terminal sent or, for record numbers, the largest number of the rows. Source: PROTOCOL.md 1.0.6,
/// 4.3.
public record Bookmark(String name, String value, Rule rule) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    /// How a new value meets the one already kept.
    public enum Rule {
        /// The later of two times; replaces when either is not a time (opaque stamps).
        TIME,
        /// The larger of two numbers; replaces when either is not a number; starts again at `value`
        /// when the upload opened a new epoch of the numbering.
        NUMBER,
        /// The value last sent wins (attendance stamps are opaque).
        LATEST
    }

    /// What is kept after this move when `old` was kept before. A resend never moves it back.
    public String after(String old) {
        boolean forward =
                switch (rule) {
                    case LATEST -> true;
                    case NUMBER ->
                            !number(old)
                                    || !number(value)
                                    || Long.parseLong(value) > Long.parseLong(old);
                    case TIME -> later(value, old);
                };
        return forward ? value : old;
    }

    /// What is kept after an upload that brought nothing new: a resend of rows that are here
    /// already moves no bookmark back, not even one that is opaque otherwise.
    public String afterResend(String old) {
        boolean comparable = number(old) && number(value);
        boolean forward =
                comparable ? Long.parseLong(value) > Long.parseLong(old) : later(value, old);
        return rule == Rule.LATEST && !forward ? old : after(old);
    }

    /// True when the value is a number that can be compared.
    public boolean isNumber() {
        return number(value);
    }

    private static boolean number(String text) {
        return NUMBER.matcher(text).matches();
    }

    private static boolean later(String text, String old) {
        Optional<LocalDateTime> mine = time(text);
        Optional<LocalDateTime> before = time(old);
        return mine.isEmpty() || before.isEmpty() || mine.get().isAfter(before.get());
    }

    /// Two stamps of one terminal compare by its own wall clock; an offset only says where it is.
    private static Optional<LocalDateTime> time(String text) {
        return TerminalTime.read(text, TerminalTime.Decoder.AUTO).map(TerminalTime::local);
    }
}
