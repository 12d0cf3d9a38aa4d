package io.larder.storage;

import static io.larder.storage.Drafts.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.disk.SimulatedDisk;
import io.larder.storage.disk.SimulatedDisk.Call;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// When a box signs, and what it does when it cannot.
class NotaryTest {
    private static final String HAND_OVER_MISSING =
            "the box's key changed and the former one did not hand over to it";

    private final SimulatedDisk disk = new SimulatedDisk(11);
    private final List<String> alarms = new ArrayList<>();

    @Test
    void aBoxThatWasKilledSignsWhatCameSinceTheNewestStatement() throws IOException {
        try (Journal journal = Signed.open(disk)) {
            append(journal, 1, 20);
        }
        try (Journal unsigned = Drafts.open(disk)) {
            append(unsigned, 2, 20);
            append(unsigned, 3, 57_000);
            append(unsigned, 4, 20);
        }
        assertThat(Signed.audit(disk).unsigned()).isEqualTo(3);

        open(TestKey.BOX).close();

        assertThat(Signed.audit(disk).unsigned()).isZero();
        assertThat(Signed.found(disk)).isEmpty();
        assertThat(alarms).isEmpty();
    }

    @Test
    void aJournalThatDoesNotGrowIsNotSignedAgain() throws IOException {
        try (Journal journal = open(TestKey.BOX)) {
            append(journal, 1, 20);
        }
        open(TestKey.BOX).close();
        byte[] before = disk.bytes(StatementFile.NAME);

        open(TestKey.BOX).close();

        assertThat(disk.bytes(StatementFile.NAME)).isEqualTo(before);
    }

    @Test
    void entriesAreTakenAlthoughNoStatementCanBeWritten() throws IOException {
        Signer broken =
                new Signer() {
                    @Override
                    public byte[] sign(byte[] message) {
                        throw new IllegalStateException("the key is gone");
                    }

                    @Override
                    public byte[] publicKey() {
                        return TestKey.BOX.publicKey();
                    }
                };
        try (Journal journal = open(broken)) {
            for (int id = 1; id <= 8; id++) {
                assertThat(append(journal, id, 40_000)).isEqualTo(Integer.toString(id));
                journal.release(id - 1);
            }
            assertThat(journal.unsigned())
                    .contains(
                            "the journal cannot be signed:"
                                    + " java.lang.IllegalStateException: the key is gone");
        }
        assertThat(alarms)
                .containsExactly(
                        "the journal cannot be signed:"
                                + " java.lang.IllegalStateException: the key is gone");
    }

    @Test
    void aStatementThatFailedOnceIsMadeAtTheNextOccasion() throws IOException {
        for (int k = 1; k <= 12; k++) {
            SimulatedDisk failing = new SimulatedDisk(k);
            try (Journal journal = Signed.open(failing)) {
                append(journal, 1, 40_000);
                failing.failAt(k);
                append(journal, 2, 40_000);
                append(journal, 3, 40_000);
            }
            failing.repair();
            Signed.open(failing).close();

            assertThat(Signed.found(failing)).as("call %d", k).isEmpty();
            assertThat(Signed.audit(failing).unsigned()).as("call %d", k).isZero();
        }
    }

    @Test
    void aCutWhileSigningLosesNoKeptStatement() throws IOException {
        for (int k = 1; k <= 40; k++) {
            SimulatedDisk cut = new SimulatedDisk(k).shorn().namesAtRandom();
            try (Journal journal = Signed.open(cut)) {
                append(journal, 1, 40_000);
                append(journal, 2, 40_000);
                cut.cutAt(k);
                append(journal, 3, 40_000);
                journal.release(1);
                append(journal, 4, 20);
            } catch (IOException e) {
                assertThat(cut.isOff()).isTrue();
            }
            cut.repair();
            cut.powerOn();
            Signed.open(cut).close();

            assertThat(Signed.found(cut)).as("call %d", k).isEmpty();
        }
    }

