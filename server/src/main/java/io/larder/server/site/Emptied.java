package io.larder.server.site;

import io.larder.server.command.Commands;
import io.larder.server.command.Wanted;
import io.larder.server.protocol.Order;
import io.larder.server.record.Family;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.LedgerReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Notices attendance terminals that say in a poll that they know nobody, though they were told of
/// people: replaced, or cleared. They are asked for their state, and the answer counts: it is in
/// the journal, a poll is not. Source: PROTOCOL.md 1.2.7.
final class Emptied {
    /// A terminal is asked so often at most.
    private static final long AGAIN_MILLIS = 600_000;

    /// Where INFO says how many people there are.
    private static final int USERS = 1;

    private static final String NONE = "0";

    private final Terminals terminals;
    private final Commands commands;
    private final BoxClock clock;
    private final Map<String, Long> asked = new ConcurrentHashMap<>();

    Emptied(Terminals terminals, Commands commands, BoxClock clock) {
        this.terminals = terminals;
        this.commands = commands;
        this.clock = clock;
    }

    void look(LedgerReader reader, Terminal terminal) {
        String serial = terminal.serial().text();
        long now = clock.monotonicMillis();
        Optional<Long> before = Optional.ofNullable(asked.get(serial));
        if (terminal.family() == Family.ATTENDANCE
                && saysItIsEmpty(terminal)
                && before.filter(at -> now - at < AGAIN_MILLIS).isEmpty()
                && reader.site().held(serial, ItemKind.PERSON.word()) > 0) {
            asked.put(serial, now);
            commands.issue(
                    terminal.serial(),
                    List.of(Wanted.of(new Order("INFO", "", Map.of()))),
                    Provisioning.BY,
                    true);
        }
    }

    private boolean saysItIsEmpty(Terminal terminal) {
        String[] info =
                terminals
                        .heard(terminal.serial())
                        .map(heard -> heard.polled().getOrDefault("info", ""))
                        .orElse("")
                        .split(",", -1);
        return info.length > USERS && info[USERS].strip().equals(NONE);
    }
}
