package io.larder.server.simulate;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A command as it came out of a poll, one character per byte (PROTOCOL.md 3.1):
///
/// ```
/// line = "C:" id ":" text      text = verb [" " rest]
/// ```
public record Order(String id, String text) {
    private static final Pattern LINE = Pattern.compile("C:([A-Za-z0-9]{1,16}):(.+)");

    /// The command in `line`; a line that names no command can be neither obeyed nor answered.
    public static Optional<Order> read(String line) {
        Matcher found = LINE.matcher(line);
        return found.matches()
                ? Optional.of(new Order(found.group(1), found.group(2)))
                : Optional.empty();
    }

    public String verb() {
        return head(text);
    }

    public String rest() {
        return tail(text);
    }

    /// Up to the first blank.
    public static String head(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? text : text.substring(0, blank);
    }

    /// After the first blank.
    public static String tail(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? "" : text.substring(blank + 1);
    }
}
