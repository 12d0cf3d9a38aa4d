package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.disk.DiskFile;
import io.larder.storage.disk.RealDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A store is copied while others write it, at the worst of all moments: in the middle of a file.
@Timeout(60)
class StoreImageTest {
    private static final int FACTS = 2_000;

    /// More than half of a segment: each entry has its own.
    private static final int ENTRY_BYTES = 40_000;

    private static final int SEGMENTS = 8;

    /// Enough for the facts to be in both halves of the ledger's file.
    private static final String LONG = " and so on".repeat(30);

    @TempDir private Path folder;
    @TempDir private Path copy;

    /// What is to happen when half of the file of that name was read.
    private Consumer<String> inTheMiddle = _ -> {};

    @Test
    void aStoppedStoreGoesOnFromItsCopy() throws IOException {
        try (Store store = open(folder)) {
            take(store, 1);
            store.cursor("hq").move(new Position(1, 0));
        }

        StoreImage.Taken<Path> taken = copy();

        assertThat(taken.files().keySet())
                .containsExactly(
                        "ledger.db",
                        "contents.db",
                        "cursors/cursor-hq",
                        "journal/segment-0000000001");
        assertThat(taken.lastSeq()).isEqualTo(1);
        try (Store store = open(copy)) {
            assertThat(store.journal().box()).isEqualTo(taken.box());
            assertThat(store.notices()).isEmpty();
            assertThat(store.ledger().applied()).isEqualTo(1);
            assertThat(store.cursor("hq").position()).isEqualTo(new Position(1, 0));
            assertThat(Drafts.append(store.journal(), 2, 10)).isEqualTo("2");
        }
    }

    @Test
    void aLedgerIsWholeThatIsWrittenAndMovedIntoItsFileMeanwhile() throws IOException {
        try (Store store = open(folder)) {
            take(store, 1);
            inTheMiddle = file -> workOn(store, file, "ledger.db");

            copy();
        }

        assertWhole();
    }

    @Test
    void aLedgerIsWholeWhoseLogWasAllInItsFileBefore() throws IOException {
        try (Store store = open(folder)) {
            take(store, 1);
            checkpoint();
            inTheMiddle = file -> workOn(store, file, "ledger.db");

            copy();
        }

        assertWhole();
    }

    @Test
    void aLedgerIsWholeWhoseLogIsBegunAnewWhileItIsRead() throws IOException {
        try (Store store = open(folder)) {
            take(store, 1);
            checkpoint();
            inTheMiddle = file -> workOn(store, file, "ledger.db-wal");

            copy();
        }

        assertWhole();
    }

    @Test
    void withoutAReaderThatHoldsItTheSameCopyIsBroken() throws IOException {
        try (Store store = open(folder)) {
            take(store, 1);
            checkpoint();
            inTheMiddle = file -> workOn(store, file, "ledger.db");
            RealDisk disk = RealDisk.readOnly(folder);
            for (String name : List.of("ledger.db", "ledger.db-wal")) {
                try (DiskFile file = disk.open(name)) {
                    keep(name, file, file.size(), file.size());
                }
            }
        }

        assertThat(complaints()).isNotEmpty();
    }

    /// Changes what was read and what was not, moves both into the ledger's file, changes more.
    private void workOn(Store store, String file, String wanted) {
        if (file.equals(wanted)) {
            inTheMiddle = _ -> {};
            take(store, 2);
            take(store, 3);
            checkpoint();
            take(store, 4);
        }
    }

    @Test
    void aSegmentThatGetsAnotherLifeMeanwhileLeavesNoHole() throws IOException {
        try (Store store = open(folder)) {
            for (int id = 1; id <= 6; id++) {
                take(store, id);
            }
            inTheMiddle =
                    file -> {
                        if (file.startsWith("journal/segment")) {
                            inTheMiddle = _ -> {};
                            turn(store);
                        }
                    };

            StoreImage.Taken<Path> taken = copy();

            assertThat(taken.firstSeq()).as("the first was given another life").isGreaterThan(1);
            JournalCheck.Report check =
                    JournalCheck.run(RealDisk.readOnly(copy.resolve("journal")));
            assertThat(check.damages()).isEmpty();
            assertThat(check.firstSeq()).isEqualTo(taken.firstSeq());
            assertThat(check.lastSeq()).isEqualTo(taken.lastSeq());
        }
        try (Store store = open(copy)) {
            assertThat(store.ledger().applied() + 1)
                    .isGreaterThanOrEqualTo(store.journal().firstSeq());
        }
    }

    @Test
    void aBoxThatTurnsFasterThanItCanBeCopiedIsToldSo() throws IOException {
        try (Store store = open(folder)) {
            for (int id = 1; id <= 6; id++) {
                take(store, id);
            }
            store.keepBase();
            AtomicBoolean still = new AtomicBoolean();
            inTheMiddle =
                    file -> {
                        if (file.equals("ledger-base.db")) {
                            still.set(true);
                        } else if (file.startsWith("journal/segment") && still.getAndSet(false)) {
                            turn(store);
                        }
                    };

            assertThatThrownBy(this::copy).hasMessageContaining("tried 20 times");
        }
    }

