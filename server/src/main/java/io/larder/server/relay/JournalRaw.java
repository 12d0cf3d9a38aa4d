package io.larder.server.relay;

import io.larder.server.json.RecordJson;
import io.larder.server.record.Bytes;
import io.larder.server.record.Upload;
import io.larder.storage.Entry;
import io.larder.storage.EntryKind;
import io.larder.storage.Journal;
import io.larder.storage.LedgerRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Finds lines that are too large for the ledger in the journal.
public final class JournalRaw implements RecordJson.RawSource {
    /// Finds the row's line in the upload it came in.
    public interface LineOf {
        Optional<Bytes> line(LedgerRow row, Upload upload);
    }

    private final Journal journal;
    private final LineOf lineOf;

    /// For uploads that are one line each, such as photos.
    public JournalRaw(Journal journal) {
        this(journal, (_, upload) -> Optional.of(upload.body()));
    }

    public JournalRaw(Journal journal, LineOf lineOf) {
        this.journal = journal;
        this.lineOf = lineOf;
    }

    @Override
    public Optional<Bytes> raw(LedgerRow row) {
        return entry(row.position().seq())
                .filter(entry -> entry.kind() == EntryKind.UPLOAD)
                .flatMap(entry -> lineOf.line(row, Upload.read(entry.payload())));
    }

    private Optional<Entry> entry(long seq) {
        try {
            return journal.entry(seq);
        } catch (IOException e) {
            throw new UncheckedIOException("read entry " + seq, e);
        }
    }
}
