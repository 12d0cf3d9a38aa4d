package io.larder.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Questions about commands, on the connection of whoever gave it out.
public sealed class CommandView permits CommandTable {
    private static final String COMMAND =
            "SELECT subject, id, state, open, target, body FROM command";

    final Statements statements;

    CommandView(Statements statements) {
        this.statements = statements;
    }

    /// The command that the terminal `subject` knows as `id`.
    public Optional<CommandRow> find(String subject, long id) {
        return statements.first(
                COMMAND + " WHERE subject = ? AND id = ?", CommandView::row, subject, id);
    }

    /// The command `id` of whichever terminal.
    public Optional<CommandRow> find(long id) {
        return statements.first(COMMAND + " WHERE id = ?", CommandView::row, id);
    }

    /// The open commands of a terminal in the order of issue, at most `limit`.
    public List<CommandRow> open(String subject, int limit) {
        return statements.ask(
                COMMAND + " WHERE open = 1 AND subject = ? ORDER BY id LIMIT ?",
                CommandView::row,
                subject,
                limit);
    }

    /// The open commands of a terminal in `state`, in the order of issue, at most `limit`.
    public List<CommandRow> open(String subject, String state, int limit) {
        return statements.ask(
                COMMAND + " WHERE open = 1 AND subject = ? AND state = ? ORDER BY id LIMIT ?",
                CommandView::row,
                subject,
                state,
                limit);
    }

    /// The open commands of a terminal that change `target`, a part of it, or what it is a part of.
    /// `part` stands in front of the name of a part.
    public List<CommandRow> open(String subject, String target, String part) {
        return statements.ask(
                COMMAND
                        + " WHERE open = 1 AND subject = ?1 AND target != '' AND (target = ?2"
                        + " OR substr(target, 1, length(?2) + length(?3)) = ?2 || ?3"
                        + " OR substr(?2, 1, length(target) + length(?3)) = target || ?3)"
                        + " ORDER BY id",
                CommandView::row,
                subject,
                target,
                part);
    }

    /// Open commands of all terminals in whose body `text` stands.
    public List<CommandRow> openWith(String text) {
        return statements.ask(
                COMMAND + " WHERE open = 1 AND instr(body, ?) > 0 ORDER BY id",
                CommandView::row,
                text);
    }

    /// How many commands of a terminal are open.
    public long countOpen(String subject) {
        return statements
                .first(
                        "SELECT count(*) FROM command WHERE open = 1 AND subject = ?",
                        result -> result.getLong(1),
                        subject)
                .orElse(0L);
    }

    /// The last command of a terminal, 0 when it never had one.
    public long last(String subject) {
        return statements
                .first(
                        "SELECT coalesce(max(id), 0) FROM command WHERE subject = ?",
                        result -> result.getLong(1),
                        subject)
                .orElse(0L);
    }

    /// Terminals that have open commands.
    public List<String> subjects() {
        return statements.ask(
                "SELECT DISTINCT subject FROM command WHERE open = 1",
                result -> result.getString(1));
    }

    /// A page of commands, newest first, of those before `id`: of one terminal, or of all when
    /// `subject` is empty; the ended ones only on demand.
    public List<CommandRow> page(String subject, boolean endedToo, long id, int limit) {
        return statements.ask(
                COMMAND
                        + " WHERE id < ? AND (? = '' OR subject = ?) AND open >= ?"
                        + " ORDER BY id DESC LIMIT ?",
                CommandView::row,
                id,
                subject,
                subject,
                endedToo ? 0 : 1,
                limit);
    }

    private static CommandRow row(ResultSet result) throws SQLException {
        return new CommandRow(
                result.getString(1),
                result.getLong(2),
                result.getString(3),
                result.getBoolean(4),
                result.getString(5),
                result.getString(6));
    }
}
