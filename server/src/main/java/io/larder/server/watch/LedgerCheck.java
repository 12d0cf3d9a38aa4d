package io.larder.server.watch;

import io.larder.server.projector.Replay;
import io.larder.storage.JournalView;
import io.larder.storage.Ledger;
import io.larder.storage.LedgerReader;
import io.larder.storage.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Builds the ledger a second time from the journal and compares. Only looks at the store, which a
/// box may go on writing: the ledger is compared as it was at one moment.
public final class LedgerCheck {
    /// What was found. `fromSeq` to `lastSeq` are the entries that were read again, 0 when they
    /// could not be; `behind` entries are not in the ledger yet; `differences` are the first ones
    /// of `different`.
    public record Report(
            long fromSeq,
            long lastSeq,
            long behind,
            long records,
            long different,
            List<String> differences) {}

    private final Path store;
    private final Path scratch;
    private final StoreView.Reading reading;

    /// Compares the ledger in `store`. `scratch` is where the second one is built: a file that is
    /// not there, or a copy of the base ledger.
    public LedgerCheck(Path store, Path scratch, StoreView.Reading reading) {
        this.store = store;
        this.scratch = scratch;
        this.reading = reading;
    }

    /// Throws `IOException` or `LedgerException` when something cannot be read.
    public Report run() throws IOException {
        try (Ledger second = Ledger.open(scratch, reading.veil())) {
            long from = second.applied() + 1;
            JournalView journal = Store.look(store, reading.veil());
            long behind;
            try (LedgerReader ledger = Store.lookAtLedger(store, reading.veil())) {
                behind = Math.max(0, journal.lastSeq() - ledger.applied());
                if (from < journal.firstSeq()) {
                    return new Report(0, 0, behind, 0, 0, List.of());
                }
                replay(second, journal, Math.min(ledger.applied(), journal.lastSeq()));
            }
            try (LedgerReader ledger = Store.lookAtLedger(store, reading.veil()).hold()) {
                // What came meanwhile: little, so the ledger is held only while it is compared.
                long last = ledger.applied();
                replay(second, Store.look(store, reading.veil()), last);
                List<String> listed = new ArrayList<>();
                Comparison comparison = new Comparison(ledger, second, listed);
                long different = comparison.run(last);
                return new Report(from, last, behind, comparison.records(), different, listed);
            }
        }
    }

    private void replay(Ledger second, JournalView journal, long last) throws IOException {
        Replay.run(journal, last, second, reading.lens());
    }
}
