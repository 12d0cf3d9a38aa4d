package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Bytes;
import io.larder.server.record.Upload;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteIntakeTest {
    private static final String ROWS =
            """
            1\tC\t2025-01-06 06:30:00\t1\t2\t000000007\t1
            1\tC\t2025-01-06 06:30:00\t1\t2\t000000008\t1
            """;

    @TempDir Path folder;

    @Test
    void eachRowIsThereOnceWhenItsUploadHasAReceipt() throws SQLException {
        Path file = folder.resolve("uploads.db");
        try (SqliteIntake intake = new SqliteIntake(file)) {
            assertThat(intake.append(draft(EntryKind.UPLOAD))).isInstanceOf(Receipt.class);
            assertThat(intake.append(draft(EntryKind.UPLOAD))).isInstanceOf(Receipt.class);
            assertThat(intake.append(draft(EntryKind.HELLO))).isInstanceOf(Receipt.class);

            assertThat(number(file, "SELECT count(*) FROM record")).isEqualTo(2);
            assertThat(number(file, "SELECT sum(number) FROM record")).isEqualTo(15);
            assertThat(number(file, "SELECT count(*) FROM other")).isEqualTo(1);
        }
    }

    private static Draft draft(EntryKind kind) {
        byte[] payload =
                new Upload("POST", "/iclock/cpos?table=BUYLOG", "127.0.0.1", Bytes.latin1(ROWS))
                        .write();
        return new Draft(kind, "8150000000001", payload, false, new Draft.Stamp(1, 1, 1, true));
    }

    private static long number(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.getLong(1);
        }
    }
}
