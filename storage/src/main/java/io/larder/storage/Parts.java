package io.larder.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The parts of files that terminals send piece by piece, until a file is whole. On the medium
/// beside the contents, so that no file is in memory while it grows.
///
/// ```
/// part(seq, began, at, bytes, closed)     seq: the entry that brought it, began: the one that began
///                                         the file, closed: 1 when the bytes are not in the clear
/// ```
final class Parts {
    static final String TABLE =
            "CREATE TABLE IF NOT EXISTS part(seq INTEGER PRIMARY KEY, began INTEGER NOT NULL,"
                    + " at INTEGER NOT NULL, bytes BLOB NOT NULL, closed INTEGER NOT NULL)";

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

    void write(Statements statements, Veil veil) {
        for (Part part : waiting) {
            statements.run(
                    "INSERT OR REPLACE INTO part(seq, began, at, bytes, closed) VALUES(?,?,?,?,?)",
                    part.seq,
                    part.began,
                    part.at,
                    veil.closes() ? veil.close(part.bytes, About.part(part.seq)) : part.bytes,
                    veil.closes());
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

    /// The whole file; empty when a part is missing or was closed under a key that is not here.
    static Optional<byte[]> assembled(Statements statements, Veil veil, long began, int size) {
        byte[] whole = new byte[size];
        long[] end = new long[1];
        statements.each(
                "SELECT at, bytes, closed, seq FROM part WHERE began = ? ORDER BY seq",
                result -> {
                    long at = result.getLong(1);
                    byte[] stored = result.getBytes(2);
                    byte[] bytes =
                            result.getBoolean(3)
                                    ? veil.open(stored, About.part(result.getLong(4)))
                                            .orElse(new byte[0])
                                    : stored;
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
