package io.larder.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Connections over which one ledger is read; some that nobody uses at the moment are kept, as to
/// open one costs more than most questions do. For any thread.
final class ReadConnections implements AutoCloseable {
    /// A poll and a relay at a time is what there mostly is.
    private static final int IDLE = 2;

    private final Path file;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    ReadConnections(Path file) {
        this.file = file;
    }

    Connection take() throws SQLException {
        Connection kept = kept();
        return kept == null ? Sql.open(file, true) : kept;
    }

    private synchronized @Nullable Connection kept() {
        return idle.pollFirst();
    }

    /// One that still holds a moment of the ledger is not kept, and no pages are.
    void giveBack(Connection connection) throws SQLException {
        boolean kept = false;
        try {
            if (connection.getAutoCommit()) {
                Sql.run(connection, "PRAGMA shrink_memory");
                kept = keep(connection);
            }
        } finally {
            if (!kept) {
                connection.close();
            }
        }
    }

    private synchronized boolean keep(Connection connection) {
        if (idle.contains(connection)) {
            return true; // its reader was closed twice
        }
        if (closed || idle.size() >= IDLE) {
            return false;
        }
        idle.addFirst(connection);
        return true;
    }

    /// Closes what nobody uses; the others end with their readers.
    @Override
    public synchronized void close() throws SQLException {
        closed = true;
        for (Connection connection = kept(); connection != null; connection = kept()) {
            connection.close();
        }
    }
}
