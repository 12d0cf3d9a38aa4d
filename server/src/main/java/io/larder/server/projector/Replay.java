package io.larder.server.projector;

import io.larder.storage.Entry;
import io.larder.storage.JournalReader;
import io.larder.storage.JournalView;
import io.larder.storage.Ledger;
import io.larder.storage.LedgerBatch;
import java.io.IOException;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Builds a second ledger from a journal, on the caller's thread and to a certain entry: what the
/// first one is compared with.
public final class Replay {
    private static final int READ_BYTES = 256 * 1024;

    private Replay() {}

    /// Projects what follows on the ledger's last entry, up to entry `last`, into `ledger`.
    public static void run(JournalView journal, long last, Ledger ledger, Lens lens)
            throws IOException {
        NavigableMap<Long, String> inapplicable = new TreeMap<>();
        while (ledger.applied() < last && ledger.applied() < journal.lastSeq()) {
            try (JournalReader reader = journal.reader(ledger.applied() + 1)) {
                while (reader.next() <= Math.min(last, journal.lastSeq())) {
                    try (LedgerBatch batch = ledger.begin()) {
                        fill(new EntryProjection(batch, lens, inapplicable), reader, last);
                        batch.commit(Math.min(reader.next() - 1, last));
                    }
                }
            } catch (Inapplicable e) {
                // As the projector does: the batch once more, with the entry in quarantine.
                inapplicable.put(e.seq(), String.valueOf(e.getMessage()));
            }
        }
    }

    private static void fill(EntryProjection projection, JournalReader reader, long last)
            throws IOException {
        while (!projection.isFull() && reader.next() <= last) {
            Optional<JournalReader.Piece> piece = reader.read(READ_BYTES);
            if (piece.isEmpty()) {
                return;
            }
            apply(projection, piece.get(), last);
        }
    }

    private static void apply(EntryProjection projection, JournalReader.Piece piece, long last) {
        switch (piece) {
            case JournalReader.Piece.Entries(var entries) -> {
                for (Entry entry : entries) {
                    if (entry.seq() <= last) {
                        projection.apply(entry);
                    }
                }
            }
            case JournalReader.Piece.Gap gap -> projection.apply(gap, 0);
        }
    }
}
