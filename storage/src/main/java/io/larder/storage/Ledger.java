package io.larder.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The projection of the journal that questions are asked of: records, facts about terminals,
/// quarantine. In SQLite, written by one thread, one transaction a batch with the number of the
/// last entry in it; can be thrown away and built again at any time.
public final class Ledger implements AutoCloseable {
    /// Raw lines up to this size are kept beside their record; larger ones stay in the journal.
    public static final int RAW_LIMIT_BYTES = 4096;

    /// Numbered steps; a new version appends one and never changes an old one.
    private static final List<List<String>> MIGRATIONS =
            List.of(
                    List.of(
                            "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL)"
                                    + " WITHOUT ROWID",
                            "CREATE TABLE progress(id INTEGER PRIMARY KEY CHECK(id = 1),"
                                    + " applied INTEGER NOT NULL)",
                            "INSERT INTO progress VALUES(1, 0)",
                            "CREATE TABLE fact(subject TEXT NOT NULL, name TEXT NOT NULL,"
                                    + " value TEXT NOT NULL, seq INTEGER NOT NULL,"
                                    + " PRIMARY KEY(subject, name)) WITHOUT ROWID",
                            "CREATE TABLE record(seq INTEGER NOT NULL, row INTEGER NOT NULL,"
                                    + " kind TEXT NOT NULL, family TEXT NOT NULL,"
                                    + " verdict TEXT NOT NULL, subject TEXT NOT NULL,"
                                    + " source TEXT NOT NULL, key TEXT NOT NULL,"
                                    + " epoch INTEGER NOT NULL, digest BLOB NOT NULL,"
                                    + " fields TEXT NOT NULL, whole INTEGER NOT NULL, raw BLOB,"
                                    + " received INTEGER NOT NULL, trusted INTEGER NOT NULL,"
                                    + " repeats INTEGER NOT NULL DEFAULT 0,"
                                    + " PRIMARY KEY(seq, row)) WITHOUT ROWID",
                            "CREATE INDEX record_key ON record(subject, source, key)",
                            "CREATE TABLE quarantine(seq INTEGER NOT NULL, row INTEGER NOT NULL,"
                                    + " subject TEXT NOT NULL, family TEXT NOT NULL,"
                                    + " source TEXT NOT NULL, reason TEXT NOT NULL,"
                                    + " raw BLOB NOT NULL, digest BLOB NOT NULL, received INTEGER NOT NULL,"
                                    + " repeats INTEGER NOT NULL DEFAULT 0,"
                                    + " settled INTEGER NOT NULL DEFAULT 0,"
                                    + " PRIMARY KEY(seq, row)) WITHOUT ROWID",
                            "CREATE INDEX quarantine_raw ON quarantine(digest)"),
                    List.of(
                            "CREATE TABLE command(subject TEXT NOT NULL, id INTEGER NOT NULL,"
                                    + " state TEXT NOT NULL, open INTEGER NOT NULL,"
                                    + " target TEXT NOT NULL, body TEXT NOT NULL,"
                                    + " PRIMARY KEY(subject, id)) WITHOUT ROWID",
                            "CREATE INDEX command_open ON command(subject, id) WHERE open = 1",
                            "CREATE INDEX command_id ON command(id)",
                            "CREATE TABLE item(kind TEXT NOT NULL, key TEXT NOT NULL,"
                                    + " place INTEGER NOT NULL, digest TEXT NOT NULL,"
                                    + " owner TEXT NOT NULL, body TEXT NOT NULL,"
                                    + " seq INTEGER NOT NULL,"
                                    + " PRIMARY KEY(kind, key)) WITHOUT ROWID",
                            "CREATE INDEX item_place ON item(place, kind, key)",
                            "CREATE INDEX item_seq ON item(seq)",
                            "CREATE INDEX item_owner ON item(owner) WHERE owner <> ''",
                            "CREATE TABLE holding(subject TEXT NOT NULL, kind TEXT NOT NULL,"
                                    + " key TEXT NOT NULL, digest TEXT, pending TEXT,"
                                    + " command INTEGER NOT NULL, refused TEXT,"
                                    + " PRIMARY KEY(subject, kind, key)) WITHOUT ROWID",
                            "CREATE TABLE wallet(card TEXT PRIMARY KEY, sequence INTEGER NOT NULL,"
                                    + " body TEXT NOT NULL, seq INTEGER NOT NULL) WITHOUT ROWID"),
                    List.of("ALTER TABLE item ADD COLUMN roles TEXT NOT NULL DEFAULT ''"),
                    List.of(
                            "ALTER TABLE item ADD COLUMN need TEXT NOT NULL DEFAULT ''",
                            "ALTER TABLE item ADD COLUMN lead TEXT NOT NULL DEFAULT ''",
                            "CREATE INDEX item_need ON item(need)",
                            "CREATE INDEX holding_item ON holding(kind, key)",
                            "CREATE INDEX item_lead ON item(lead) WHERE lead <> ''",
                            "ALTER TABLE holding ADD COLUMN mark TEXT NOT NULL DEFAULT 'NONE'"),
                    List.of(
                            "ALTER TABLE record ADD COLUMN closed INTEGER NOT NULL DEFAULT 0",
                            "ALTER TABLE quarantine ADD COLUMN closed INTEGER NOT NULL DEFAULT 0"),
                    List.of(
                            "CREATE TABLE file(subject TEXT NOT NULL, name TEXT NOT NULL,"
                                    + " began INTEGER NOT NULL, size INTEGER NOT NULL,"
                                    + " checksum TEXT NOT NULL, received INTEGER NOT NULL,"
                                    + " touched INTEGER NOT NULL, state TEXT NOT NULL,"
                                    + " sha256 TEXT NOT NULL,"
                                    + " PRIMARY KEY(subject, name)) WITHOUT ROWID",
                            "CREATE INDEX file_open ON file(began) WHERE state = 'OPEN'"),
                    List.of(
                            "ALTER TABLE item ADD COLUMN until TEXT NOT NULL DEFAULT ''",
                            "CREATE INDEX record_meeting ON record("
                                    + LedgerReader.MEETING_OF
                                    + ", "
                                    + LedgerReader.TIME_OF
                                    + ") WHERE "
                                    + LedgerReader.IS_VERIFICATION));

