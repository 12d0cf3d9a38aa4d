package io.larder.server.command;

import io.larder.server.record.Serial;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Appended;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Projection;
import io.larder.storage.Receipt;
import io.larder.storage.Store;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Writes the steps of commands into the journal, and knows when the ledger has all steps of a
/// terminal.
final class CommandLog {
    private final Store store;
    private final Projection projection;
    private final Terminals terminals;
    private final BoxClock clock;

    /// The last entry that moved a terminal's commands.
    private final Map<String, Long> moved = new ConcurrentHashMap<>();

    CommandLog(Store store, Projection projection, Terminals terminals, BoxClock clock) {
        this.store = store;
        this.projection = projection;
        this.terminals = terminals;
        this.clock = clock;
    }

    Appended append(EntryKind kind, Serial serial, byte[] payload) {
        Appended appended =
                store.journal()
                        .append(new Draft(kind, serial.text(), payload, false, clock.stamp()));
        if (appended instanceof Receipt receipt) {
            moved.merge(serial.text(), receipt.seq(), Math::max);
        }
        return appended;
    }

    /// Ends commands without a reply; false when the journal did not take it.
    boolean rule(Serial serial, String by, List<CommandEntry.Ruling> rulings) {
        byte[] payload = CommandEntry.rulings(new CommandEntry.Rulings(by, rulings));
        return append(EntryKind.RULING, serial, payload) instanceof Receipt;
    }

    /// The last entry that moved any command since the start; 0 for none.
    long moved() {
        return moved.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /// The last entry since the start that moved a terminal's commands; 0 for none.
    long moved(String serial) {
        return moved.getOrDefault(serial, 0L);
    }

    /// Whether the ledger has everything from before the start.
    boolean isCaughtUp() {
        return projection.isCaughtUp();
    }

    /// Whether a step of the terminal's commands may not be in the ledger yet.
    boolean isBehind(String serial) {
        return moved(serial) > projection.applied();
    }

    /// Waits for the ledger to have every step of the terminal's commands and every reply; false
    /// when it does not come up.
    boolean awaitCurrent(Serial serial) {
        long heard = terminals.heard(serial).map(Terminals.Heard::lastSeq).orElse(0L);
        return await(Math.max(moved(serial.text()), heard));
    }

    /// Waits for the ledger to have entry `seq` and everything from before the start.
    boolean await(long seq) {
        return projection.awaitReached(seq, CommandLimits.LEDGER_MILLIS);
    }
}
