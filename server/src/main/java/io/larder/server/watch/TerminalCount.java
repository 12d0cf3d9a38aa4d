package io.larder.server.watch;

import io.larder.server.record.Family;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// The terminals of a box in numbers: how many of each family, how many `silent` ones, and in how
/// many `gapped` tables they say that they have records which the box lacks.
public record TerminalCount(Map<String, Long> byFamily, long silent, long gapped) {
    /// A terminal polls every minute or more often.
    public static final Duration SILENT_AFTER = Duration.ofMinutes(10);

    private static final String UNKNOWN = "unknown";

    /// Keeps an unchangeable copy.
    public TerminalCount {
        byFamily = Map.copyOf(byFamily);
    }

    /// As of `now`. One that was not heard since the start is silent.
    public static TerminalCount of(Terminals terminals, Instant now) {
        Map<String, Long> byFamily = new TreeMap<>();
        for (Family family : Family.values()) {
            byFamily.put(family.word(), 0L);
        }
        long silent = 0;
        long gapped = 0;
        for (Terminal terminal : terminals.all()) {
            Family family = terminal.family();
            byFamily.merge(family == null ? UNKNOWN : family.word(), 1L, Long::sum);
            silent += isSilent(terminal, terminals, now) ? 1 : 0;
            for (RecordTables table : RecordTables.values()) {
                gapped += RecordGap.of(terminal, terminals, table).isPresent() ? 1 : 0;
            }
        }
        return new TerminalCount(byFamily, silent, gapped);
    }

    private static boolean isSilent(Terminal terminal, Terminals terminals, Instant now) {
        return terminals
                .heard(terminal.serial())
                .filter(heard ->
                        Duration.between(heard.at(), now).abs().compareTo(SILENT_AFTER) < 0)
                .isEmpty();
    }
}
