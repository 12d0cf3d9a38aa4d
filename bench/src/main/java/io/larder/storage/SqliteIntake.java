package io.larder.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.larder.server.record.Upload;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/// What the box would be without a journal: every upload is one flushed transaction of SQLite, with
/// its rows under the key of terminal and record number. For comparison only, and the simplest such
/// table: no column besides the line, no further index. Lives in this package because nobody else
/// can make a receipt.
public final class SqliteIntake implements Intake, AutoCloseable {
    /// As the ledger's.
    private static final int CACHE_KIB = 4096;

    /// Which column of a purchase is its record number.
    private static final int NUMBER = 5;

    private final Connection connection;
    private final PreparedStatement row;
    private final PreparedStatement other;
    private long seq;

    /// Opens or makes the database in `file`.
    public SqliteIntake(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setCacheSize(-CACHE_KIB);
        connection = config.createConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS record(terminal TEXT NOT NULL,"
                            + " number INTEGER NOT NULL, received INTEGER NOT NULL,"
                            + " line BLOB NOT NULL, PRIMARY KEY(terminal, number)) WITHOUT ROWID");
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS other(terminal TEXT NOT NULL,"
                            + " received INTEGER NOT NULL, payload BLOB NOT NULL)");
        }
        connection.setAutoCommit(false);
        row = connection.prepareStatement("INSERT OR IGNORE INTO record VALUES(?, ?, ?, ?)");
        other = connection.prepareStatement("INSERT INTO other VALUES(?, ?, ?)");
    }

    @Override
    public synchronized Appended append(Draft draft) {
        try {
            if (draft.kind() == EntryKind.UPLOAD) {
                rows(draft);
            } else {
                other.setString(1, draft.serial());
                other.setLong(2, draft.stamp().wallMillis());
                other.setBytes(3, draft.payload());
                other.executeUpdate();
            }
            connection.commit();
            return new Receipt(++seq);
        } catch (SQLException e) {
            return new Refused(Refused.Reason.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private void rows(Draft draft) throws SQLException {
        String body = Upload.read(draft.payload()).body().text(ISO_8859_1);
        for (String line : body.lines().toList()) {
            row.setString(1, draft.serial());
            row.setLong(2, Long.parseLong(line.split("\t", -1)[NUMBER]));
            row.setLong(3, draft.stamp().wallMillis());
            row.setBytes(4, line.getBytes(ISO_8859_1));
            row.executeUpdate();
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        row.close();
        other.close();
        connection.close();
    }
}
