package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final String PUNCH = "1\t2020-01-01 08:00:0%d\t0\t1";
    private static final String TABLE = "/iclock/cdata?SN=0316144680030&table=ATTLOG";

    @TempDir private Path data;
    @TempDir private Path temp;
    private String box = "";

    @BeforeEach
    void aBoxWithThreePunches() {
        try (RunningBox running = RunningBox.in(data)) {
            for (int n = 0; n < 3; n++) {
                running.terminal().post(TABLE, PUNCH.formatted(n));
            }
            running.terminal().post(TABLE, "nonsense");
            box = running.awaitApplied().store().journal().box();
        }
    }

    @Test
    void aWholeStoreIsWellAndIsNotChanged() {
        assertThat(check())
                .isEqualTo(
                        new Commands.Ended(
                                0,
                                """
                                box      %s
                                journal  entries 1 to 6 in 6 blocks, 8 segments of which 7 are free
                                         every block is whole and follows the one before it
                                ledger   its file is whole
                                         3 records, all as the journal says up to entry 6
                                contents 0 photos and templates, 0 bytes
                                all is well
                                """
                                        .formatted(box),
                                ""));
        assertThat(Folders.names(temp)).isEmpty();
    }

    @Test
    void aRunningBoxIsCheckedBesideIt() {
        try (RunningBox running = RunningBox.in(data)) {
            running.terminal().post(TABLE, PUNCH.formatted(7));
            running.awaitApplied();

            assertThat(check().out())
                    .contains(
                            "4 records, all as the journal says up to entry 8\ncontents 0 photos");
        }
    }

    @Test
    void aChangedLedgerIsFound() throws Exception {
        Folders.changeLedger(data, "UPDATE record SET kind = 'sale' WHERE seq = 3");
        Folders.changeLedger(data, "DELETE FROM record WHERE seq = 4");
        Folders.changeLedger(data, "DELETE FROM quarantine");
        Folders.changeLedger(data, "UPDATE fact SET value = 'x' WHERE name = 'family'");

        assertThat(check())
                .isEqualTo(
                        new Commands.Ended(
                                1,
                                """
                                box      %s
                                journal  entries 1 to 6 in 6 blocks, 8 segments of which 7 are free
                                         every block is whole and follows the one before it
                                ledger   its file is whole
                                         DIFFERENCE: record 3/0: kind is sale, by the journal punch
                                         DIFFERENCE: record 4/0 is missing from the ledger
                                         DIFFERENCE: quarantined line 6/0 is missing from the ledger
                                         DIFFERENCE: facts of 0316144680030: family is x, by the journal attendance
                                         3 records, 4 differences from the journal up to entry 6
                                contents 0 photos and templates, 0 bytes
                                NOT all is well
                                """
                                        .formatted(box),
                                ""));
    }

    @Test
    void aFlippedByteInTheJournalIsFound() throws Exception {
        Folders.damage(data, 3 * 4096 + 100);

        Commands.Ended ended = check();

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .startsWith(
                        """
                        box      %s
                        journal  entries 1 to 6 in 5 blocks, 8 segments of which 7 are free
                                 DAMAGE in segment 1 at byte 12288, entries 3 to 3: a damaged or missing block
                                 1 damaged places
                        ledger   its file is whole
                        """
                                .formatted(box))
                .endsWith("NOT all is well\n");
    }

    @Test
    void aMissingLedgerIsNoDamage() {
        Folders.deleteLedger(data);

        assertThat(check())
                .isEqualTo(
                        new Commands.Ended(
                                0,
                                """
                                box      %s
                                journal  entries 1 to 6 in 6 blocks, 8 segments of which 7 are free
                                         every block is whole and follows the one before it
                                ledger   there is none; it is built from the journal when the box starts
                                all is well
                                """
                                        .formatted(box),
                                ""));
        assertThat(Folders.names(data)).doesNotContain("ledger.db");
    }

    @Test
    void withoutTheKeyOneLineSaysThatPhotosCannotBeOpened() throws Exception {
        try (RunningBox running = RunningBox.in(data)) {
            for (int n = 0; n < 3; n++) {
                running.terminal()
                        .post(
                                "/iclock/cdata?SN=0316144680030&table=ATTPHOTO&Stamp=1",
                                "PIN=2026030108000%d-5.jpg\nSN=1\nsize=2\nCMD=uploadphoto\0p%d"
                                        .formatted(n, n));
            }
            running.awaitApplied();
        }
        assertThat(check().out()).contains("contents 3 photos").endsWith("all is well\n");
        Path key = data.resolve("seal.key");
        Files.delete(key);

        assertThat(check().out())
                .matches(
                        """
                        box      .*
                        journal  entries 1 to 10 in .*
                                 every block is whole and follows the one before it
                        ledger   its file is whole
                                 note: what is sealed cannot be compared or opened: \
                        the key that sealed this store \\(own\\) is not here: expected in .*/seal.key
                        contents 3 photos and templates, \\d+ bytes
                        all is well
                        """);
        Folders.changeContents(data, "DELETE FROM content WHERE rowid = 1");
        assertThat(check().out()).contains("note: photo of record ").contains("is not here");
    }

    @Test
    void whereThereIsNoStoreItSaysSo() {
        assertThat(Commands.run("check", "--data", temp))
                .isEqualTo(new Commands.Ended(1, "", "larder: no store in " + temp + "\n"));
    }

    private Commands.Ended check() {
        return Commands.run("check", "--data", data, "--temp", temp, "--set", "site.zone=+08:00");
    }
}
