package io.larder.storage;

import static io.larder.storage.Drafts.append;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What an auditor finds who has the folder and the public key.
class JournalProofTest {
    private static final int PAGE = Block.PAGE;
    private static final String STATEMENTS = StatementFile.NAME;

    /// `-Dlarder.seeds=50` looks for an hour where the build looks for seconds.
    private static final int SEEDS = 20 * Integer.getInteger("larder.seeds", 1);

    private final SimulatedDisk disk = new SimulatedDisk(9);

    @Test
    void aJournalAsItWasSignedIsProven() throws IOException {
        fillThreeSegments();

        JournalProof.Report report = Signed.audit(disk);

        assertThat(report)
                .isEqualTo(
                        new JournalProof.Report(
                                2,
                                List.of(HexFormat.of().formatHex(TestKey.BOX.publicKey())),
                                6,
                                Signed.SIGNED_AT,
                                report.newest(),
                                0,
                                List.of(),
                                List.of()));
    }

    @Test
    void anyFlippedByteOfASegmentIsFoundAndItsBlockIsNamed() throws IOException {
        try (Journal journal = Signed.open(disk)) {
            append(journal, 1, 20);
            append(journal, 2, 80);
        }
        byte[] segment = disk.bytes(Segments.name(1));
        for (int at = 0; at < 3 * PAGE; at++) {
            disk.flip(Segments.name(1), at);
            assertThat(Signed.found(disk))
                    .as("byte %d", at)
                    .last()
                    .isEqualTo(List.of("1/0 0-0", "1/4096 1-1", "1/8192 2-2").get(at / PAGE));
            disk.overwrite(Segments.name(1), 0, segment);
        }
        assertThat(Signed.found(disk)).isEmpty();
    }

    @Test
    void aForgedEntryWithARightChecksumIsFoundByTheNextBlock() throws IOException {
        fillThreeSegments();
        Signed.forge(disk, 1, PAGE, Hash.NONE, entry(66));

        assertThat(Signed.found(disk)).containsExactly("1/8192 2-2", "1/4096 1-1");
    }

    @Test
    void aForgedEntryIsFoundAlthoughAllBlocksBehindItWereMadeToFollow() throws IOException {
        fillThreeSegments();
        Signed.rewrite(disk, 1, 2 * PAGE, entry(66));

        assertThat(Signed.found(disk)).containsExactly("2/4096 4-4", "1/4096 1-3");
    }

    @Test
    void aRewrittenTailIsFound() throws IOException {
        fillThreeSegments();
        Signed.rewrite(disk, 3, PAGE, entry(66));

        assertThat(Signed.found(disk)).containsExactly("3/4096 6-6");
    }

    @Test
    void aTailThatWasCutOffIsFound() throws IOException {
        fillThreeSegments();
        disk.overwrite(Segments.name(3), PAGE, new byte[3 * PAGE]);

        assertThat(Signed.found(disk)).containsExactly("3/4096 6-6");
    }

    @Test
    void anInsertedEntryIsFound() throws IOException {
        fillThreeSegments();
        byte[] second = Arrays.copyOfRange(disk.bytes(Segments.name(1)), 2 * PAGE, 3 * PAGE);
        Signed.rewrite(disk, 1, 3 * PAGE, entry(3));
        disk.overwrite(Segments.name(1), 3 * PAGE, second);
        Signed.forge(disk, 1, 3 * PAGE, Hash.of(new byte[0]), entry(77));

        assertThat(Signed.found(disk)).isNotEmpty();
    }

    @Test
    void aRemovedSegmentIsFoundWhereverItStood() throws IOException {
        for (int removed = 1; removed <= 3; removed++) {
            SimulatedDisk robbed = new SimulatedDisk(removed);
            fillThreeSegments(robbed);
            robbed.lose(Segments.name(removed));

            assertThat(Signed.audit(robbed).damages())
                    .as("segment %d", removed)
                    .containsExactly(
                            new JournalCheck.Damage(
                                    removed,
                                    0,
                                    List.of(1, 4, 6).get(removed - 1),
                                    List.of(3, 5, 6).get(removed - 1),
                                    "the segment is gone"));
        }
    }

    @Test
    void aRecycledSegmentIsNotMissed() throws IOException {
        try (Journal journal = Signed.open(disk)) {
            for (int id = 1; id <= 4; id++) {
                append(journal, id, 40_000);
            }
            journal.release(2);
            assertThat(Signed.found(disk)).isEmpty();
            append(journal, 5, 40_000);
            assertThat(Signed.found(disk)).isEmpty();
        }
        assertThat(disk.names()).doesNotContain(Segments.name(1), Segments.name(2));
        assertThat(Signed.found(disk)).isEmpty();
        disk.lose(Segments.name(3));
        assertThat(Signed.found(disk)).containsExactly("3/0 3-3");
    }

