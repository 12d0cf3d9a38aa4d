package io.larder.storage;

import static io.larder.storage.Drafts.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.disk.SimulatedDisk;
import io.larder.storage.disk.SimulatedDisk.Call;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final int PAGE = Block.PAGE;
    private static final String FIRST = Segments.name(1);
    private static final String SECOND = Segments.name(2);

    private final SimulatedDisk disk = new SimulatedDisk(5);

    @Test
    void aTornTailIsCutAfterTheLastWholeBlock() throws IOException {
        write(1, 2, 3);
        disk.flip(FIRST, 3 * PAGE + 60);

        try (Journal journal = Drafts.open(disk)) {
            assertThat(journal.notices())
                    .containsExactly(
                            "a torn block of 4096 bytes at 12288 of segment 1 is cut off: it was"
                                    + " never answered");
            assertThat(append(journal, 4, 20)).isEqualTo("3");
            assertThat(Drafts.read(journal)).containsExactly("1=#1", "2=#2", "3=#4");
        }
    }

    @Test
    void nothingOfATornLongBlockComesBackBehindAShorterOne() throws IOException {
        write(1);
        try (Journal journal = Drafts.open(disk)) {
            append(journal, 2, 20_000);
        }
        disk.flip(FIRST, 3 * PAGE + 100);
        try (Journal journal = Drafts.open(disk)) {
            append(journal, 3, 20);
        }
        try (Journal journal = Drafts.open(disk)) {
            assertThat(Drafts.read(journal)).containsExactly("1=#1", "2=#3");
            assertThat(append(journal, 4, 5_000)).isEqualTo("3");
        }
        try (Journal journal = Drafts.open(disk)) {
            assertThat(Drafts.read(journal)).containsExactly("1=#1", "2=#3", "3=#4");
        }
    }

    @Test
    void aBadBlockWithWholeOnesBehindItIsAGapAndTheRestIsRead() throws IOException {
        write(1, 2, 3);
        disk.flip(FIRST, 2 * PAGE + 60);

        try (Journal journal = Drafts.open(disk)) {
            assertThat(Drafts.read(journal)).containsExactly("1=#1", "gap 2-2", "3=#3");
            assertThat(journal.notices())
                    .containsExactly(
                            "4096 damaged bytes at 8192 of segment 1 with whole blocks behind"
                                    + " them");
            assertThat(append(journal, 4, 20)).isEqualTo("4");
            assertThat(journal.entry(2)).isEmpty();
        }
    }

    /// Offsets in the header of the first block: first number, entries, body bytes, checksum.
    @Test
    void noFlippedBitInAnOldSegmentsFirstHeaderHidesTheNewerSegments() throws IOException {
        for (int offset : new int[] {0, 8, 16, 20, 26, 28, 32, 40}) {
            SimulatedDisk flipped = new SimulatedDisk(5);
            try (Journal journal = Drafts.open(flipped)) {
                for (int id = 1; id <= 4; id++) {
                    append(journal, id, id == 1 ? 20 : 40_000);
                }
            }
            flipped.flip(FIRST, PAGE + offset);
            try (Journal journal = Drafts.open(flipped)) {
                assertThat(append(journal, 5, 20)).as("offset %d", offset).isEqualTo("5");
                assertThat(Drafts.read(journal))
                        .as("offset %d", offset)
                        .containsExactly("gap 1-1", "2=#2", "3=#3", "4=#4", "5=#5");
            }
        }
    }

    @Test
    void theLastTwoSegmentsAreFoundAlthoughTheFirstBlocksOfBothAreDamaged() throws IOException {
        fillThreeSegments();
        disk.flip(SECOND, PAGE + 8);
        disk.flip(Segments.name(3), PAGE + 8);

        try (Journal journal = Drafts.open(disk)) {
            assertThat(Drafts.read(journal))
                    .containsExactly("1=#1", "gap 2-2", "3=#3", "gap 4-4", "5=#5");
        }
    }

    @Test
    void aMissingSegmentIsToldAndItsEntriesAreAGap() throws IOException {
        fillThreeSegments();
        disk.lose(SECOND);

        try (Journal journal = Drafts.open(disk)) {
            assertThat(journal.notices()).containsExactly("segments 2 to 2 are missing: a gap");
            assertThat(Drafts.read(journal)).containsExactly("1=#1", "gap 2-3", "4=#4", "5=#5");
        }
    }

    @Test
    void aSegmentOfNoBytesIsTakenAsEmpty() throws IOException {
        fillThreeSegments();
        disk.truncate(SECOND, 0);

        try (Journal journal = Drafts.open(disk)) {
            assertThat(journal.notices())
                    .containsExactly("segment 2 has 0 bytes, expected 65536: taken as empty");
            assertThat(Drafts.read(journal)).containsExactly("1=#1", "gap 2-3", "4=#4", "5=#5");
            assertThat(append(journal, 6, 20)).isEqualTo("6");
        }
    }

    @Test
    void whatIsLeftOfAShortSegmentIsReadAndItIsNotGrown() throws IOException {
        write(1, 2);
        disk.truncate(FIRST, 3 * PAGE);

        try (Journal journal = Drafts.open(disk)) {
            assertThat(Drafts.read(journal)).containsExactly("1=#1", "2=#2");
            assertThat(append(journal, 3, 20)).isEqualTo("3");
            assertThat(disk.bytes(FIRST)).hasSize(3 * PAGE);
            assertThat(Drafts.read(journal)).containsExactly("1=#1", "2=#2", "3=#3");
        }
    }

    @Test
    void filesWithoutAnyReadableHeaderAreKeptAsideAndTheStoreBeginsAnew() throws IOException {
        long epoch = write(1, 2);
        List<String> before = disk.names();
        byte[] kept = disk.bytes(FIRST);
        for (String name : before) {
            disk.flip(name, 20);
        }
        kept[20] ^= 1;

        try (Journal journal = Drafts.open(disk)) {
            assertThat(journal.notices()).hasSize(before.size());
            assertThat(journal.epoch()).isNotEqualTo(epoch);
            assertThat(append(journal, 3, 20)).isEqualTo("1");
            assertThat(Drafts.read(journal)).containsExactly("1=#3");
        }
        assertThat(disk.names())
                .filteredOn(name -> name.endsWith("-" + FIRST))
                .hasSize(1)
                .allSatisfy(name -> assertThat(disk.bytes(name)).isEqualTo(kept));
    }

    @Test
    void aFirstStartThatWasCutIsTakenUpAgainWithoutAlarm() throws IOException {
        for (int k = 1; k <= 20; k++) {
            SimulatedDisk cut = new SimulatedDisk(k).namesAtRandom();
            cut.cutAt(k);
            try (Journal journal = Drafts.open(cut)) {
                append(journal, 1, 20);
            } catch (IOException e) {
                assertThat(cut.isOff()).isTrue();
            }
            cut.powerOn();
            try (Journal journal = Drafts.open(cut)) {
                assertThat(cut.names()).as("cut at %d", k).noneMatch(n -> n.startsWith("unread"));
                assertThat(append(journal, 2, 20)).isIn("1", "2");
            }
        }
    }

    @Test
    void aStraySegmentOfAnotherStoreDoesNotTakeOver() throws IOException {
        SimulatedDisk other = new SimulatedDisk(6);
        Drafts.open(other).close();
        fillThreeSegments();
        disk.overwrite(FIRST, 0, other.bytes(FIRST));

        try (Journal journal = Drafts.open(disk)) {
            assertThat(Drafts.read(journal))
                    .containsExactly("gap 1-1", "2=#2", "3=#3", "4=#4", "5=#5");
        }
    }

    @Test
    void anUnreadableSegmentIsPassedOverUnlessTheJournalMayEndThere() throws IOException {
        fillThreeSegments();
        disk.failAt(1, Call.READ);
        try (Journal journal = Drafts.open(disk)) {
            assertThat(journal.notices())
                    .singleElement()
                    .asString()
                    .startsWith("segment 1 cannot be read: ");
            assertThat(Drafts.read(journal))
                    .containsExactly("1=#1", "2=#2", "3=#3", "4=#4", "5=#5");
        }
        disk.failAt(3, Call.READ);
        assertThatThrownBy(() -> Drafts.open(disk))
                .hasMessage(Segments.name(3) + " cannot be read, and the journal may end in it");
        try (Journal journal = Drafts.open(disk)) {
            assertThat(journal.lastSeq()).isEqualTo(5);
        }
    }

    @Test
    void whatOnlyTheKernelRemembersIsMadeSafeBeforeItIsRead() throws IOException {
        disk.afterFailedForce(SimulatedDisk.AfterFailedForce.LINGERING);
        try (Journal journal = Drafts.open(disk)) {
            append(journal, 1, 20);
            disk.failFrom(1, Call.FORCE);
            assertThat(append(journal, 2, 20_000)).isEqualTo("FAILED");
        }
        disk.repair();
        List<String> read;
        try (Journal journal = Drafts.open(disk)) {
            read = Drafts.read(journal);
            assertThat(read).containsExactly("1=#1", "2=#2");
        }
        disk.cut();
        disk.powerOn();
        try (Journal journal = Drafts.open(disk)) {
            assertThat(Drafts.read(journal)).isEqualTo(read);
        }
    }

    @Test
    void aSegmentWhoseFirstBlockOnlyTheKernelRememberedIsFoundAfterACut() throws IOException {
        for (long seed = 1; seed <= 16; seed++) {
            SimulatedDisk lingering =
                    new SimulatedDisk(seed)
                            .afterFailedForce(SimulatedDisk.AfterFailedForce.LINGERING);
            try (Journal journal = Drafts.open(lingering)) {
                append(journal, 1, 50_000);
                lingering.failFrom(1, Call.FORCE);
                assertThat(append(journal, 2, 20_000)).isEqualTo("FAILED");
            }
            lingering.repair();
            try (Journal journal = Drafts.open(lingering)) {
                assertThat(append(journal, 3, 20)).isEqualTo("3");
            }
            lingering.cut();
            lingering.powerOn();
            try (Journal journal = Drafts.open(lingering)) {
                assertThat(Drafts.read(journal))
                        .as("seed %d", seed)
                        .containsExactly("1=#1", "2=#2", "3=#3");
            }
        }
    }

    /// A later version may have written it.
    @Test
    void aLastBlockThatCannotBeTakenApartStopsNoStart() throws IOException {
        long epoch = write(1);
        byte[] body = new byte[40];
        Arrays.fill(body, (byte) 0x7F);
        Block strange = Block.seal(epoch, 1, 2, List.of(body), Hash.NONE, 1);
        disk.overwrite(FIRST, 2 * PAGE, strange.header().array());
        disk.overwrite(FIRST, 2 * PAGE + Block.HEADER_BYTES, body);

        try (Journal journal = Drafts.open(disk)) {
            assertThat(append(journal, 3, 20)).isEqualTo("3");
        }
        assertThat(JournalCheck.run(disk).damages())
                .extracting(JournalCheck.Damage::what)
                .anyMatch(what -> what.startsWith("whole, but this version cannot read it"));
    }

    @Test
    void restartsDoNotFillTheRing() throws IOException {
        write(1);
        for (int start = 0; start < 50; start++) {
            Drafts.open(disk).close();
        }
        try (Journal journal = Drafts.open(disk)) {
            append(journal, 2, 20);
            assertThat(Drafts.read(journal)).containsExactly("1=#1", "2=#2");
            assertThat(journal.used()).isEqualTo(0.25);
        }
        JournalCheck.Report report = JournalCheck.run(disk);
        assertThat(report.blocks()).isEqualTo(3);
    }

    private long write(int... ids) throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            for (int id : ids) {
                append(journal, id, 20);
            }
            return journal.epoch();
        }
    }

    /// Entry 1 in segment 1, 2 and 3 in segment 2, 4 and 5 in segment 3.
    private void fillThreeSegments() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            append(journal, 1, 20_000);
            append(journal, 2, 50_000);
            append(journal, 3, 20);
            append(journal, 4, 50_000);
            append(journal, 5, 20);
        }
    }
}
