package io.larder.server.protocol;

import io.larder.server.record.Family;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What terminals mean by the number behind `Return=`, from `return_codes.csv`: by family, command
/// (`*` for any) and code (`+` for any from 0 on, where `#` in the meaning stands for it). Source:
/// PROTOCOL.md 7.1.
public final class ReturnCodes {
    private static final Map<Key, String> MEANINGS = load();

    private static final long NOT_SUPPORTED = -1002;
    private static final long NO_SUCH_TABLE = -1004;

    private record Key(String family, String command, String code) {
        Key {
            command = command.toUpperCase(Locale.ROOT);
        }
    }

    private ReturnCodes() {}

    /// The meaning in words, also for a code that nobody documents.
    public static String meaning(Family family, String command, long code) {
        String number = Long.toString(code);
        List<Key> keys =
                List.of(
                        new Key(family.word(), command, number),
                        new Key(family.word(), command, code < 0 ? number : "+"),
                        new Key(family.word(), "*", number));
        return keys.stream()
                .filter(MEANINGS::containsKey)
                .findFirst()
                .map(key -> MEANINGS.getOrDefault(key, "").replace("#", number))
                .orElse("code " + number + ", not documented");
    }

    /// True when the code says that the terminal has no such command or table. Canteen terminals
    /// use -1004 for data that contradicts their configuration, attendance terminals for tables
    /// that they do not have.
    public static boolean isUnknownToTerminal(Family family, long code) {
        return code == NOT_SUPPORTED || (code == NO_SUCH_TABLE && family == Family.ATTENDANCE);
    }

    private static Map<Key, String> load() {
        Map<Key, String> meanings = new HashMap<>();
        for (List<String> row : Resource.rows("return_codes.csv", 4)) {
            meanings.put(new Key(row.get(0), row.get(1), row.get(2)), row.get(3));
        }
        return Map.copyOf(meanings);
    }
}
