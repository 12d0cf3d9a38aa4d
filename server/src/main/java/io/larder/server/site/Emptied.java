package io.larder.server.site;

import io.larder.server.command.Commands;
import io.larder.server.command.Issued;
import io.larder.server.command.Wanted;
import io.larder.server.protocol.Order;
import io.larder.server.record.Family;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.LedgerReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Notices attendance terminals that say in a poll that they know nobody, though they were told of
/// people: replaced, or cleared. They are asked for their state, and the answer counts: it is in
/// the journal, a poll is not. Source: PROTOCOL.md 1.2.7.
final class Emptied {
    /// Where INFO says how many people there are.
    private static final int USERS = 1;

    private static final String NONE = "0";

    private final Terminals terminals;
    private final Commands commands;

    /// Asked, and nobody was there since: some count only people of one kind, and say so for ever.
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    Emptied(Terminals terminals, Commands commands) {
        this.terminals = terminals;
        this.commands = commands;
    }

    void look(LedgerReader reader, Terminal terminal) {
        String serial = terminal.serial().text();
        if (!saysItIsEmpty(terminal)) {
            asked.remove(serial);
            return;
        }
        if (terminal.family() == Family.ATTENDANCE
                && !asked.contains(serial)
                && reader.site().held(serial, ItemKind.PERSON.word()) > 0) {
            Wanted info = Wanted.of(new Order("INFO", "", Map.of()));
            if (commands.issue(terminal.serial(), List.of(info), Provisioning.BY, true)
                    instanceof Issued.Mine) {
                asked.add(serial);
            }
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
