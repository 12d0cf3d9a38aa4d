package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sign-ins by the meeting or room that their terminal named.
class SignInsTest {
    @TempDir private Path folder = Path.of("");
    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = Ledger.open(folder.resolve("ledger.db"));
        try (LedgerBatch batch = ledger.begin()) {
            batch.insert(row(1, "verification", said("m1", "2026-11-20T10:00:00+08:00")));
            batch.insert(row(2, "verification", said("101", "2026-11-20T09:00:00+08:00")));
            batch.insert(row(3, "verification", said("101", "2026-11-22T09:00:00+08:00")));
            batch.insert(row(4, "verification", said("101", "2026-11-19T09:00:00+08:00")));
            batch.insert(row(5, "photo", said("101", "2026-11-20T09:00:00+08:00")));
            batch.insert(row(6, "verification", "bm8ganNvbg=="));
            batch.commit(6);
        }
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void theyAreFoundByNameAndDayInOrderOfTime() {
        try (LedgerReader reader = ledger.reader()) {
            assertThat(reader.signIns("101", "2026-11-19", "2026-11-22"))
                    .extracting(row -> row.position().seq())
                    .containsExactly(4L, 2L);
            assertThat(reader.signIns("m1", "0", ":"))
                    .extracting(row -> row.position().seq())
                    .containsExactly(1L);
            assertThat(reader.signIns("m2", "0", ":")).isEmpty();
        }
    }

    @Test
    void theQuestionGoesThroughTheIndexAndNotThroughAllRecords() throws SQLException {
        String question =
                "EXPLAIN QUERY PLAN SELECT seq FROM record WHERE "
                        + LedgerReader.IS_VERIFICATION
                        + " AND "
                        + LedgerReader.MEETING_OF
                        + " = '101' AND "
                        + LedgerReader.TIME_OF
                        + " >= '2026-11-19' AND "
                        + LedgerReader.TIME_OF
                        + " < '2026-11-22'";
        try (Connection connection = Sql.open(folder.resolve("ledger.db"), true);
                Statement statement = connection.createStatement();
                ResultSet plan = statement.executeQuery(question)) {
            assertThat(plan.next()).isTrue();
            assertThat(plan.getString("detail"))
                    .startsWith("SEARCH record USING INDEX record_meeting");
        }
    }

    private static String said(String meeting, String time) {
        return "{\"pin\":\"7\",\"meeting\":\"" + meeting + "\",\"time\":\"" + time + "\"}";
    }

    private static LedgerRow row(long seq, String kind, String fields) {
        return new LedgerRow(
                new Position(seq, 0),
                kind,
                "meeting",
                "new",
                "MEET0001",
                "VERIFYLOG",
                Long.toString(seq),
                0,
                new byte[16],
                fields,
                false,
                Optional.empty(),
                1,
                true,
                0);
    }
}