    @Test
    void anAlteredOrRemovedStatementIsFound() throws IOException {
        fillThreeSegments();
        byte[] before = disk.bytes(STATEMENTS);
        for (int at = 2 * PAGE; at < 2 * PAGE + SignedStatement.BYTES + 4; at++) {
            disk.flip(STATEMENTS, at);
            assertThat(Signed.found(disk))
                    .as("byte %d", at)
                    .containsExactly("statement 0 was removed or cannot be read", "1/4096 1-3");
            disk.overwrite(STATEMENTS, 0, before);
        }
        disk.truncate(STATEMENTS, 3L * PAGE);
        assertThat(Signed.found(disk))
                .containsExactly("statements 1 to 1 were removed", "2/4096 4-5");
    }

    @Test
    void aStatementOfAnotherKeyIsFound() throws IOException {
        fillThreeSegments();
        try (StatementFile file = StatementFile.open(disk)) {
            SignedStatement newest = file.newest().orElseThrow();
            file.write(
                    SignedStatement.make(
                            newest.frame(),
                            newest.coverage(),
                            TestKey.NEXT,
                            TestKey.NEXT.publicKey()));
        }
        assertThat(Signed.found(disk))
                .containsExactly(
                        "statement 2 is signed by a key to which the former one did not hand over");
        assertThat(Signed.audit(disk, TestKey.BOX).keys()).hasSize(2);
    }

    @Test
    void aJournalThatAnotherBoxSignedIsNotTakenForOurs() throws IOException {
        fillThreeSegments();

        assertThat(Signed.audit(disk, TestKey.NEXT).complaints())
                .containsExactly("nothing is signed by the key that was asked for");
    }

    @Test
    void whatIsNotSignedYetIsCounted() throws IOException {
        try (Journal journal = Signed.open(disk)) {
            append(journal, 1, 20);
            append(journal, 2, 20);
            append(journal, 3, 50_000);
            append(journal, 4, 20);
            append(journal, 5, 20);

            assertThat(Signed.found(disk)).isEmpty();
            assertThat(Signed.audit(disk).signedTo()).isEqualTo(4);
            assertThat(Signed.audit(disk).unsigned()).isEqualTo(1);
        }
        assertThat(Signed.audit(disk).unsigned()).isZero();
    }

    @Test
    void aJournalThatWasNeverSignedSaysSo() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            append(journal, 1, 20);
        }
        assertThat(Signed.audit(disk).complaints())
                .containsExactly("there are no statements: this journal was never signed");
        Signed.open(disk).close();
        assertThat(Signed.found(disk)).isEmpty();
        assertThat(Signed.audit(disk).signedTo()).isEqualTo(1);
    }

    @Test
    void randomAppendsRestartsCutsAndRecyclingStayProvable() throws IOException {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            SimulatedDisk shaken = new SimulatedDisk(seed).shorn();
            List<String> alarms = new ArrayList<>();
            int id = 0;
            for (int life = 0; life < 6; life++) {
                boolean cut = random.nextInt(3) == 0;
                try (Journal journal = Signed.open(shaken, TestKey.BOX, alarms)) {
                    if (cut) {
                        shaken.cutAt(1 + random.nextInt(60));
                    }
                    for (int step = 0; step < 12; step++) {
                        append(journal, id++, random.nextInt(30_000));
                        if (random.nextInt(4) == 0) {
                            journal.release(journal.lastSeq() - random.nextInt(3));
                        }
                    }
                } catch (IOException e) {
                    assertThat(shaken.isOff()).isTrue();
                }
                shaken.repair();
                shaken.powerOn();
            }
            Signed.open(shaken, TestKey.BOX, alarms).close();

            assertThat(Signed.found(shaken)).as("seed %d", seed).isEmpty();
            assertThat(Signed.audit(shaken).unsigned()).as("seed %d", seed).isZero();
        }
    }

    private void fillThreeSegments() throws IOException {
        fillThreeSegments(disk);
    }

    /// Entries 1 to 3 in segment 1, 4 and 5 in segment 2, 6 in segment 3.
    private static void fillThreeSegments(SimulatedDisk disk) throws IOException {
        try (Journal journal = Signed.open(disk)) {
            append(journal, 1, 20);
            append(journal, 2, 80);
            append(journal, 3, 20);
            append(journal, 4, 50_000);
            append(journal, 5, 20);
            append(journal, 6, 50_000);
        }
    }

    private static byte[] entry(int id) {
        return Block.writeEntry(Drafts.draft(id, 30), Veil.NONE);
    }
}
