package io.larder.storage;

/// The commands within a batch of the projector.
public final class CommandTable extends CommandView {
    CommandTable(Statements statements) {
        super(statements);
    }

    /// Adds a command or puts it in the place of what it was.
    public void put(CommandRow row) {
        statements.run(
                "INSERT OR REPLACE INTO command(subject, id, state, open, target, body)"
                        + " VALUES(?,?,?,?,?,?)",
                row.subject(),
                row.id(),
                row.state(),
                row.open(),
                row.target(),
                row.body());
    }
}
