package io.larder.storage;

import io.larder.storage.disk.Folder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The bytes that records are about (pictures, templates), each once, by their SHA-256 in hex. A
/// file of its own beside the ledger: it is never copied, never built again, and what is in it is
/// on the medium before the ledger says so, because the journal lets go of old uploads.
///
/// ```
/// DIR/contents.db    content(sha256, bytes, lasting, seq, closed), part: see [Parts]
/// ```
///
/// `lasting` is 1 for what the site needs for as long as it is used, 0 for what may go when it is
/// upstream and room is needed; `seq` is the last entry that brought it, `closed` is 1 when the
/// bytes are not in the clear.
final class Contents implements AutoCloseable {
    static final String FILE = "contents.db";

    private static final int ASIDE_MAX = 1000;

    private static final long UNKNOWN = -1;

    private final Path file;
    private final Veil veil;

    private final Map<String, Kept> waiting = new LinkedHashMap<>();
    private final Parts parts = new Parts();
    private Connection connection;

    /// All bytes in the file, counted once and then along; [#UNKNOWN] until somebody asks.
    private long held = UNKNOWN;

    private record Kept(byte[] bytes, boolean lasting, long seq) {}

    private Contents(Path file, Veil veil) throws SQLException {
        this.file = file;
        this.veil = veil;
        this.connection = openOrReplace(file);
    }

    /// Opens the contents beside `ledger` to write. A damaged file is put aside, never deleted.
    static Contents beside(Path ledger, Veil veil) throws SQLException {
        return new Contents(ledger.resolveSibling(FILE), veil);
    }

    private static Connection openOrReplace(Path file) throws SQLException {
        try {
            return open(file);
        } catch (SQLException e) {
            if (!Sql.isDamage(e)) {
                throw e;
            }
            setAside(file);
            return open(file);
        }
    }

