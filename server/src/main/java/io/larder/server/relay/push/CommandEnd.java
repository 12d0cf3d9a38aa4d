package io.larder.server.relay.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.record.Bytes;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a command ended, in the words of a terminal's reply and under the server's number. Source:
/// PROTOCOL.md 3.3.
final class CommandEnd {
    /// A terminal has no such command (PROTOCOL.md 7.1).
    static final int UNSUPPORTED = -1002;

    private static final int FAILED = -1;
    private static final Pattern NUMBERED = Pattern.compile("(?s)ID=[^&\\r\\n]*(.*)");
    private static final List<String> OF_TWO_WORDS = List.of("SET OPTION", "VERIFY SUM");

    private CommandEnd() {}

    /// The reply in a record of the kind `commandResult`: what the terminal said, with another
    /// number; or that it ended without a word.
    static Bytes reply(Bytes number, Map<String, Object> record) {
        Matcher said = NUMBERED.matcher(raw(record).asLatin1());
        if (said.matches()) {
            return Bytes.latin1("ID=" + number.asLatin1() + said.group(1));
        }
        boolean done = "settled".equals(record.get("outcome"));
        long code = record.get("returnCode") instanceof Long given ? given : done ? 0 : FAILED;
        return line(number, code, String.valueOf(record.getOrDefault("text", "")));
    }

    /// One line: `ID=17&Return=0&CMD=DATA`.
    static Bytes line(Bytes number, long code, String text) {
        return Bytes.latin1(
                "ID=" + number.asLatin1() + "&Return=" + code + "&CMD=" + word(text) + "\n");
    }

    private static String word(String text) {
        return OF_TWO_WORDS.stream()
                .filter(text::startsWith)
                .findFirst()
                .orElseGet(() -> text.split("[ \\t]", 2)[0].replaceAll("[^\\x21-\\x7E]", "?"));
    }

    private static Bytes raw(Map<String, Object> record) {
        if (record.get("raw") instanceof String text) {
            return Bytes.wrap(text.getBytes(UTF_8));
        }
        return record.get("rawBase64") instanceof String text
                ? Bytes.wrap(Base64.getDecoder().decode(text))
                : Bytes.EMPTY;
    }
}
