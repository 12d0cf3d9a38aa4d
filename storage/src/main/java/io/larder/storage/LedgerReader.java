package io.larder.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Questions to the ledger over a connection of its own, also from another process beside a running
/// box. Large answers are streamed. For one thread.
public final class LedgerReader implements AutoCloseable {
    private static final String RECORD =
            "SELECT seq, row, kind, family, verdict, subject, source, key, epoch, digest, fields,"
                    + " whole, raw, received, trusted, repeats, closed FROM record";

    /// What the index of sign-ins is made of, and its question must repeat.
    static final String IS_VERIFICATION = "kind = 'verification' AND json_valid(fields)";

    static final String MEETING_OF = "json_extract(fields, '$.meeting')";
    static final String TIME_OF = "json_extract(fields, '$.time')";

    /// What becomes of the connection in the end.
    interface Parting extends AutoCloseable {
        @Override
        void close() throws SQLException;
    }

    private final Path file;
    private final Connection connection;
    private final Parting parting;
    private final Statements statements;
    private final Veil veil;
    private Contents.@Nullable Reader contents;

    /// Over a `connection` for reading, which ends with `parting`.
    LedgerReader(Path file, Connection connection, Parting parting, Veil veil) {
        this.file = file;
        this.veil = veil;
        this.connection = connection;
        this.parting = parting;
        this.statements = new Statements(connection);
    }

    /// The commands, to look at.
    public CommandView commands() {
        return new CommandView(statements);
    }

    /// The site's data, to look at.
    public SiteView site() {
        return new SiteView(statements);
    }

    /// The files that come in parts, to look at.
    public FileView files() {
        return new FileView(statements);
    }

    /// The lines that were not understood, to look at.
    public QuarantineView quarantine() {
        return new QuarantineView(statements, veil);
    }

    /// The facts, to look at.
    public FactView facts() {
        return new FactView(statements);
    }

    /// As [#open(Path, Veil)], where nothing is closed.
    public static LedgerReader open(Path file) {
        return open(file, Veil.NONE);
    }

    /// Opens the ledger in `file` for reading; throws `LedgerException` when there is none. `veil`
    /// opens what is closed there; what it cannot open reads as
    ///
    /// - a record with the one field `sealed` and without a line;
    /// - a quarantined line without a byte;
    /// - a content that is not there.
    public static LedgerReader open(Path file, Veil veil) {
        try {
            Connection own = Sql.open(file, true);
            return new LedgerReader(file, own, own::close, veil);
        } catch (SQLException e) {
            throw Sql.failure("open " + file, e);
        }
    }

    /// From now on every answer is about this moment, whatever is written meanwhile. For a short
    /// time only: the ledger's log grows until this reader is closed.
    public LedgerReader hold() {
        try {
            connection.setAutoCommit(false);
            applied();
            return this;
        } catch (SQLException e) {
            throw Sql.failure("hold the ledger", e);
        }
    }

    /// The bytes that records name by this SHA-256 in hex; empty when they were dropped, or never
    /// came.
    public Optional<byte[]> content(String sha256) {
        return contents(reader -> reader.content(sha256)).flatMap(found -> found);
    }

    /// Whether [#content] has these bytes.
    public boolean hasContent(String sha256) {
        return contents(reader -> reader.has(sha256)).orElse(false);
    }

    /// Whether something is kept under that name, though nobody here may be able to open it.
    public boolean keepsContent(String sha256) {
        return contents(reader -> reader.keeps(sha256)).orElse(false);
    }

    /// How many contents are kept, and how many bytes they take.
    public record ContentSize(long count, long bytes) {}

    /// What all contents take.
    public ContentSize contentSize() {
        return contents(Contents.Reader::size).orElse(new ContentSize(0, 0));
    }

    /// What SQLite's own check says of the contents' file; empty when nothing is wrong with it.
    public Optional<String> contentComplaint() {
        return contents(Contents.Reader::complaint).flatMap(found -> found);
    }

    private <T> Optional<T> contents(Function<Contents.Reader, T> asked) {
        try {
            if (contents == null) {
                contents = Contents.Reader.beside(file, veil).orElse(null);
            }
            return contents == null ? Optional.empty() : Optional.of(asked.apply(contents));
        } catch (SQLException | LedgerException e) {
            // Not the ledger's damage: the writer puts broken contents aside.
            throw new LedgerException("read contents beside " + file, e, false);
        }
    }

    /// The number of the last entry whose meaning is in the ledger.
    public long applied() {
        return statements
                .first("SELECT applied FROM progress", result -> result.getLong(1))
                .orElse(0L);
    }

    /// Up to `limit` records from `from` on whose entry is at most `lastSeq`, in order.
    public List<LedgerRow> records(Position from, long lastSeq, int limit) {
        return statements.ask(
                RECORD + " WHERE (seq, row) >= (?, ?) AND seq <= ? ORDER BY seq, row LIMIT ?",
                this::row,
                from.seq(),
                from.row(),
                lastSeq,
                limit);
    }

    /// Records from `from` on whose entry is at most `lastSeq`, in order and one at a time, for as
    /// long as `to` wants more: however large they are, one is in memory.
    public void records(Position from, long lastSeq, Predicate<LedgerRow> to) {
        statements.each(
                RECORD + " WHERE (seq, row) >= (?, ?) AND seq <= ? ORDER BY seq, row",
                result -> to.test(row(result)),
                from.seq(),
                from.row(),
                lastSeq);
    }

