package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Text;
import io.larder.server.record.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of keys and values. The tag is a word in front, in capitals here, and may be missing; the
/// first `=` ends a key, everything up to the next TAB is its value. A line without any TAB is cut
/// at blanks before keys that are known.
///
/// ```
/// [TAG blank] key=value TAB key=value …
/// ```
///
/// Keys are compared without case. Sources: PROTOCOL.md 1.0.3, 2.3; traps T-047, T-051.
record TaggedLine(Bytes line, String tag, List<Pair> pairs) {
    private static final Pattern TAG =
            Pattern.compile("[ \\t]*([A-Za-z][A-Za-z0-9_]*)(?:[ \\t]+|$)");
    private static final Pattern TAB = Pattern.compile("\t");
    private static final Pattern BLANKS_BEFORE_KEY =
            Pattern.compile(
                    "(?<!\\s)\\s++(?=(?:PIN|NAME|PRI|PRIVILEGE|PASSWD|PASSWORD|PWD|CARD|GRP|GROUP|TZ|VERIFY|VICECARD|STARTDATETIME|STARTTIME|ENDTIME"
                            + "|ENDDATETIME|FID|FINGERID|SIZE|VALID|VAILD|TMP|FILENAME|CONTENT|NO"
                            + "|INDEX|DURESS|TYPE|MAJORVER|MINORVER|FORMAT|ERRCODE|ERRMSG"
                            + "|DATAORIGIN|CMDID|ADDITIONAL|SNNUM|IDNUM|DNNUM|GENDER|NATION"
                            + "|BIRTHDAY|VALIDINFO|ADDRESS|ADDITIONALINFO|ISSUER|PHOTO|TIME|STATUS"
                            + "|WORKCODE)\\s{0,8}=)",
                    Pattern.CASE_INSENSITIVE);

    /// More pairs than any line has; what stands behind them is in the line's bytes only.
    private static final int MOST_PAIRS = 256;

    /// A key in small letters and as it was written, and where its value lies in the line.
    record Pair(String key, String written, int from, int to) {}

    /// Reads a line; what is no pair is left out and stays in the line's bytes.
    static TaggedLine of(Bytes line) {
        // One character per byte: no byte of a longer character in UTF-8 or GB18030 is a TAB, a
        // blank or a `=`.
        String text = line.asLatin1();
        Matcher tag = TAG.matcher(text);
        boolean tagged = tag.lookingAt();
        int start = tagged ? tag.end() : 0;
        Pattern separator = text.indexOf('\t', start) >= 0 ? TAB : BLANKS_BEFORE_KEY;
        return new TaggedLine(
                line,
                tagged ? tag.group(1).toUpperCase(Locale.ROOT) : "",
                pairs(text, start, separator));
    }

    private static List<Pair> pairs(String text, int start, Pattern separator) {
        List<Pair> pairs = new ArrayList<>();
        Matcher next = separator.matcher(text);
        int from = start;
        while (from <= text.length() && pairs.size() < MOST_PAIRS) {
            boolean more = next.find(from);
            int end = more ? next.start() : text.length();
            int equals = text.indexOf('=', from);
            if (equals > from && equals < end) {
                String written = text.substring(from, equals).strip();
                pairs.add(new Pair(written.toLowerCase(Locale.ROOT), written, equals + 1, end));
            }
            from = more ? Math.max(next.end(), end + 1) : text.length() + 1;
        }
        return List.copyOf(pairs);
    }

    /// The first pair of one of these keys (in small letters), of the first key that is there.
    Optional<Pair> find(String... keys) {
        return Arrays.stream(keys).flatMap(key -> all(key).stream()).findFirst();
    }

    /// All pairs of these keys, in the order of the line.
    List<Pair> all(String... keys) {
        List<String> wanted = List.of(keys);
        return pairs.stream().filter(pair -> wanted.contains(pair.key())).toList();
    }

    /// The value as it came.
    Bytes bytes(Pair pair) {
        return line.slice(pair.from(), pair.to());
    }

    /// The value as text, without blanks around it.
    String text(Pair pair) {
        return Text.decode(bytes(pair)).strip();
    }

    /// The line with `other` in place of these values.
    Bytes with(List<Pair> replaced, Bytes other) {
        List<Bytes> parts = new ArrayList<>();
        int from = 0;
        for (Pair pair : replaced) {
            parts.add(line.slice(from, pair.from()));
            parts.add(other);
            from = pair.to();
        }
        parts.add(line.slice(from, line.length()));
        return Bytes.joined(parts);
    }

    /// The line without this value.
    Bytes without(Pair pair) {
        return with(List.of(pair), Bytes.EMPTY);
    }
}
