package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Upload;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Receipt;
import io.larder.storage.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineCommandTest {
    private static final String SERIAL = "0316144680030";
    private static final String TABLE = "/iclock/cdata?SN=" + SERIAL + "&table=ATTLOG";
    private static final String PUNCH = "1\t2020-01-01 08:00:00\t0\t1";
    private static final Draft.Stamp STAMP = new Draft.Stamp(1_600_000_000_000L, 0, 0, true);

    @TempDir private Path data;

    @Test
    void anEmptyQuarantineSaysSo() {
        try (RunningBox box = RunningBox.in(data)) {
            box.awaitApplied();
        }

        assertThat(Commands.run("quarantine", "list", "--data", data))
                .isEqualTo(new Commands.Ended(0, "nothing is in quarantine\n", ""));
        assertThat(Commands.run("quarantine", "retry", "--data", data, "--all"))
                .isEqualTo(new Commands.Ended(0, "0 understood now, 0 still in quarantine\n", ""));
    }

    @Test
    void whatWaitsIsListedWithPlaceReasonAndBytes() {
        fill();

        assertThat(Commands.run("quarantine", "list", "--data", data, "--set", "site.zone=+08:00"))
                .isEqualTo(
                        new Commands.Ended(
                                0,
                                """
                                2/0  terminal 0316144680030  UPLOAD  2020-09-13T20:26:40+08:00  sent once
                                    the terminal was not admitted
                                    POST /iclock/cdata?SN=0316144680030&table=ATTLOG
                                    1\\t2020-01-01 08:00:00\\t0\\t1
                                4/0  terminal 0316144680030  ATTLOG  2020-09-13T20:26:40+08:00  sent 2 times
                                    ATTLOG column TIME is 'noon\\', expected a time
                                    1\\tnoon\\\\\\t\\x01
                                4/1  terminal 0316144680030  ATTLOG  2020-09-13T20:26:40+08:00  sent once
                                    ATTLOG row has 1 columns, expected at least 2
                                    base64 //4=
                                """,
                                ""));
        assertThat(
                        Commands.run(
                                        "quarantine",
                                        "list",
                                        "--data",
                                        data,
                                        "--json",
                                        "--set",
                                        "site.zone=+08:00")
                                .out()
                                .lines()
                                .skip(2))
                .containsExactly(
                        "{\"place\":\"4/1\",\"terminal\":\"0316144680030\",\"family\":\"attendance\","
                                + "\"table\":\"ATTLOG\",\"reason\":\"ATTLOG row has 1 columns,"
                                + " expected at least 2\",\"receivedAt\":"
                                + "\"2020-09-13T20:26:40+08:00\",\"timesSent\":1,"
                                + "\"rawBase64\":\"//4=\"}");
    }

    @Test
    void onAStoppedStoreALineThatIsUnderstoodNowBecomesARecord() {
        fill();

        assertThat(Commands.run("quarantine", "retry", "--data", data, "--all"))
                .isEqualTo(
                        new Commands.Ended(
                                1,
                                """
                                2/0  understood
                                4/0  still not understood
                                4/1  still not understood
                                1 understood now, 2 still in quarantine
                                """,
                                ""));
        Map<String, Object> punch = ExportCommandTest.export(data, Kind.PUNCH).getFirst();
        assertThat(punch)
                .containsEntry("raw", PUNCH)
                .containsEntry("receivedAt", "2020-09-13T20:26:40+08:00");
        assertThat(Commands.run("quarantine", "retry", "--data", data, "2/0", "9/9", "--json"))
                .isEqualTo(
                        new Commands.Ended(
                                1,
                                """
                                {"place":"2/0","outcome":"was understood before"}
                                {"place":"9/9","outcome":"not in quarantine"}
                                """,
                                ""));
        Folders.deleteLedger(data);
        assertThat(ExportCommandTest.export(data, Kind.PUNCH).getFirst()).isEqualTo(punch);
    }

    @Test
    void aRunningBoxReadsThemAgainItself() {
        fill();
        try (RunningBox box = RunningBox.withConsole(data)) {
            // It came before its terminal was let in: the box may have been quicker.
            Commands.Ended ended = Commands.run("quarantine", "retry", "--data", data, "2/0");
            assertThat(ended.code()).isZero();
            assertThat(ended.out())
                    .matches(
                            "2/0  (understood\n1|was understood before\n0) understood now,"
                                    + " 0 still in quarantine\n");
            assertThat(box.records(Kind.PUNCH)).hasSize(1);
        }
    }

    @Test
    void placesAndAllTogetherAreWrongUsage() {
        assertThat(Commands.run("quarantine", "retry", "--data", data, "--all", "1/0").err())
                .startsWith("expected --all or places, not both\n");
        assertThat(Commands.run("quarantine", "retry", "--data", data).code()).isEqualTo(2);
        assertThat(Commands.run("quarantine", "retry", "--data", data, "one").err())
                .startsWith("PLACE is one, expected SEQ/ROW\n");
        assertThat(Commands.run("quarantine").err()).startsWith("quarantine needs list or retry\n");
    }

    /// An upload from before its terminal was let in, and one whose lines nobody understands.
    private void fill() {
        try (RunningBox box = RunningBox.in(data)) {
            box.awaitApplied();
        }
        try (Store store = Store.openAsFound(data)) {
            append(store, EntryKind.UPLOAD, upload(Bytes.utf8(PUNCH)));
            append(store, EntryKind.ADMISSION, Bytes.utf8("{\"family\":\"attendance\"}").toArray());
            append(
                    store,
                    EntryKind.UPLOAD,
                    upload(Bytes.latin1("1\tnoon\\\t\u0001\n\u00ff\u00fe\n1\tnoon\\\t\u0001\n")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] upload(Bytes body) {
        return new Upload("POST", TABLE, "127.0.0.1", body).write();
    }

    private static void append(Store store, EntryKind kind, byte[] payload) {
        assertThat(store.journal().append(new Draft(kind, SERIAL, payload, false, STAMP)))
                .isInstanceOf(Receipt.class);
    }
}