    private final Path file;
    private final Connection connection;
    private final ReadConnections reading;
    private final Contents contents;
    private final Veil veil;

    private Ledger(Path file, Connection connection, Contents contents, Veil veil) {
        this.file = file;
        this.connection = connection;
        this.reading = new ReadConnections(file);
        this.contents = contents;
        this.veil = veil;
    }

    /// As [#open(Path, Veil)], with everything in the clear.
    public static Ledger open(Path file) {
        return open(file, Veil.NONE);
    }

    /// Opens the ledger in `file`, makes or migrates it. Throws `LedgerException` when it cannot.
    /// `veil` closes what is secret.
    public static Ledger open(Path file, Veil veil) {
        try {
            Connection connection = Sql.open(file, false);
            try {
                migrate(connection);
                return new Ledger(file, connection, Contents.beside(file, veil), veil);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Sql.failure("open " + file, e);
        }
    }

    /// Whether a ledger can be made in `file`; the caller removes it.
    static boolean canBeMade(Path file) {
        try (Connection connection = Sql.open(file, false)) {
            migrate(connection);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static void migrate(Connection connection) throws SQLException {
        int version = (int) Sql.number(connection, "PRAGMA user_version");
        if (version > MIGRATIONS.size()) {
            throw new IllegalStateException(
                    "the ledger has version "
                            + version
                            + ", this program knows up to "
                            + MIGRATIONS.size());
        }
        for (int step = version; step < MIGRATIONS.size(); step++) {
            connection.setAutoCommit(false);
            for (String sql : MIGRATIONS.get(step)) {
                Sql.run(connection, sql);
            }
            Sql.run(connection, "PRAGMA user_version=" + (step + 1));
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    /// The number of the last entry whose meaning is in here.
    public long applied() {
        try (LedgerReader reader = reader()) {
            return reader.applied();
        }
    }

    /// Begins the next batch. One at a time, by one thread.
    public LedgerBatch begin() {
        try {
            return new LedgerBatch(connection, contents, veil);
        } catch (SQLException e) {
            throw Sql.failure("begin a batch", e);
        }
    }

    /// A view for questions with a connection of its own; for one thread.
    public LedgerReader reader() {
        try {
            Connection taken = reading.take();
            return new LedgerReader(file, taken, () -> reading.giveBack(taken), veil);
        } catch (SQLException e) {
            throw Sql.failure("open " + file, e);
        }
    }

    /// Writes a whole copy to `target`, which must not exist. Not yet flushed to the medium.
    public void copyTo(Path target) {
        try (Connection own = Sql.open(file, false);
                var copy = own.prepareStatement("VACUUM INTO ?")) {
            copy.setString(1, target.toString());
            copy.execute();
        } catch (SQLException e) {
            throw Sql.failure("copy to " + target, e);
        }
    }

    /// How many bytes the contents take that are kept beside the records.
    public long contentBytes() {
        return contents.held();
    }

    /// Drops the oldest contents that the site does not need for itself, up to entry `taken`, until
    /// all together take at most `limitBytes`; says how many went. Not while a batch is open.
    public int dropContents(long limitBytes, long taken) {
        return contents.drop(limitBytes, taken);
    }

    @Override
    public void close() {
        // The writer last: it empties the log into the file when nobody else has it open.
        try (connection;
                reading) {
            contents.close();
        } catch (SQLException e) {
            throw Sql.failure("close " + file, e);
        }
    }
}
