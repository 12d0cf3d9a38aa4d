package io.larder.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The parts of files that terminals send piece by piece, until a file is whole. On the medium
/// beside the contents, so that no file is in memory while it grows.
///
/// ```
/// part(seq, began, at, bytes)      seq: the entry that brought it, began: the one that began the file
/// ```
final class Parts {
    static final String TABLE =
            "CREATE TABLE IF NOT EXISTS part(seq INTEGER PRIMARY KEY, began INTEGER NOT NULL,"
                    + " at INTEGER NOT NULL, bytes BLOB NOT NULL)";

    static final String INDEX = "CREATE INDEX IF NOT EXISTS part_began ON part(began)";

    @SuppressWarnings(
            "ArrayRecordComponent") // waits for the end of its batch and is never compared
    private record Part(long seq, long began, long at, byte[] bytes) {}

    private final List<Part> waiting = new ArrayList<>();
    private boolean changed;

    /// Takes a part; on the medium after [#write].
    void keep(long seq, long began, long at, byte[] bytes) {
        waiting.add(new Part(seq, began, at, bytes));
        changed = true;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    long waitingBytes() {
        return waiting.stream().mapToLong(part -> part.bytes.length).sum();
    }

    void write(Statements statements) {
        for (Part part : waiting) {
            statements.run(
                    "INSERT OR REPLACE INTO part(seq, began, at, bytes) VALUES(?,?,?,?)",
                    part.seq,
                    part.began,
                    part.at,
                    part.bytes);
        }
    }

    /// Forgets what waits.
    void forget() {
        waiting.clear();
    }

    /// Whether parts came since this was asked last.
    boolean hasChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    static Optional<byte[]> assembled(Statements statements, long began, int size) {
        byte[] whole = new byte[size];
        long[] end = new long[1];
        statements.each(
                "SELECT at, bytes FROM part WHERE began = ? ORDER BY seq",
                result -> {
                    long at = result.getLong(1);
                    byte[] bytes = result.getBytes(2);
                    if (at <= end[0] && at + bytes.length <= size) {
                        System.arraycopy(bytes, 0, whole, (int) at, bytes.length);
                        end[0] = Math.max(end[0], at + bytes.length);
                    }
                    return true;
                },
                began);
        return end[0] == size ? Optional.of(whole) : Optional.empty();
    }

    /// Drops the parts of all files that began before entry `began`, as far as they were read.
    static void drop(Statements statements, long began) {
        statements.run("DELETE FROM part WHERE began < ?", began);
    }
}
