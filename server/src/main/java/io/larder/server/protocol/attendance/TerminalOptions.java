package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Row;
import io.larder.server.protocol.Text;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a terminal tells of itself after an initialisation.
///
/// ```
/// ~DeviceName=BioFace A1,MAC=00:17:61:12:e5:41,TransactionCount=0,~OEMVendor=ZKTeco Co., Ltd.,…
/// ```
///
/// Pairs are joined by commas or line ends; a comma ends a value only before the next `name=`.
/// Source: PROTOCOL.md 2.6.
public final class TerminalOptions {
    /// More keys than any terminal was seen to send.
    private static final int MOST = 400;

    private static final int LONGEST_VALUE = 512;

    private static final Pattern BETWEEN =
            Pattern.compile(",(?=\\s*[~A-Za-z_][\\w~.-]*\\s*=)|[\\r\\n\\x00]+");
    private static final Pattern SECRET =
            Pattern.compile("(password|passwd|pwd|commkey|cardkey)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");
    private static final String HIDDEN = "***";

    private TerminalOptions() {}

    /// The pairs as they were written, secrets left out.
    static Map<String, String> pairs(Bytes body) {
        Map<String, String> pairs = new LinkedHashMap<>();
        BETWEEN.splitAsStream(Text.decode(body)).forEach(part -> take(part, pairs));
        return pairs;
    }

    private static void take(String part, Map<String, String> pairs) {
        int equals = part.indexOf('=');
        String key = equals < 0 ? "" : part.substring(0, equals).strip();
        if (!key.isEmpty() && pairs.size() < MOST && !isSecret(key)) {
            String value = part.substring(equals + 1).strip();
            if (value.length() <= LONGEST_VALUE && key.length() <= LONGEST_VALUE) {
                pairs.putIfAbsent(key, value);
            }
        }
    }

    /// True for a key whose value nobody should see.
    public static boolean isSecret(String key) {
        return SECRET.matcher(key).find();
    }

    /// The pairs by their keys in small letters.
    static Map<String, String> said(Map<String, String> pairs) {
        Map<String, String> said = new LinkedHashMap<>();
        pairs.forEach((key, value) -> said.putIfAbsent(key.toLowerCase(Locale.ROOT), value));
        return said;
    }

    /// One record of how the terminal is: numbers are counts, everything else options.
    static List<Row> rows(Bytes body, Map<String, String> pairs) {
        if (pairs.isEmpty()) {
            return body.isEmpty()
                    ? List.of()
                    : List.of(new Row.Odd(body, "options hold no key=value"));
        }
        Map<String, String> said = said(pairs);
        Map<String, Object> fields = new LinkedHashMap<>();
        first(said, "~devicename", "devicename").ifPresent(model -> fields.put("model", model));
        first(said, "fwversion", "~fwversion")
                .ifPresent(firmware -> fields.put("firmware", firmware));
        fields.put("counts", joined(pairs, value -> NUMBER.matcher(value).matches()));
        fields.put("options", joined(pairs, value -> !NUMBER.matcher(value).matches()));
        RecordKey key =
                new RecordKey("OPTIONS", "state", joined(pairs, _ -> true), RecordKey.Rule.STATE);
        return List.of(new Row.Read(new Record(Kind.TERMINAL_STATE, key, fields, shown(body))));
    }

    /// The body with the values of secrets hidden.
    private static Bytes shown(Bytes body) {
        String text = body.asLatin1();
        StringBuilder shown = new StringBuilder(text.length());
        Matcher between = BETWEEN.matcher(text);
        int from = 0;
        while (between.find()) {
            shown.append(hidden(text.substring(from, between.start()))).append(between.group());
            from = between.end();
        }
        return Bytes.latin1(shown.append(hidden(text.substring(from))).toString());
    }

    private static String hidden(String part) {
        int equals = part.indexOf('=');
        return equals >= 0 && equals + 1 < part.length() && isSecret(part.substring(0, equals))
                ? part.substring(0, equals + 1) + HIDDEN
                : part;
    }

    private static Optional<String> first(Map<String, String> said, String... names) {
        return Stream.of(names)
                .map(said::get)
                .filter(Objects::nonNull)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static String joined(Map<String, String> pairs, Predicate<String> wanted) {
        return pairs.entrySet().stream()
                .filter(each -> wanted.test(each.getValue()))
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("&"));
    }
}
