package io.larder.server.projector;

import io.larder.server.record.Bytes;
import io.larder.server.record.MediaType;
import io.larder.server.record.Record;
import io.larder.storage.FileRow;
import io.larder.storage.LedgerBatch;
import java.util.LinkedHashMap;
import java.util.Map;

/// Finds the files that records of a terminal name as their content. A file that is not finished
/// leaves the record as it is, with the name: what was said is kept. Source: PROTOCOL.md 6.6, 6.7.
final class FileReferences {
    private static final String FILE = "fileId";

    private final LedgerBatch ledger;
    private final String terminal;

    FileReferences(LedgerBatch ledger, String terminal) {
        this.ledger = ledger;
        this.terminal = terminal;
    }

    /// The record with what its file holds.
    Record whole(Record record) {
        return record.fields().get(FILE) instanceof String name && record.content().isEmpty()
                ? ledger.files()
                        .find(terminal, name)
                        .filter(file -> file.state() == FileRow.State.FINISHED)
                        .map(file -> with(record, file))
                        .orElse(record)
                : record;
    }

    /// The content itself was kept when the file was finished.
    private Record with(Record record, FileRow file) {
        Map<String, Object> fields = new LinkedHashMap<>(record.fields());
        fields.remove(FILE);
        fields.put("size", file.size());
        fields.put("sha256", file.sha256());
        ledger.content(file.sha256())
                .map(Bytes::wrap)
                .ifPresent(bytes -> fields.put("mediaType", MediaType.of(bytes).word()));
        return new Record(record.kind(), record.key(), fields, record.raw());
    }
}
