package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.FreePorts;
import io.larder.storage.Position;
import io.larder.storage.Store;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowCommandTest {
    private static final String POS = "/iclock/cpos?SN=5158181900025";

    @TempDir private Path data;

    @Test
    void anUnknownTopicIsRefusedWithTheTopicsThereAre() {
        Commands.Ended ended = Commands.run("show", "weather", "--data", data);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .startsWith(
                        "topic is weather, expected one of box, terminals, records, backlog, gaps,"
                                + " positions, people, photos, boxes, all, reconciliation, meetings\n");
    }

    @Test
    void aStoppedBoxShowsEverythingThatFollowsFromItsJournal() throws IOException {
        uploads();
        String box;
        long epoch;
        try (Store store = Store.openAsFound(data)) {
            box = store.journal().box();
            epoch = store.journal().epoch();
            try (var cursor = store.cursor("headquarters")) {
                cursor.move(new Position(3, 0));
            }
        }

        assertThat(Commands.run("show", "--data", data))
                .isEqualTo(new Commands.Ended(0, everything(box, epoch), ""));
    }

    @Test
    void asJsonItIsTheSameAfterTheLedgerIsDeleted() {
        uploads();
        Commands.Ended before = Commands.run("show", "--data", data, "--json");
        Folders.deleteLedger(data);

        assertThat(before.out()).startsWith("{\"box\":{\"box\":\"").doesNotContain("\"live\"");
        assertThat(Commands.run("show", "--data", data, "--json")).isEqualTo(before);
    }

    @Test
    void aRunningBoxAlsoShowsWhatOnlyItKnows() {
        int port = FreePorts.next();
        try (RunningBox box = RunningBox.in(data, "console.port=" + port)) {
            box.terminal().get(POS + "&options=all");
            String heard = box.heard("5158181900025").at().toString().substring(0, 19) + "Z";

            assertThat(Commands.run("show", "records", "--data", data))
                    .isEqualTo(
                            new Commands.Ended(
                                    0,
                                    """
                                    records
                                      quarantined  0

                                    live
                                      state           running
                                      lastSeq         2
                                      appliedSeq      2
                                      ringUsed        0.125
                                      admission       open
                                      pairingSeconds  0
                                      terminals
                                        terminal 5158181900025, heard %s, peer 127.0.0.1
                                      upstreams       none
                                    """
                                            .formatted(heard),
                                    ""));
            assertThat(Commands.run("show", "records", "--data", data, "--json").out())
                    .isEqualTo("{\"records\":{\"quarantined\":0}}\n");
            assertThat(Commands.run("show", "records", "--data", data, "--json", "--live").out())
                    .startsWith("{\"records\":{\"quarantined\":0},\"live\":{\"state\":\"running\"");
        }
    }

    @Test
    void aRunningBoxWithoutConsoleShowsAllButThat() {
        try (RunningBox box = RunningBox.in(data)) {
            box.awaitApplied();

            assertThat(Commands.run("show", "records", "--data", data).out())
                    .isEqualTo(
                            """
                            records
                              quarantined  0

                            live
                              state    running
                              unknown  the box on %s has no console: console.port is 0, or the port was taken when it started (see its log)
                            """
                                    .formatted(data));
        }
    }

    /// Purchases 3, 4, 6 and 12, the last one twice, and one that nobody understands.
    private void uploads() {
        String row = "1\tC\t2018-12-20 17:22:00\t500\t7750\t44\t2\t2\t0\t%s\t1\n";
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().get(POS + "&options=all&pushver=2.3.0&DeviceName=CM102&fireVer=Ver_1");
            box.terminal().post(POS + "&table=BUYLOG", row.formatted(4) + row.formatted(3));
            box.terminal().post(POS + "&table=BUYLOG", row.formatted(6) + row.formatted("five"));
            box.terminal().post(POS + "&table=BUYLOG&StampId=12", row.formatted(12));
            box.terminal().post(POS + "&table=BUYLOG&StampId=12", row.formatted(12));
        }
    }

    private static String everything(String box, long epoch) {
        return """
        box
          box            %s
          epoch          %d
          firstSeq       1
          lastSeq        6
          segments       8
          segmentsInUse  1
          appliedSeq     6

        terminals
          5158181900025
            family          canteen
            model           CM102
            firmware        Ver_1
            pushver         2.3.0
            admittedSeq     2
            bookmarks       PosLogStampId 12
            learned         none
            records         4
            repeatsDropped  1

        records
          purchase     4
          quarantined  1

        backlog
          upstreams
            upstream headquarters, next 3/0, entriesToSend 4, deadLetters 0
          boxes      none

        gaps
          entries        none
          recordNumbers
            terminal 5158181900025, table BUYLOG, epoch 0, first 3, last 12, missing 6, ranges 5, 7-11, moreRanges 0, quarantined 1

        positions
          firstSeq    1
          lastSeq     6
          appliedSeq  6
          cursors     headquarters 3/0

        live
          state  stopped
        """
                .formatted(box, epoch);
    }
}
