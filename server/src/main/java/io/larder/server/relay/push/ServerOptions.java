package io.larder.server.relay.push;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a server sets at initialisation, as far as it concerns whoever hands uploads on. Source:
/// PROTOCOL.md 4.
///
/// `Delay` is the pause between polls, `ErrorDelay` the one after a failure. `TransFlag` says what
/// is uploaded by itself; punches always are.
record ServerOptions(Map<String, String> values) {
    static final ServerOptions NONE = new ServerOptions(Map.of());

    private static final String FIRST_LINE = "GET OPTION FROM";
    private static final Duration DELAY = Duration.ofSeconds(30);
    private static final Duration ERROR_DELAY = Duration.ofSeconds(60);

    /// By table: the digit of the bit string, and the word of the list.
    private record Flag(int digit, String word) {}

    private static final Map<String, Flag> FLAGS =
            Map.of("OPERLOG", new Flag(1, "oplog"), "ATTPHOTO", new Flag(2, "attphoto"));

    ServerOptions {
        values = Map.copyOf(values);
    }

    /// The options in an answer; empty when it is none, or not whole.
    static Optional<ServerOptions> read(Heard heard) {
        String text = heard.text();
        String first = text.lines().findFirst().orElse("");
        if (heard.status() != 200 || !first.toUpperCase(Locale.ROOT).contains(FIRST_LINE)) {
            return Optional.empty();
        }
        Map<String, String> values = new TreeMap<>();
        text.lines()
                .skip(1)
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    if (equals > 0) {
                        values.put(
                                line.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                                line.substring(equals + 1).strip());
                    }
                });
        return values.isEmpty() ? Optional.empty() : Optional.of(new ServerOptions(values));
    }

    Duration delay() {
        return seconds("delay", DELAY);
    }

    Duration errorDelay() {
        return seconds("errordelay", ERROR_DELAY);
    }

    /// Whether the server switched off that `table` (in capitals) is uploaded by itself.
    boolean isOff(String table) {
        Flag flag = FLAGS.get(table);
        String said = values.getOrDefault("transflag", "");
        if (flag == null || said.isEmpty()) {
            return false;
        }
        if (said.matches("[01]+")) {
            return flag.digit() < said.length() && said.charAt(flag.digit()) == '0';
        }
        return said.toLowerCase(Locale.ROOT).startsWith("transdata")
                && !(said.toLowerCase(Locale.ROOT) + "\t").contains(flag.word() + "\t");
    }

    private Duration seconds(String name, Duration usual) {
        String text = values.getOrDefault(name, "");
        return text.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(text)) : usual;
    }
}
