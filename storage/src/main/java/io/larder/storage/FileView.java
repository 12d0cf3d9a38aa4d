package io.larder.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Questions about the files that terminals send in parts, on the connection of whoever gave it
/// out.
public sealed class FileView permits FileTable {
    private static final String FILE =
            "SELECT subject, name, began, size, checksum, received, touched, state, sha256"
                    + " FROM file";

    final Statements statements;

    FileView(Statements statements) {
        this.statements = statements;
    }

    /// The file that a terminal knows as `name`.
    public Optional<FileRow> find(String subject, String name) {
        return statements.first(
                FILE + " WHERE subject = ? AND name = ?", FileView::row, subject, name);
    }

    /// The unfinished files of a terminal, the one that began first in front.
    public List<FileRow> open(String subject) {
        return statements.ask(
                FILE + " WHERE subject = ? AND state = 'OPEN' ORDER BY began",
                FileView::row,
                subject);
    }

    private static FileRow row(ResultSet result) throws SQLException {
        return new FileRow(
                result.getString(1),
                result.getString(2),
                result.getLong(3),
                result.getLong(4),
                result.getString(5),
                result.getLong(6),
                result.getLong(7),
                FileRow.State.valueOf(result.getString(8)),
                result.getString(9));
    }
}