    @Test
    void whatIsNotWholeYetBehindTheLastBlockIsLeftOut() throws IOException {
        try (Store store = open(folder)) {
            take(store, 1);
        }
        Path segment = folder.resolve("journal").resolve(Segments.name(1));
        byte[] bytes = Files.readAllBytes(segment);
        Arrays.fill(bytes, bytes.length - 4096, bytes.length, (byte) 7);
        Files.write(segment, bytes);

        copy();

        byte[] copied = Files.readAllBytes(copy.resolve("journal").resolve(Segments.name(1)));
        assertThat(copied).hasSameSizeAs(bytes);
        assertThat(copied[bytes.length - 1]).isZero();
    }

    @Test
    void aJournalOfWhichNothingCanBeReadIsNoBackup() throws IOException {
        try (Store store = open(folder)) {
            take(store, 1);
        }
        Path segment = folder.resolve("journal").resolve(Segments.name(1));
        byte[] bytes = Files.readAllBytes(segment);
        Arrays.fill(bytes, 4096, bytes.length, (byte) 7);
        Files.write(segment, bytes);

        assertThatThrownBy(this::copy).hasMessageContaining("no entry that can be read");
    }

    @Test
    void aLedgerThatIsNoneIsLeftOutAndSaidSo() throws IOException {
        try (Store store = open(folder)) {
            take(store, 1);
        }
        Files.writeString(folder.resolve("ledger.db"), "no database at all, but long enough");

        StoreImage.Taken<Path> taken = copy();

        assertThat(taken.files()).doesNotContainKey("ledger.db");
        assertThat(taken.notices()).singleElement().asString().startsWith("the ledger is left out");
    }

    /// Fills segments until the oldest one is used again.
    private void turn(Store store) {
        try {
            RealDisk journal = RealDisk.readOnly(folder.resolve("journal"));
            String oldest =
                    journal.list().stream()
                            .filter(each -> each.startsWith("segment"))
                            .min(Comparator.naturalOrder())
                            .orElseThrow();
            long first = store.journal().firstSeq();
            while (store.journal().firstSeq() == first) {
                assertThat(store.journal().append(Drafts.draft(7, ENTRY_BYTES)))
                        .isInstanceOf(Receipt.class);
                try (LedgerBatch batch = store.ledger().begin()) {
                    batch.commit(store.journal().lastSeq());
                }
                store.journal().release(store.keepBase());
            }
            while (journal.list().contains(oldest)) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Store open(Path path) throws IOException {
        return Store.open(path, Drafts.settings(SEGMENTS));
    }

    /// One more entry, and the ledger says its number in a third of all places.
    private static void take(Store store, int id) {
        assertThat(store.journal().append(Drafts.draft(id, ENTRY_BYTES)))
                .isInstanceOf(Receipt.class);
        try (LedgerBatch batch = store.ledger().begin()) {
            long seq = store.journal().lastSeq();
            for (int n = 0; n < FACTS; n++) {
                if (says(seq, n)) {
                    batch.fact(place(n), "said", said(seq), seq);
                }
            }
            batch.commit(seq);
        }
    }

    private static String place(int n) {
        return "T%04d".formatted(n);
    }

    private static String said(long seq) {
        return "entry " + seq + LONG;
    }

    private static boolean says(long seq, int n) {
        return seq == 1 || 3 * n / FACTS == seq % 3;
    }

    /// Moves the log into the ledger's file, as far as readers let it.
    private void checkpoint() {
        try (Connection other = Sql.open(folder.resolve("ledger.db"), false)) {
            Sql.run(other, "PRAGMA busy_timeout=0");
            Sql.run(other, "PRAGMA wal_checkpoint(PASSIVE)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private StoreImage.Taken<Path> copy() throws IOException {
        StoreImage.Taken<Path> taken = StoreImage.take(folder, this::keep);
        // what an earlier round kept counts no more
        try (Stream<Path> all = Files.walk(copy)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!taken.files().containsValue(file)) {
                    Files.delete(file);
                }
            }
        }
        return taken;
    }

    private void assertWhole() {
        assertThat(complaints()).isEmpty();
    }

    /// What the copied ledger does not say as it must after its last entry.
    private List<String> complaints() {
        try (LedgerReader ledger = LedgerReader.open(copy.resolve("ledger.db"))) {
            List<String> complaints = new ArrayList<>();
            ledger.complaint().ifPresent(complaints::add);
            for (int n = 0; n < FACTS; n++) {
                long seq = ledger.applied();
                while (!says(seq, n)) {
                    seq--;
                }
                String said = ledger.facts().of(place(n)).getOrDefault("said", "nothing");
                if (!said.equals(said(seq))) {
                    complaints.add(place(n) + ": " + said);
                }
            }
            return complaints;
        } catch (LedgerException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private Path keep(String name, DiskFile file, long bytes, long size) throws IOException {
        byte[] content = new byte[(int) size];
        int half = (int) (bytes / 2);
        file.read(ByteBuffer.wrap(content, 0, half), 0);
        inTheMiddle.accept(name);
        file.read(ByteBuffer.wrap(content, half, (int) bytes - half), half);
        Path target = copy.resolve(name);
        Files.createDirectories(target.getParent());
        return Files.write(target, content);
    }
}
