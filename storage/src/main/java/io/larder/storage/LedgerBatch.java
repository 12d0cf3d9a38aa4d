package io.larder.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One transaction of the projector: what it writes is seen with the entry number it commits, or
/// not at all. Closing without [#commit] undoes everything.
public final class LedgerBatch implements AutoCloseable {
    private final Connection connection;
    private final Statements statements;
    private final Contents contents;
    private final Veil veil;

    LedgerBatch(Connection connection, Contents contents, Veil veil) throws SQLException {
        this.connection = connection;
        this.contents = contents;
        this.veil = veil;
        this.statements = new Statements(connection);
        connection.setAutoCommit(false);
    }

    /// The commands, to read and to change.
    public CommandTable commands() {
        return new CommandTable(statements);
    }

    /// The site's data, to read and to change.
    public SiteTable site() {
        return new SiteTable(statements);
    }

    /// The files that come in parts, to read and to change.
    public FileTable files() {
        return new FileTable(statements, contents);
    }

    /// What is known under a natural key, oldest first.
    public List<LedgerRow.Known> known(String subject, String source, String key) {
        return statements.ask(
                "SELECT seq, row, epoch, digest FROM record INDEXED BY record_key"
                        + " WHERE subject = ? AND source = ? AND key = ? ORDER BY seq, row",
                result ->
                        new LedgerRow.Known(
                                new Position(result.getLong(1), result.getInt(2)),
                                result.getInt(3),
                                result.getBytes(4)),
                subject,
                source,
                key);
    }

    /// The fields of the record that was known last under a natural key, as they are kept.
    public Optional<String> lastFields(String subject, String source, String key) {
        return statements.first(
                "SELECT fields, seq, row, closed FROM record INDEXED BY record_key"
                        + " WHERE subject = ? AND source = ? AND key = ?"
                        + " ORDER BY seq DESC, row DESC LIMIT 1",
                this::fields,
                subject,
                source,
                key);
    }

    /// The fields of the records of a source whose key is `key` or begins with it and a slash, that
    /// were received at `since` (milliseconds) or later, oldest first.
    public List<String> fieldsUnder(String subject, String source, String key, long since) {
        return statements.ask(
                "SELECT fields, seq, row, closed FROM record INDEXED BY record_key WHERE subject = ?"
                        + " AND source = ? AND (key = ? OR (key > ? AND key < ?))"
                        + " AND received >= ? ORDER BY seq, row",
                this::fields,
                subject,
                source,
                key,
                key + "/",
                key + "0",
                since);
    }

    private String fields(ResultSet result) throws SQLException {
        Position record = new Position(result.getLong(2), result.getInt(3));
        return Closed.fields(veil, record, result.getString(1), result.getInt(4));
    }

    /// How many records there are of a source whose key ends, behind its last TAB, with a text from
    /// `from` to `to`, and how often they were sent once more.
    public Tally tally(String subject, String source, String from, String to) {
        return statements
                .first(
                        "SELECT count(*), coalesce(sum(repeats), 0)"
                                + " FROM record INDEXED BY record_key WHERE subject = ?"
                                + " AND source = ?"
                                + " AND substr(key, instr(key, char(9)) + 1) BETWEEN ? AND ?",
                        result -> new Tally(result.getLong(1), result.getLong(2)),
                        subject,
                        source,
                        from,
                        to)
                .orElseThrow();
    }

    /// Records, and repeats of them.
    public record Tally(long records, long repeats) {}

    /// Adds a record whose fields and line may lie in the clear.
    public void insert(LedgerRow row) {
        insert(row, Closed.NOT, row.fields(), row.raw());
    }

    /// Adds a record whose fields and line are closed.
    public void insertSecret(LedgerRow row) {
        if (!veil.closes()) {
            insert(row);
            return;
        }
        insert(
                row,
                Closed.HERE,
                Closed.closeFields(veil, row.position(), row.fields()),
                row.raw().map(raw -> veil.close(raw, About.raw(row.position()))));
    }

    private void insert(LedgerRow row, int closed, String fields, Optional<byte[]> raw) {
        statements.run(
                "INSERT INTO record(seq, row, kind, family, verdict, subject, source, key, epoch,"
                        + " digest, fields, whole, raw, received, trusted, repeats, closed)"
                        + " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                row.position().seq(),
                row.position().row(),
                row.kind(),
                row.family(),
                row.verdict(),
                row.subject(),
                row.source(),
                row.key(),
                row.epoch(),
                row.digest(),
                fields,
                row.whole(),
                raw,
                row.receivedMillis(),
                row.clockTrusted(),
                row.repeats(),
                closed);
    }

    /// Counts that the same record was sent once more.
    public void repeat(Position position) {
        statements.run(
                "UPDATE record SET repeats = repeats + 1 WHERE seq = ? AND row = ?",
                position.seq(),
                position.row());
    }

