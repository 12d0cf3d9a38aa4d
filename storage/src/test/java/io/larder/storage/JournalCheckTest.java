package io.larder.storage;

import static io.larder.storage.Drafts.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.larder.storage.JournalCheck.Damage;
import io.larder.storage.JournalCheck.Report;
import io.larder.storage.disk.RealDisk;
import io.larder.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCheckTest {
    private final SimulatedDisk disk = new SimulatedDisk(3);

    @Test
    void aSoundJournalIsCounted() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            append(journal, 1, 71);
            append(journal, 2, 50_071);
            append(journal, 3, 50_071);

            assertThat(JournalCheck.run(disk))
                    .isEqualTo(
                            new Report(
                                    Optional.of(journal.box()),
                                    journal.epoch(),
                                    4,
                                    2,
                                    1,
                                    3,
                                    3,
                                    3,
                                    100 + 2 * 50_100,
                                    0,
                                    List.of(),
                                    List.of()));
        }
    }

    @Test
    void damageIsNamedWithItsPlaceAndItsNumbers() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            for (int id = 1; id <= 5; id++) {
                append(journal, id, 20);
            }
            append(journal, 6, 60_000 - 5 * Block.PAGE);
        }
        disk.flip(Segments.name(1), 2 * Block.PAGE + 60);
        disk.flip(Segments.name(1), 3 * Block.PAGE + 60);
        disk.flip(Segments.name(1), 0);

        Report report = JournalCheck.run(disk);

        assertThat(report.sound()).isFalse();
        assertThat(report.damages())
                .containsExactly(new Damage(1, 2 * Block.PAGE, 2, 3, "a damaged or missing block"));
        assertThat(report.notices()).containsExactly("the header of segment 1 cannot be read");
        assertThat(report.entries()).isEqualTo(4);
    }

    @Test
    void damageOfTheVeryFirstEntryIsNamed() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            for (int id = 1; id <= 3; id++) {
                append(journal, id, 20);
            }
        }
        disk.flip(Segments.name(1), Block.PAGE + Block.HEADER_BYTES + 10);

        assertThat(JournalCheck.run(disk).damages())
                .containsExactly(new Damage(1, Block.PAGE, 1, 1, "a damaged or missing block"));
    }

    @Test
    void aMissingSegmentIsDamage() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            for (int id = 1; id <= 3; id++) {
                append(journal, id, 50_000);
            }
        }
        disk.lose(Segments.name(2));

        Report report = JournalCheck.run(disk);

        assertThat(report.damages())
                .extracting(Damage::firstSeq, Damage::lastSeq)
                .containsExactly(tuple(2L, 2L));
        assertThat(report.notices()).containsExactly("segments 2 to 2 are missing");
    }

    @Test
    void damageBeforeTheOldestEntryIsToldAlthoughNobodyKnowsWhatStoodThere() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            for (int id = 1; id <= 4; id++) {
                append(journal, id, 40_000);
            }
            append(journal, 5, 20);
            journal.release(3);
        }
        disk.lose(Segments.name(3));
        disk.flip(Segments.name(4), Block.PAGE);

        assertThat(JournalCheck.run(disk).damages())
                .containsExactly(
                        new Damage(
                                4,
                                Block.PAGE,
                                0,
                                0,
                                "damaged before the first whole block; whether an entry is missing"
                                        + " is unknown"));
    }

    @Test
    void aTornTailIsCountedAndNotDamage() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            append(journal, 1, 20);
            append(journal, 2, 20_000);
        }
        disk.flip(Segments.name(1), 2 * Block.PAGE + 5_000);

        Report report = JournalCheck.run(disk);

        assertThat(report.sound()).isTrue();
        assertThat(report.tornBytes()).isEqualTo(5L * Block.PAGE);
    }

    @Test
    void noContentMakesItThrow() throws IOException {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            SimulatedDisk rotten = new SimulatedDisk(seed);
            try (Journal journal = Drafts.open(rotten)) {
                for (int id = 1; id <= 12; id++) {
                    append(journal, id, random.nextInt(20_000));
                }
            }
            for (int flips = random.nextInt(1, 40); flips > 0; flips--) {
                String name = Segments.name(random.nextInt(1, 5));
                rotten.flip(name, random.nextInt(16) * Block.PAGE + random.nextInt(80));
            }
            if (random.nextInt(4) == 0) {
                rotten.truncate(Segments.name(2), random.nextInt(Drafts.SEGMENT));
            }

            Report report = JournalCheck.run(rotten);

            Optional<JournalView> view = Journal.look(rotten);
            long readable = 0;
            if (view.isPresent()) {
                readable =
                        Drafts.read(view.get().reader(1)).stream()
                                .filter(read -> read.contains("=#"))
                                .count();
            }
            assertThat(report.entries()).as("seed %d", seed).isEqualTo(readable);
        }
    }

    @Test
    void anEmptyOrMissingFolderIsNoJournal(@TempDir Path folder) throws IOException {
        assertThat(Journal.look(RealDisk.readOnly(folder))).isEmpty();
        assertThat(Journal.look(RealDisk.readOnly(folder.resolve("missing")))).isEmpty();
        assertThat(JournalCheck.run(RealDisk.readOnly(folder)).segments()).isZero();
    }

    @Test
    void anotherProcessSeesARunningJournalAsItIsNow(@TempDir Path folder) throws IOException {
        try (Journal journal = Drafts.open(RealDisk.at(folder))) {
            append(journal, 1, 20);
            append(journal, 2, 60_000 - Block.PAGE);
            JournalView view = Journal.look(RealDisk.readOnly(folder)).orElseThrow();
            append(journal, 3, 20);

            assertThat(List.of(view.box(), view.epoch(), view.firstSeq(), view.lastSeq()))
                    .isEqualTo(List.of(journal.box(), journal.epoch(), 1L, 2L));
            assertThat(Drafts.read(view.reader(1))).containsExactly("1=#1", "2=#2");
            assertThat(view.entry(2).map(e -> Drafts.name(e.payload()))).contains("#2");
            assertThat(view.entry(3)).isEmpty();
            assertThat(view.notices()).isEmpty();
            assertThat(JournalCheck.run(RealDisk.readOnly(folder)).entries()).isEqualTo(3);
        }
    }

    @Test
    void whatIsRecycledUnderAViewReadsAsAGap() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            for (int id = 1; id <= 4; id++) {
                append(journal, id, 50_000);
            }
            JournalView view = Journal.look(disk).orElseThrow();
            JournalReader reader = view.reader(1);
            journal.release(2);
            append(journal, 5, 50_000);

            assertThat(Drafts.read(reader)).containsExactly("gap 1-2", "3=#3", "4=#4");
        }
    }

    @Test
    void aReaderInASegmentThatIsRecycledUnderItSaysWhatItMissed() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            append(journal, 1, 20_000);
            append(journal, 2, 20_000);
            JournalReader reader = journal.reader(1);
            assertThat(reader.one().map(Entry::seq)).contains(1L);
            for (int id = 3; id <= 6; id++) {
                append(journal, id, 50_000);
            }
            journal.release(3);
            append(journal, 7, 50_000);

            assertThat(Drafts.read(reader)).first().isIn("gap 2-3", "2=#2");
        }
    }
}
