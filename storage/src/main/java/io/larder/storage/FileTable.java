package io.larder.storage;

import java.util.Optional;

/// The files that terminals send in parts, within a batch of the projector.
public final class FileTable extends FileView {
    private final Contents contents;

    FileTable(Statements statements, Contents contents) {
        super(statements);
        this.contents = contents;
    }

    /// Adds a file or puts it in the place of what it was.
    public void put(FileRow row) {
        statements.run(
                "INSERT OR REPLACE INTO file(subject, name, began, size, checksum, received,"
                        + " touched, state, sha256) VALUES(?,?,?,?,?,?,?,?,?)",
                row.subject(),
                row.name(),
                row.began(),
                row.size(),
                row.checksum(),
                row.received(),
                row.touchedMillis(),
                row.state().name(),
                row.sha256());
    }

    /// Forgets a file.
    public void forget(FileRow row) {
        statements.run(
                "DELETE FROM file WHERE subject = ? AND name = ?", row.subject(), row.name());
    }

    /// Forgets unfinished files that nothing came of since `openMillis`, and others since
    /// `endedMillis`. What was touched when no clock could tell counts from `now`.
    public void expire(long openMillis, long endedMillis, long now) {
        statements.run("UPDATE file SET touched = ? WHERE touched = 0", now);
        statements.run(
                "DELETE FROM file WHERE touched < CASE state WHEN 'OPEN' THEN ? ELSE ? END",
                openMillis,
                endedMillis);
    }

    /// Keeps a part that came with entry `seq` of the file that `began` with another.
    public void keep(long seq, long began, long offset, byte[] bytes) {
        contents.parts().keep(seq, began, offset, bytes);
    }

    /// All parts of a file, each in its place; the later of two that overlap counts. Empty when it
    /// is not whole.
    public Optional<byte[]> assembled(FileRow row) {
        contents.commit();
        return contents.assembled(row.began(), (int) row.size());
    }

    /// The entry with which the first of all unfinished files began; empty when there is none.
    Optional<Long> firstOpen() {
        return statements
                .first(
                        "SELECT min(began) FROM file WHERE state = 'OPEN'",
                        result -> result.getLong(1))
                .filter(began -> began > 0);
    }
}
