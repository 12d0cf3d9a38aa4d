package io.larder.server.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.server.cli.stage.Stage;
import io.larder.server.conformance.Conforms;
import io.larder.server.proof.Card.FileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The medium has no room left, no inodes, takes nothing any more, is slow, or fails now and then;
/// while the box works and while it starts.
///
/// More of it, as root: `mvn -pl server -am test -Dtest=MediumTest
/// -Dsurefire.failIfNoSpecifiedTests=false -Dlarder.mediumFaults=30`
class MediumTest {
    private static final int FAULTS = Integer.getInteger("larder.mediumFaults", 0);
    private static final int WORK_MILLIS = 1_500;
    private static final int FAULT_MILLIS = 4_000;
    private static final int MEDIUM_FAILED = 70;
    private static final int COULD_NOT_START = 1;
    private static final int CHUNK_BYTES = 64 * 1024;

    /// What the box and a little more need: the rest of the card's inodes is to be used up quickly.
    private static final String FEW_INODES = "256";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private interface Stuffing {
        /// Adds one more piece; throws when there is no room for it.
        void add(int number) throws IOException;
    }

    @BeforeAll
    static void onlyWhenItIsAskedFor() {
        assumeTrue(FAULTS > 0, "skipped, because it takes minutes: ./larder faults runs it");
    }

    @Test
    @Conforms("DUR-006")
    void aCardWithoutInodesLosesNothing() throws Exception {
        String name = "all inodes used";
        Tool.need(name, Card.whyNot(FileSystem.EXT4));
        try (Card card = Card.insert(folder, FileSystem.EXT4, "-N", FEW_INODES)) {
            Path stuff = card.folder().resolve("stuff");
            stuffed(card, name, i -> Files.createFile(stuff.resolve("" + i)));
        }
    }

    @Test
    @Conforms("DUR-006")
    void aCardWithoutRoomLosesNothing() throws Exception {
        String name = "a full card";
        Tool.need(name, Card.whyNot(FileSystem.EXT4));
        try (Card card = Card.insert(folder, FileSystem.EXT4)) {
            Path stuff = card.folder().resolve("stuff");
            byte[] chunk = new byte[CHUNK_BYTES];
            stuffed(card, name, i -> Files.write(stuff.resolve("" + i), chunk));
        }
    }

    private void stuffed(Card card, String name, Stuffing stuffing) throws Exception {
        Path stuff = card.folder().resolve("stuff");
        try (Trial trial = Trial.begin(name, setup(card))) {
            Attendant attendant = new Attendant(trial);
            for (int i = 0; i < FAULTS; i++) {
                trial.work(WORK_MILLIS);
                Files.createDirectory(stuff);
                fill(stuffing);
                attendant.untilItAccepts();
                attendant.watch(FAULT_MILLIS);
                trial.stage().box().kill();
                attendant.start();
                attendant.watch(FAULT_MILLIS);
                Tool.run("rm", "-r", stuff.toString());
                attendant.untilItAccepts();
            }
            trial.settle(FAULTS + " times while it works and starts, " + attendant);
            assertThat(Tool.run("ls", card.folder().resolve("box").toString()))
                    .doesNotContain("ledger-aside");
        }
    }

    private static void fill(Stuffing stuffing) {
        boolean room = true;
        for (int i = 0; room; i++) {
            try {
                stuffing.add(i);
            } catch (IOException e) {
                room = false;
            }
        }
    }

    /// As an SD card does whose own reserve is used up, and as ext4 does after an error.
    @Test
    @Conforms("DUR-006")
    void aCardThatTurnsReadOnlyEndsTheBoxWithAReasonAndLosesNothing() throws Exception {
        String name = "a card turns read-only";
        Tool.need(name, Card.whyNot(FileSystem.EXT4));
        try (Card card = Card.insert(folder, FileSystem.EXT4)) {
            Path trigger = Path.of("/sys/fs/ext4", card.device(), "trigger_fs_error");
            try (Trial trial = Trial.begin(name, setup(card))) {
                Attendant attendant = new Attendant(trial);
                for (int i = 0; i < FAULTS; i++) {
                    trial.work(WORK_MILLIS);
                    Files.writeString(trigger, "1");
                    assertThat(attendant.untilItEnds()).isEqualTo(MEDIUM_FAILED);
                    attendant.begin();
                    assertThat(attendant.untilItEnds()).isEqualTo(COULD_NOT_START);
                    assertThat(Files.readString(folder.resolve("box.log"))).contains("Read-only");
                    card.mend();
                    attendant.begin();
                    attendant.untilItAccepts();
                }
                trial.settle(FAULTS + " times, " + attendant);
            }
        }
    }

    @Test
    void aSlowCardLosesNothing() throws Exception {
        String name = "a slow card";
        Tool.need(name, BadCard.whyNot(FileSystem.EXT4));
        try (BadCard card = BadCard.insert(folder, FileSystem.EXT4);
                Trial trial = Trial.begin(name, setup(card.card()))) {
            card.behave("write-delay 4");
            card.behave("flush-delay 40");
            for (int i = 0; i < FAULTS; i++) {
                trial.work(WORK_MILLIS);
                trial.stage().box().kill();
                trial.restartBox();
            }
            card.behave("write-delay 0");
            card.behave("flush-delay 0");
            trial.settle(FAULTS + " kills, 4 ms a write, 40 ms a flush");
        }
    }

    /// Writes of any kind fail, also those of the file system itself, which may give up then.
    @Test
    @Conforms("DUR-001")
    void aCardThatFailsNowAndThenLosesNothing() throws Exception {
        String name = "a card fails now and then";
        Tool.need(name, BadCard.whyNot(FileSystem.EXT4));
        try (BadCard card = BadCard.insert(folder, FileSystem.EXT4);
                Trial trial = Trial.begin(name, setup(card.card()))) {
            Attendant attendant = new Attendant(trial);
            for (int i = 0; i < FAULTS; i++) {
                trial.work(WORK_MILLIS);
                String what = trial.draw(2) == 0 ? "fail-writes " : "fail-flushes ";
                card.behave(what + (1 + trial.draw(100)));
                attendant.watch(FAULT_MILLIS);
                card.behave(what + "0");
                trial.stage().box().kill();
                card.card().mend();
                attendant.begin();
                attendant.untilItAccepts();
            }
            trial.settle(FAULTS + " times, " + attendant);
        }
    }

    private Stage.Setup setup(Card card) {
        return Trial.small(folder).withBox(card.folder().resolve("box"));
    }
}
