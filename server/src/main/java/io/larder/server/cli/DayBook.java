package io.larder.server.cli;

import io.larder.server.projector.Introduction;
import io.larder.server.record.Serial;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.DayCheck;
import io.larder.server.watch.Reconciler;
import io.larder.storage.CommandRow;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerReader;
import io.larder.storage.Receipt;
import io.larder.storage.Store;
import java.util.Map;

/// What reconciliation asks the store and writes down in it.
record DayBook(Store store, BoxClock clock) implements Reconciler.Book {
    @Override
    public boolean isOpen(Serial serial, long command) {
        try (LedgerReader reader = store.ledger().reader()) {
            // A command that the ledger does not know yet was ordered a moment ago.
            return reader.commands()
                    .find(serial.text(), command)
                    .map(CommandRow::open)
                    .orElse(true);
        }
    }

    @Override
    public boolean write(Serial serial, DayCheck check) {
        byte[] fact = Introduction.write(Map.of(DayCheck.name(check.day()), check.value()));
        return store.journal()
                        .append(
                                new Draft(
                                        EntryKind.ADJUSTMENT,
                                        serial.text(),
                                        fact,
                                        false,
                                        clock.stamp()))
                instanceof Receipt;
    }
}
