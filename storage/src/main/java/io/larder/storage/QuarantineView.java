package io.larder.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Questions about the lines that were kept but not understood, on the connection of whoever gave
/// it out. What `veil` cannot open reads as a line without a byte.
public final class QuarantineView {
    private static final String LINE =
            "SELECT seq, row, subject, family, source, reason, raw, received, repeats, settled, closed"
                    + " FROM quarantine";

    private final Statements statements;
    private final Veil veil;

    QuarantineView(Statements statements, Veil veil) {
        this.statements = statements;
        this.veil = veil;
    }

    /// Lines in order, at most `limit`; the settled ones only on demand.
    public List<QuarantineRow> lines(boolean settledToo, int limit) {
        return statements.ask(
                LINE + " WHERE settled <= ? ORDER BY seq, row LIMIT ?",
                this::row,
                settledToo ? 1 : 0,
                limit);
    }

    /// Lines from `from` on, in order: a page of at most `limit`, and fewer when they are large.
    /// Empty when there are no more.
    public List<QuarantineRow> page(Position from, boolean settledToo, int limit) {
        return statements.page(
                limit,
                line -> line.raw().length,
                LINE + " WHERE (seq, row) >= (?, ?) AND settled <= ? ORDER BY seq, row",
                this::row,
                from.seq(),
                from.row(),
                settledToo ? 1 : 0);
    }

    /// The line at `place`, settled or not.
    public Optional<QuarantineRow> find(Position place) {
        return statements.first(
                LINE + " WHERE seq = ? AND row = ?", this::row, place.seq(), place.row());
    }

    /// How many lines wait.
    public long waiting() {
        return count("SELECT count(*) FROM quarantine WHERE settled = 0");
    }

    /// How many lines of a subject and source wait.
    public long waiting(String subject, String source) {
        return count(
                "SELECT count(*) FROM quarantine WHERE settled = 0 AND subject = ? AND source = ?",
                subject,
                source);
    }

    private long count(String sql, Object... values) {
        return statements.first(sql, result -> result.getLong(1), values).orElse(0L);
    }

    private QuarantineRow row(ResultSet result) throws SQLException {
        QuarantineRow stored =
                new QuarantineRow(
                        new Position(result.getLong(1), result.getInt(2)),
                        result.getString(3),
                        result.getString(4),
                        result.getString(5),
                        result.getString(6),
                        result.getBytes(7),
                        result.getLong(8),
                        result.getLong(9),
                        result.getBoolean(10));
        return stored.with(Closed.quarantined(veil, stored, result.getInt(11)));
    }
}