    private static Connection open(Path file) throws SQLException {
        Connection connection = Sql.open(file, false);
        try {
            Sql.run(connection, "PRAGMA synchronous=FULL");
            Sql.run(
                    connection,
                    "CREATE TABLE IF NOT EXISTS content(sha256 TEXT PRIMARY KEY,"
                            + " bytes BLOB NOT NULL, lasting INTEGER NOT NULL,"
                            + " seq INTEGER NOT NULL)");
            Sql.run(
                    connection,
                    "CREATE INDEX IF NOT EXISTS content_passing ON content(seq)"
                            + " WHERE lasting = 0");
            if (Sql.number(connection, "PRAGMA user_version") == 0) {
                Sql.run(
                        connection,
                        "ALTER TABLE content ADD COLUMN closed INTEGER NOT NULL DEFAULT 0");
                Sql.run(connection, "PRAGMA user_version=1");
            }
            Sql.run(connection, Parts.TABLE);
            Sql.run(connection, Parts.INDEX);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void setAside(Path file) throws SQLException {
        try {
            Folder folder = folder(file);
            int n = 1;
            while (n < ASIDE_MAX && folder.has(aside(n))) {
                n++;
            }
            folder.rename(FILE, aside(n));
            folder.deleteIfExists(FILE + "-wal");
            folder.deleteIfExists(FILE + "-shm");
        } catch (IOException e) {
            throw new SQLException("cannot put " + file + " aside", e);
        }
    }

    private static String aside(int n) {
        return "contents-aside-" + n + ".db";
    }

    private static Folder folder(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException("no folder of " + file);
        }
        return Folder.make(parent);
    }

    /// Questions about contents on a connection of its own.
    static final class Reader implements AutoCloseable {
        private final Connection connection;
        private final Statements statements;

        private final Veil veil;

        private Reader(Connection connection, Veil veil) {
            this.connection = connection;
            this.veil = veil;
            this.statements = new Statements(connection);
        }

        /// Empty when there are no contents beside `ledger`.
        static Optional<Reader> beside(Path ledger, Veil veil) throws SQLException {
            Path file = ledger.resolveSibling(FILE);
            try {
                return folder(file).has(FILE)
                        ? Optional.of(new Reader(Sql.open(file, true), veil))
                        : Optional.empty();
            } catch (IOException e) {
                throw new SQLException("cannot look at " + file, e);
            }
        }

        Optional<byte[]> content(String sha256) {
            return stored(statements, veil, sha256);
        }

        boolean has(String sha256) {
            return stored(statements, veil, sha256).isPresent();
        }

        boolean keeps(String sha256) {
            return statements
                    .first(
                            "SELECT 1 FROM content WHERE sha256 = ?",
                            result -> result.getLong(1),
                            sha256)
                    .isPresent();
        }

        LedgerReader.ContentSize size() {
            return statements
                    .first(
                            "SELECT count(*), coalesce(sum(length(bytes)), 0) FROM content",
                            result ->
                                    new LedgerReader.ContentSize(
                                            result.getLong(1), result.getLong(2)))
                    .orElseThrow();
        }

        Optional<String> complaint() {
            return statements
                    .first("PRAGMA quick_check(1)", result -> result.getString(1))
                    .filter(line -> !line.equals("ok"));
        }

        @Override
        public void close() throws SQLException {
            try (connection) {
                statements.close();
            }
        }
    }

    /// The bytes; empty when they are not here, or were closed under a key that is not.
    private static Optional<byte[]> stored(Statements statements, Veil veil, String sha256) {
        return statements
                .first(
                        "SELECT bytes, closed FROM content WHERE sha256 = ?",
                        result ->
                                result.getBoolean(2)
                                        ? veil.open(result.getBytes(1), About.content(sha256))
                                        : Optional.of(result.getBytes(1)),
                        sha256)
                .flatMap(found -> found);
    }

    /// What waits or is kept under this SHA-256 in hex.
    Optional<byte[]> find(String sha256) {
        Kept kept = waiting.get(sha256);
        if (kept != null) {
            return Optional.of(kept.bytes);
        }
        try (Statements statements = new Statements(connection)) {
            return stored(statements, veil, sha256);
        } catch (SQLException e) {
            throw Sql.failure("find a content in " + file, e);
        }
    }

    /// The parts of files that are not whole yet.
    Parts parts() {
        return parts;
    }

    /// The file whose parts came since entry `began`, if it is whole.
    Optional<byte[]> assembled(long began, int size) {
        try (Statements statements = new Statements(connection)) {
            return Parts.assembled(statements, veil, began, size);
        } catch (SQLException e) {
            throw Sql.failure("put a file together from " + file, e);
        }
    }

    /// Drops the parts of files that began before the entry that `first` gives, if any parts came
    /// since this was done last.
    void dropParts(LongSupplier first) {
        if (!parts.hasChanged()) {
            return;
        }
        try (Statements statements = new Statements(connection)) {
            Parts.drop(statements, first.getAsLong());
        } catch (SQLException e) {
            throw Sql.failure("drop parts from " + file, e);
        }
    }

    /// Bytes that wait for [#commit], in memory.
    long waitingBytes() {
        return parts.waitingBytes()
                + waiting.values().stream().mapToLong(kept -> kept.bytes.length).sum();
    }

    /// Takes something to keep; on the medium after [#commit].
    void keep(String sha256, byte[] bytes, boolean lasting, long seq) {
        waiting.merge(
                sha256,
                new Kept(bytes, lasting, seq),
                (one, other) -> new Kept(bytes, one.lasting || other.lasting, other.seq));
    }

    /// Puts what waits on the medium. When the file turns out to be damaged, a new one takes it.
    void commit() {
        if (waiting.isEmpty() && parts.isEmpty()) {
            return;
        }
        try {
            try {
                write();
            } catch (LedgerException e) {
                if (!e.damaged()) {
                    throw e;
                }
                replace();
                write();
            }
            forget();
        } catch (SQLException e) {
            throw Sql.failure("keep contents in " + file, e);
        }
    }

    private void replace() throws SQLException {
        connection.close();
        setAside(file);
        connection = open(file);
        held = UNKNOWN;
    }

    private void write() throws SQLException {
        connection.setAutoCommit(false);
        long[] more = new long[1];
        try (Statements statements = new Statements(connection)) {
            waiting.forEach((sha256, kept) -> more[0] += write(statements, sha256, kept));
            parts.write(statements, veil);
            connection.commit();
            held = held == UNKNOWN ? UNKNOWN : held + more[0];
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /// Says how many bytes more there are. What is there but cannot be opened is replaced.
    private long write(Statements statements, String sha256, Kept kept) {
        if (stored(statements, veil, sha256).isPresent()) {
            statements.run(
                    "UPDATE content SET lasting = max(lasting, ?), seq = max(seq, ?)"
                            + " WHERE sha256 = ?",
                    kept.lasting,
                    kept.seq,
                    sha256);
            return 0;
        }
        long before =
                statements
                        .first(
                                "SELECT length(bytes) FROM content WHERE sha256 = ?",
                                result -> result.getLong(1),
                                sha256)
                        .orElse(0L);
        byte[] bytes = veil.closes() ? veil.close(kept.bytes, About.content(sha256)) : kept.bytes;
        statements.run(
                "INSERT OR REPLACE INTO content(sha256, bytes, lasting, seq, closed)"
                        + " VALUES(?,?,?,?,?)",
                sha256,
                bytes,
                kept.lasting,
                kept.seq,
                veil.closes());
        return bytes.length - before;
    }

    /// Forgets what waits.
    void forget() {
        waiting.clear();
        parts.forget();
    }

    /// All bytes in the file; a damaged one is put aside.
    long held() {
        try {
            if (held == UNKNOWN) {
                try {
                    held = count();
                } catch (LedgerException e) {
                    if (!e.damaged()) {
                        throw e;
                    }
                    replace();
                    held = count();
                }
            }
            return held;
        } catch (SQLException e) {
            throw Sql.failure("count the contents of " + file, e);
        }
    }

    private long count() throws SQLException {
        try (Statements statements = new Statements(connection)) {
            return statements
                    .first(
                            "SELECT coalesce(sum(length(bytes)), 0) FROM content",
                            result -> result.getLong(1))
                    .orElseThrow();
        }
    }

    /// Drops the oldest passing ones up to entry `taken` until all together take at most
    /// `limitBytes`; says how many went.
    int drop(long limitBytes, long taken) {
        long over = held() - limitBytes;
        if (over <= 0) {
            return 0;
        }
        try {
            try {
                return delete(over, taken);
            } catch (LedgerException e) {
                if (!e.damaged()) {
                    throw e;
                }
                replace();
                return 0;
            }
        } catch (SQLException e) {
            throw Sql.failure("drop contents from " + file, e);
        }
    }

    private int delete(long over, long taken) throws SQLException {
        connection.setAutoCommit(false);
        try (Statements statements = new Statements(connection)) {
            Map<String, Long> going = oldest(statements, over, taken);
            going.keySet()
                    .forEach(each -> statements.run("DELETE FROM content WHERE sha256 = ?", each));
            connection.commit();
            held -= going.values().stream().mapToLong(each -> each).sum();
            return going.size();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /// The oldest passing ones up to entry `taken`, as many as take `bytes`, with their sizes.
    private static Map<String, Long> oldest(Statements statements, long bytes, long taken) {
        Map<String, Long> oldest = new LinkedHashMap<>();
        long[] left = {bytes};
        statements.each(
                "SELECT sha256, length(bytes) FROM content"
                        + " WHERE lasting = 0 AND seq <= ? ORDER BY seq",
                result -> {
                    oldest.put(result.getString(1), result.getLong(2));
                    left[0] -= result.getLong(2);
                    return left[0] > 0;
                },
                taken);
        return oldest;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
