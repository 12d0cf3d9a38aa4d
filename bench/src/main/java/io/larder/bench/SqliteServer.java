package io.larder.bench;

import io.larder.storage.SqliteIntake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/// The same door and exchange, where each upload is a flushed transaction of SQLite. Takes the
/// arguments of `larder serve` that the load program gives.
public final class SqliteServer {
    private SqliteServer() {}

    /// Serves until it is killed.
    public static void main(String[] args) throws IOException, InterruptedException, SQLException {
        Path data = Files.createDirectories(BareServer.data(args));
        try (SqliteIntake intake = new SqliteIntake(data.resolve("uploads.db"))) {
            BareServer.serve(args, intake);
        }
    }
}
