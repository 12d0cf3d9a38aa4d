package io.larder.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// How the ledger talks to SQLite.
final class Sql {
    private static final int CACHE_KIB = 4096;
    private static final int BUSY_MILLIS = 10_000;
    private static final int WAL_PAGES = 1000;
    private static final Set<SQLiteErrorCode> DAMAGE =
            Set.of(SQLiteErrorCode.SQLITE_CORRUPT, SQLiteErrorCode.SQLITE_NOTADB);

    private Sql() {}

    static Connection open(Path file, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setCacheSize(-CACHE_KIB);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        if (!readOnly) {
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            // A commit lost in a power cut is projected again from the journal.
            config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
            config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, "4194304");
        }
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint=" + WAL_PAGES);
        }
        return connection;
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    static LedgerException failure(String doing, SQLException cause) {
        return new LedgerException(doing, cause, isDamage(cause));
    }

    /// True when the file itself is the trouble, not who asks or what is asked.
    static boolean isDamage(SQLException cause) {
        return cause instanceof SQLiteException sqlite
                && DAMAGE.contains(base(sqlite.getResultCode()));
    }

    /// Extended codes carry the plain one in their low byte.
    private static SQLiteErrorCode base(SQLiteErrorCode code) {
        return SQLiteErrorCode.getErrorCode(code.code & 0xFF);
    }
}