    @Test
    void aNewKeyIsTakenWhenTheFormerOneHandedOver() throws IOException {
        try (Journal journal = open(TestKey.BOX)) {
            append(journal, 1, 20);
        }
        HandOver.write(disk, TestKey.BOX, TestKey.NEXT.publicKey(), Signed.SIGNED_AT);
        try (Journal journal = open(TestKey.NEXT)) {
            append(journal, 2, 57_000);
            append(journal, 3, 57_000);
        }

        JournalProof.Report report = Signed.audit(disk, TestKey.NEXT);

        assertThat(report.proven()).isTrue();
        assertThat(report.keys())
                .containsExactly(hex(TestKey.BOX.publicKey()), hex(TestKey.NEXT.publicKey()));
        assertThat(Signed.found(disk)).isEmpty();
        assertThat(alarms).isEmpty();
    }

    @Test
    void aNewKeyWithoutHandOverIsToldAndFound() throws IOException {
        try (Journal journal = open(TestKey.BOX)) {
            append(journal, 1, 20);
        }
        try (Journal journal = open(TestKey.NEXT)) {
            append(journal, 2, 57_000);
            append(journal, 3, 20);
        }

        assertThat(alarms).containsExactly(HAND_OVER_MISSING);
        HandOver.write(disk, TestKey.NEXT, TestKey.BOX.publicKey(), Signed.SIGNED_AT);
        assertThatThrownBy(() ->
                        HandOver.write(
                                disk, TestKey.NEXT, TestKey.BOX.publicKey(), Signed.SIGNED_AT))
                .isInstanceOf(IOException.class)
                .hasMessage("another key signed this journal last");
    }

    @Test
    void aJournalThatIsNotAsItWasSignedIsToldAndTheOldStatementIsKept() throws IOException {
        try (Journal journal = open(TestKey.BOX)) {
            append(journal, 1, 20);
            append(journal, 2, 20);
        }
        Signed.rewrite(disk, 1, 2 * Block.PAGE, Block.writeEntry(Drafts.draft(66, 30), Veil.NONE));
        try (Journal journal = open(TestKey.BOX)) {
            append(journal, 3, 20);
            append(journal, 4, 57_000);
            append(journal, 5, 20);
        }

        assertThat(alarms)
                .containsExactly(
                        "the journal is not what its newest statement says: entries 1 to 2 of"
                                + " segment 1");
        assertThat(Signed.found(disk)).containsExactly("1/4096 1-2");
    }

    @Test
    void aSignedTailThatALyingCardLostIsToldAndFound() throws IOException {
        try (Journal journal = open(TestKey.BOX)) {
            append(journal, 1, 20);
            append(journal, 2, 20);
        }
        disk.overwrite(Segments.name(1), 2 * Block.PAGE, new byte[Block.PAGE]);
        try (Journal journal = open(TestKey.BOX)) {
            append(journal, 3, 20);
        }

        assertThat(alarms).hasSize(1);
        assertThat(Signed.found(disk)).containsExactly("1/4096 1-2");
    }

    @Test
    void statementsOfAnotherJournalAreKeptAside() throws IOException {
        try (Journal journal = open(TestKey.BOX)) {
            append(journal, 1, 20);
        }
        disk.names().stream()
                .filter(name -> name.startsWith("segment"))
                .forEach(name -> disk.flip(name, 20));
        try (Journal journal = open(TestKey.BOX)) {
            append(journal, 2, 20);
        }

        assertThat(disk.names()).filteredOn(name -> name.startsWith("statements-")).hasSize(1);
        assertThat(alarms).hasSize(1);
        assertThat(Signed.found(disk)).isEmpty();
        assertThat(Signed.audit(disk).signedTo()).isEqualTo(1);
    }

    @Test
    void aFullFileSystemOnlyKeepsTheJournalFromBeingSigned() throws IOException {
        disk.failFrom(5, Call.CREATE);
        try (Journal journal = open(TestKey.BOX)) {
            assertThat(append(journal, 1, 20)).isEqualTo("1");
            assertThat(journal.unsigned()).isPresent();
        }
        disk.repair();
        open(TestKey.BOX).close();
        assertThat(Signed.found(disk)).isEmpty();
    }

    private Journal open(Signer key) throws IOException {
        return Signed.open(disk, key, alarms);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