    /// Puts a line that may lie in the clear into quarantine; a line that is there already is only
    /// counted. Says whether it was new.
    public boolean quarantine(QuarantineRow row) {
        return quarantine(row, Closed.NOT, Veil.NONE.mark(row.raw()), row.raw());
    }

    /// As [#quarantine], for a line that is closed.
    public boolean quarantineSecret(QuarantineRow row) {
        return veil.closes()
                ? quarantine(
                        row,
                        Closed.HERE,
                        veil.mark(row.raw()),
                        veil.close(row.raw(), About.quarantine(row.position())))
                : quarantine(row);
    }

    /// As [#quarantine], for a whole entry that cannot be opened, as the journal has it.
    public boolean quarantineClosed(QuarantineRow row) {
        return quarantine(row, Closed.AS_FOUND, Veil.NONE.mark(row.raw()), row.raw());
    }

    private boolean quarantine(QuarantineRow row, int closed, byte[] digest, byte[] raw) {
        List<Position> same =
                statements.ask(
                        "SELECT seq, row FROM quarantine"
                                + " WHERE digest = ? AND subject = ? AND source = ?",
                        result -> new Position(result.getLong(1), result.getInt(2)),
                        digest,
                        row.subject(),
                        row.source());
        if (!same.isEmpty()) {
            statements.run(
                    "UPDATE quarantine SET repeats = repeats + 1 WHERE seq = ? AND row = ?",
                    same.getFirst().seq(),
                    same.getFirst().row());
            return false;
        }
        statements.run(
                "INSERT INTO quarantine(seq, row, subject, family, source, reason, raw, digest,"
                        + " received, closed) VALUES(?,?,?,?,?,?,?,?,?,?)",
                row.position().seq(),
                row.position().row(),
                row.subject(),
                row.family(),
                row.source(),
                row.reason(),
                raw,
                digest,
                row.receivedMillis(),
                closed);
        return true;
    }

    /// The quarantined line at `position`.
    public Optional<QuarantineRow> quarantined(Position position) {
        return new QuarantineView(statements, veil).find(position);
    }

    /// Whether lines of a source, or whole uploads, wait that came since a moment (milliseconds)
    /// and were not understood.
    public boolean hasQuarantined(String subject, String source, long since) {
        return statements
                .first(
                        "SELECT 1 FROM quarantine WHERE subject = ? AND source IN (?, ?)"
                                + " AND received >= ? AND settled = 0 LIMIT 1",
                        result -> true,
                        subject,
                        source,
                        EntryKind.UPLOAD.name(),
                        since)
                .isPresent();
    }

    /// Marks a quarantined line as understood.
    public void settle(Position position) {
        statements.run(
                "UPDATE quarantine SET settled = 1 WHERE seq = ? AND row = ?",
                position.seq(),
                position.row());
    }

    /// The value of a fact, if it is known.
    public Optional<String> fact(String subject, String name) {
        return statements
                .ask(
                        "SELECT value FROM fact WHERE subject = ? AND name = ?",
                        result -> result.getString(1),
                        subject,
                        name)
                .stream()
                .findFirst();
    }

    /// All facts of a subject, by name.
    public Map<String, String> facts(String subject) {
        Map<String, String> facts = new HashMap<>();
        statements.ask(
                "SELECT name, value FROM fact WHERE subject = ?",
                result -> facts.put(result.getString(1), result.getString(2)),
                subject);
        return facts;
    }

    /// Sets a fact, learned from entry `seq`.
    public void fact(String subject, String name, String value, long seq) {
        statements.run(
                "INSERT INTO fact(subject, name, value, seq) VALUES(?,?,?,?)"
                        + " ON CONFLICT DO UPDATE SET value = excluded.value, seq = excluded.seq",
                subject,
                name,
                value,
                seq);
    }

    /// Keeps the bytes that a record out of entry `seq` is about, each once, by their SHA-256 in
    /// hex. What is `lasting` stays; other may go when it is upstream and room is needed.
    public void keep(String sha256, byte[] bytes, boolean lasting, long seq) {
        contents.keep(sha256, bytes, lasting, seq);
    }

    /// The bytes that were kept under this SHA-256 in hex, in this batch or before.
    public Optional<byte[]> content(String sha256) {
        return contents.find(sha256);
    }

    /// Bytes to keep that this batch holds in memory until it is committed.
    public long keptBytes() {
        return contents.waitingBytes();
    }

    /// Makes everything seen, with `applied` as the last entry in it.
    public void commit(long applied) {
        // First: the ledger must not speak of bytes that a power cut takes back.
        contents.commit();
        statements.run("UPDATE progress SET applied = ?", applied);
        try {
            connection.commit();
            // Last: a ledger that a power cut takes back would need them again.
            contents.dropParts(() -> files().firstOpen().orElse(applied + 1));
        } catch (SQLException e) {
            throw Sql.failure("commit up to entry " + applied, e);
        }
    }

    /// Undoes what was not committed.
    @Override
    public void close() {
        contents.forget();
        try {
            statements.close();
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw Sql.failure("end a batch", e);
        }
    }
}
