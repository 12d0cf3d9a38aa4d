package io.larder.server.watch;

import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import java.util.Optional;
import java.util.regex.Pattern;

/// Record numbers that a terminal says it has and the box does not: `first` to `last`. Source:
/// PROTOCOL.md 1.1.4.
record RecordGap(long first, long last) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");

    /// The gap behind the bookmark, as of the terminal's last poll.
    static Optional<RecordGap> of(Terminal terminal, Terminals terminals, RecordTables table) {
        String bookmark = terminal.bookmark(table.bookmark());
        String said =
                terminals
                        .heard(terminal.serial())
                        .map(heard -> heard.polled().getOrDefault(table.polled(), ""))
                        .orElse("");
        if (!NUMBER.matcher(bookmark).matches() || !NUMBER.matcher(said).matches()) {
            return Optional.empty();
        }
        long here = Long.parseLong(bookmark);
        long there = Long.parseLong(said);
        return there > here ? Optional.of(new RecordGap(here + 1, there)) : Optional.empty();
    }
}
