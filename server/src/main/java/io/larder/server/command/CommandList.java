package io.larder.server.command;

import io.larder.storage.CommandView;
import java.util.List;
import java.util.Optional;

/// Looks commands up in a ledger.
public final class CommandList {
    private CommandList() {}

    /// A page of commands before number `before`, newest first: of one terminal, or of all when
    /// `terminal` is empty; the ended ones only on demand.
    public static List<Command> page(
            CommandView ledger, String terminal, boolean endedToo, long before, int limit) {
        return ledger.page(terminal, endedToo, before, limit).stream()
                .map(CommandJson::read)
                .toList();
    }

    /// The command of that number.
    public static Optional<Command> find(CommandView ledger, long id) {
        return ledger.find(WireId.read(id).id()).map(CommandJson::read);
    }
}
