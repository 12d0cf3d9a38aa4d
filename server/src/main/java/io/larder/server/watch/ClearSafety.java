package io.larder.server.watch;

import io.larder.server.command.Guards;
import io.larder.server.protocol.Order;
import io.larder.server.record.Family;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.LedgerReader;
import io.larder.storage.Store;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Objects to erasing records at a terminal before the box and every upstream have them. Source:
/// PROTOCOL.md 1.1.4, 3.4.
public final class ClearSafety implements Guards.Safety {
    private final Store store;
    private final Terminals terminals;
    private final LongSupplier taken;

    /// `taken` is the last entry that every upstream has.
    public ClearSafety(Store store, Terminals terminals, LongSupplier taken) {
        this.store = store;
        this.terminals = terminals;
        this.taken = taken;
    }

    @Override
    public Optional<String> objection(Terminal terminal, Order order) {
        if (terminal.family() != Family.CANTEEN) {
            return Optional.empty();
        }
        for (RecordTables table : RecordTables.values()) {
            if (table.isClearedBy(order.name())) {
                Optional<String> objection =
                        missing(terminal, table).or(() -> notTaken(terminal, table));
                if (objection.isPresent()) {
                    return objection;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> missing(Terminal terminal, RecordTables table) {
        return RecordGap.of(terminal, terminals, table)
                .map(gap ->
                        table.upload()
                                + " records "
                                + gap.first()
                                + " to "
                                + gap.last()
                                + " of terminal "
                                + terminal.serial()
                                + " are not here yet");
    }

    private Optional<String> notTaken(Terminal terminal, RecordTables table) {
        long last;
        try (LedgerReader ledger = store.ledger().reader()) {
            last = ledger.lastSeq(terminal.serial().text(), table.upload());
        }
        return last <= taken.getAsLong()
                ? Optional.empty()
                : Optional.of(
                        "headquarters does not have all "
                                + table.upload()
                                + " records of terminal "
                                + terminal.serial()
                                + " yet");
    }
}
