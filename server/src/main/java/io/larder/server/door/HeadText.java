package io.larder.server.door;

import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Fetches;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The meaning of a head's lines, read the way terminals write them: blanks inside the target, any
/// case, no version, no Host. Source: PROTOCOL.md 1.0.8, traps T-005, T-006, T-127, T-128.
final class HeadText {
    private static final Pattern METHOD = Pattern.compile("[A-Za-z]{1,16}");
    private static final Pattern VERSION = Pattern.compile("(?i)HTTP/\\d\\.\\d");
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    /// Longer numbers of digits are no length but an attack; they are merely too large.
    private static final int LONGEST_LENGTH = 18;

    private HeadText() {}

    /// Reads the lines of a head, the request line first.
    static Heard read(List<String> lines) {
        String line = lines.getFirst();
        String text = trim(line);
        int first = text.indexOf(' ');
        String method = first < 0 ? text : text.substring(0, first);
        if (first < 0 || !METHOD.matcher(method).matches()) {
            return unfit(400, "request line has no method and target", line);
        }
        int last = text.lastIndexOf(' ');
        boolean versioned = VERSION.matcher(text.substring(last + 1)).matches();
        String version = versioned ? text.substring(last + 1) : "HTTP/1.0";
        String target =
                trim(text.substring(first, versioned ? Math.max(first, last) : text.length()));
        if (target.isEmpty()) {
            return unfit(400, "request line has no target", line);
        }
        String verb = method.toUpperCase(Locale.ROOT);
        return isMethod(verb, target)
                ? read(line, verb, target, version, Fields.read(lines))
                : unfit(405, "method is neither GET nor POST", line);
    }

    private static boolean isMethod(String verb, String target) {
        return switch (verb) {
            case "GET", "POST" -> true;
            case "HEAD" -> Fetches.isFile(target);
            default -> false;
        };
    }

    private static Heard read(
            String line, String method, String target, String version, Fields fields) {
        List<String> codings = fields.tokens("transfer-encoding");
        codings.removeIf("identity"::equals);
        List<String> lengths = fields.tokens("content-length");
        if (!codings.isEmpty() && !codings.equals(List.of("chunked"))) {
            return unfit(501, "only the transfer coding chunked is known", line);
        }
        OptionalLong length = length(lengths);
        if (length.isEmpty()) {
            return unfit(400, "Content-Length is no number or there are two", line);
        }
        boolean chunked = !codings.isEmpty();
        boolean open =
                version.charAt(5) == '1'
                        && version.charAt(7) != '0'
                        && !fields.tokens("connection").contains("close")
                        && !(chunked && !lengths.isEmpty());
        boolean awaits = fields.tokens("expect").contains("100-continue");
        Framing framing = chunked ? new Framing.Chunked() : new Framing.Exactly(length.getAsLong());
        return new Heard.Head(
                method,
                target,
                open,
                awaits,
                framing,
                range(fields),
                fields.value("host"),
                upgrade(method, fields));
    }

    /// The one range that is asked for without a condition: we name no versions of files.
    private static String range(Fields fields) {
        List<String> ranges = fields.tokens("range");
        return ranges.size() == 1 && fields.tokens("if-range").isEmpty() ? ranges.getFirst() : "";
    }

    private static Optional<Handshake> upgrade(String method, Fields fields) {
        boolean wanted = method.equals("GET") && fields.tokens("upgrade").contains("websocket");
        String offered = fields.value("sec-websocket-protocol").split(",", 2)[0].strip();
        return wanted
                ? Optional.of(
                        new Handshake(
                                fields.value("sec-websocket-version"),
                                fields.value("sec-websocket-key"),
                                offered))
                : Optional.empty();
    }

    /// The one length that all say; 0 for none, empty when they make no sense.
    private static OptionalLong length(List<String> lengths) {
        if (lengths.isEmpty()) {
            return OptionalLong.of(0);
        }
        String length = lengths.getFirst();
        if (lengths.stream().distinct().count() > 1 || !DIGITS.matcher(length).matches()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                length.length() > LONGEST_LENGTH ? Long.MAX_VALUE : Long.parseLong(length));
    }

    private static Heard unfit(int status, String why, String line) {
        return new Heard.Unfit(new Answer.Refused(status, why, 0), line);
    }

    /// Without blanks around it; `strip` would also take away bytes such as 0x85 or 0x1C.
    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == ' ') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == ' ') {
            to--;
        }
        return text.substring(from, to);
    }
}
