package io.larder.server.json;

import io.larder.server.record.Bytes;
import io.larder.server.record.Upload;
import io.larder.storage.Entry;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads lines that are too large for the ledger from the journal: they are whole uploads, taken
/// from the entry they came in, which a retry names.
public final class JournalRaw implements RecordJson.RawSource {
    /// Where entries are read: the journal or a view of it.
    public interface Entries {
        /// The entry, empty when it is recycled or damaged.
        Optional<Entry> entry(long seq) throws IOException;
    }

    private final Entries entries;

    /// Reads through `Journal::entry` or `JournalView::entry`.
    public JournalRaw(Entries entries) {
        this.entries = entries;
    }

    @Override
    public Optional<Bytes> raw(LedgerRow row) {
        return entry(row.position().seq()).flatMap(this::upload).map(Upload::body);
    }

    private Optional<Upload> upload(Entry entry) {
        if (entry.kind() == EntryKind.RETRY) {
            String retry = new String(entry.payload(), StandardCharsets.UTF_8);
            return Position.read(String.valueOf(Json.read(retry).get("place")))
                    .flatMap(place -> entry(place.seq()))
                    .filter(first -> first.kind() == EntryKind.UPLOAD)
                    .flatMap(this::upload);
        }
        return entry.kind() == EntryKind.UPLOAD && entry.isReadable()
                ? Optional.of(Upload.read(entry.payload()))
                : Optional.empty();
    }

    private Optional<Entry> entry(long seq) {
        try {
            return entries.entry(seq);
        } catch (IOException e) {
            throw new UncheckedIOException("read entry " + seq, e);
        }
    }
}
