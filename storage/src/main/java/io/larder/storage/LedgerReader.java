package io.larder.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

    static final String QUARANTINE =
            "SELECT seq, row, subject, family, source, reason, raw, received, repeats, settled, closed"
                    + " FROM quarantine";

    /// What the fields of one page may hold: a record of another box may be megabytes.
    private static final long PAGE_BYTES = 1 << 20;

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
        return number("SELECT applied FROM progress");
    }

    /// Up to `limit` records from `from` on whose entry is at most `lastSeq`, in order.
    public List<LedgerRow> records(Position from, long lastSeq, int limit) {
        List<LedgerRow> rows = new ArrayList<>();
        each(
                RECORD + " WHERE (seq, row) >= (?, ?) AND seq <= ?" + " ORDER BY seq, row LIMIT ?",
                result -> rows.add(row(result)),
                from.seq(),
                from.row(),
                lastSeq,
                limit);
        return rows;
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
        List<LedgerRow> page = new ArrayList<>();
        long[] bytes = new long[1];
        statements.each(
                RECORD + " WHERE (seq, row) >= (?, ?) AND seq <= ? AND kind = ? ORDER BY seq, row",
                result -> {
                    LedgerRow row = row(result);
                    page.add(row);
                    bytes[0] += row.fields().length() + row.raw().map(raw -> raw.length).orElse(0);
                    return page.size() < limit && bytes[0] < PAGE_BYTES;
                },
                from.seq(),
                from.row(),
                lastSeq,
                kind);
        return page;
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

    /// Quarantined lines in order; the settled ones only on demand.
    public List<QuarantineRow> quarantine(boolean settledToo, int limit) {
        List<QuarantineRow> rows = new ArrayList<>();
        each(
                QUARANTINE + " WHERE settled <= ? ORDER BY seq, row LIMIT ?",
                result -> rows.add(quarantineRow(result, veil)),
                settledToo ? 1 : 0,
                limit);
        return rows;
    }

    /// Quarantined lines from `from` on, in order: a page of at most `limit`, and fewer when they
    /// are large. Empty when there are no more.
    public List<QuarantineRow> quarantinePage(Position from, boolean settledToo, int limit) {
        List<QuarantineRow> page = new ArrayList<>();
        long[] bytes = new long[1];
        statements.each(
                QUARANTINE + " WHERE (seq, row) >= (?, ?) AND settled <= ? ORDER BY seq, row",
                result -> {
                    QuarantineRow row = quarantineRow(result, veil);
                    page.add(row);
                    bytes[0] += row.raw().length;
                    return page.size() < limit && bytes[0] < PAGE_BYTES;
                },
                from.seq(),
                from.row(),
                settledToo ? 1 : 0);
        return page;
    }

    /// The quarantined line at `place`, settled or not.
    public Optional<QuarantineRow> quarantined(Position place) {
        List<QuarantineRow> rows = new ArrayList<>();
        each(
                QUARANTINE + " WHERE seq = ? AND row = ?",
                result -> rows.add(quarantineRow(result, veil)),
                place.seq(),
                place.row());
        return rows.stream().findFirst();
    }

    /// How many lines of a subject and source wait in quarantine.
    public long quarantined(String subject, String source) {
        long[] count = new long[1];
        each(
                "SELECT count(*) FROM quarantine WHERE settled = 0 AND subject = ? AND source = ?",
                result -> count[0] = result.getLong(1),
                subject,
                source);
        return count[0];
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

    /// How many lines wait in quarantine.
    public long quarantined() {
        return number("SELECT count(*) FROM quarantine WHERE settled = 0");
    }

    /// Subjects that have the fact `name`, in order.
    public List<String> subjects(String name) {
        List<String> subjects = new ArrayList<>();
        each(
                "SELECT subject FROM fact WHERE name = ? ORDER BY subject",
                result -> subjects.add(result.getString(1)),
                name);
        return subjects;
    }

    /// Subjects that have facts and whose name begins with `prefix`, in order.
    public List<String> subjectsOf(String prefix) {
        List<String> subjects = new ArrayList<>();
        each(
                "SELECT DISTINCT subject FROM fact WHERE substr(subject, 1, length(?1)) = ?1"
                        + " ORDER BY subject",
                result -> subjects.add(result.getString(1)),
                prefix);
        return subjects;
    }

    /// All facts of a subject, by name.
    public Map<String, String> facts(String subject) {
        Map<String, String> facts = new LinkedHashMap<>();
        each(
                "SELECT name, value FROM fact WHERE subject = ? ORDER BY name",
                result -> facts.put(result.getString(1), result.getString(2)),
                subject);
        return facts;
    }

    /// Runs SQLite's own check of the file; the first complaint, if there is one.
    public Optional<String> complaint() {
        List<String> said = new ArrayList<>();
        each("PRAGMA quick_check(1)", result -> said.add(result.getString(1)));
        return said.stream().filter(line -> !line.equals("ok")).findFirst();
    }

    static QuarantineRow quarantineRow(ResultSet result, Veil veil) throws SQLException {
        QuarantineRow stored = storedQuarantineRow(result);
        return stored.with(Closed.quarantined(veil, stored, result.getInt(11)));
    }

    private static QuarantineRow storedQuarantineRow(ResultSet result) throws SQLException {
        return new QuarantineRow(
                new Position(result.getLong(1), result.getInt(2)),
                result.getString(3),
                result.getString(4),
                result.getString(5),
                result.getString(6),
                result.getBytes(7),
                result.getLong(8),
                result.getLong(9),
                result.getBoolean(10));
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

    private long number(String sql) {
        try {
            return Sql.number(connection, sql);
        } catch (SQLException e) {
            throw Sql.failure(sql, e);
        }
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