    /// The records under a natural key, oldest first.
    public List<LedgerRow> records(String subject, String source, String key) {
        return statements.ask(
                RECORD + " WHERE subject = ? AND source = ? AND key = ? ORDER BY seq, row",
                this::row,
                subject,
                source,
                key);
    }

    /// Records of a kind from `from` on whose entry is at most `lastSeq`, in order: a page of at
    /// most `limit`, and fewer when they are large. Empty when there are no more.
    public List<LedgerRow> page(String kind, Position from, long lastSeq, int limit) {
        return statements.page(
                limit,
                row -> row.fields().length() + row.raw().map(raw -> raw.length).orElse(0),
                RECORD + " WHERE (seq, row) >= (?, ?) AND seq <= ? AND kind = ? ORDER BY seq, row",
                this::row,
                from.seq(),
                from.row(),
                lastSeq,
                kind);
    }

    /// Sign-ins whose terminal named this meeting or room, and whose time begins with a text from
    /// `from` on and before `to`, in order of that text. Times are as terminals write them, with
    /// the offset behind: a day more on both sides finds all of a span.
    public List<LedgerRow> signIns(String meeting, String from, String to) {
        return statements.ask(
                RECORD
                        + " WHERE "
                        + IS_VERIFICATION
                        + " AND "
                        + MEETING_OF
                        + " = ? AND "
                        + TIME_OF
                        + " >= ? AND "
                        + TIME_OF
                        + " < ? ORDER BY "
                        + TIME_OF
                        + ", seq, row",
                this::row,
                meeting,
                from,
                to);
    }

    /// The newest records of a kind, at most `limit`, newest first.
    public List<LedgerRow> newest(String kind, int limit) {
        return statements.ask(
                RECORD + " WHERE kind = ? ORDER BY seq DESC, row DESC LIMIT ?",
                this::row,
                kind,
                limit);
    }

    /// When the newest record of a subject came; empty when there is none.
    public Optional<Long> newestMillis(String subject) {
        return statements
                .first(
                        "SELECT coalesce(max(received), 0) FROM record WHERE subject = ?",
                        result -> result.getLong(1),
                        subject)
                .filter(millis -> millis > 0);
    }

    /// The entry of the newest record of a subject's table, 0 when there is none.
    public long lastSeq(String subject, String source) {
        return statements
                .first(
                        "SELECT max(seq) FROM record WHERE subject = ? AND source = ?",
                        result -> result.getLong(1),
                        subject,
                        source)
                .orElse(0L);
    }

    /// How many records there are of each kind.
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        each(
                "SELECT kind, count(*) FROM record GROUP BY kind",
                result -> counts.put(result.getString(1), result.getLong(2)));
        return counts;
    }

    /// How many records each subject has, and how many repeats were dropped: `{records, repeats}`.
    public Map<String, long[]> countsBySubject() {
        Map<String, long[]> counts = new TreeMap<>();
        each(
                "SELECT subject, count(*), sum(repeats) FROM record GROUP BY subject",
                result ->
                        counts.put(
                                result.getString(1),
                                new long[] {result.getLong(2), result.getLong(3)}));
        return counts;
    }

    /// The natural key of a record with the life of its numbering.
    public record Key(String subject, String source, int epoch, String key) {}

    /// The keys of all records of `kind` in order, one at a time.
    public void keys(String kind, Consumer<Key> to) {
        each(
                "SELECT subject, source, epoch, key FROM record WHERE kind = ? ORDER BY seq, row",
                result ->
                        to.accept(
                                new Key(
                                        result.getString(1),
                                        result.getString(2),
                                        result.getInt(3),
                                        result.getString(4))),
                kind);
    }

    /// Runs SQLite's own check of the file; the first complaint, if there is one.
    public Optional<String> complaint() {
        return statements
                .first("PRAGMA quick_check(1)", result -> result.getString(1))
                .filter(line -> !line.equals("ok"));
    }

    private LedgerRow row(ResultSet result) throws SQLException {
        Position record = new Position(result.getLong(1), result.getInt(2));
        int closed = result.getInt(17);
        return new LedgerRow(
                record,
                result.getString(3),
                result.getString(4),
                result.getString(5),
                result.getString(6),
                result.getString(7),
                result.getString(8),
                result.getInt(9),
                result.getBytes(10),
                Closed.fields(veil, record, result.getString(11), closed),
                result.getBoolean(12),
                Closed.raw(veil, record, Optional.ofNullable(result.getBytes(13)), closed),
                result.getLong(14),
                result.getBoolean(15),
                result.getLong(16));
    }

    private interface Each {
        void row(ResultSet result) throws SQLException;
    }

    private void each(String sql, Each each, Object... values) {
        statements.each(
                sql,
                result -> {
                    each.row(result);
                    return true;
                },
                values);
    }

    @Override
    public void close() {
        try (parting) {
            statements.close();
            if (contents != null) {
                contents.close();
            }
        } catch (SQLException e) {
            throw Sql.failure("close the ledger", e);
        }
    }
}
