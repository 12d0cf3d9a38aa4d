package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFilesTest {
    private static final int ENTRY_BYTES = 20_000;

    @TempDir private Path folder;

    @Test
    void aLedgerThatFellBehindTheOldestEntryIsBuiltAgainFromTheBaseCopy() throws IOException {
        Path kept = folder.resolve("kept");
        try (Store store = open()) {
            take(store);
        }
        Files.copy(ledger(), kept);
        long base = 0;
        try (Store store = open()) {
            while (store.journal().firstSeq() <= 2) {
                take(store);
                base = store.keepBase();
                store.journal().release(base);
            }
        }
        Files.move(kept, ledger(), StandardCopyOption.REPLACE_EXISTING);

        try (Store store = open()) {
            assertThat(store.ledger().applied()).isEqualTo(base);
            assertThat(store.notices())
                    .containsExactly(
                            "the ledger is built again, the old one is ledger-aside-1.db:"
                                    + " a power cut took back what the base copy still has");
        }
    }

    @Test
    void aBaseCopyWithABadPageIsNotBuiltOn() throws IOException {
        try (Store store = open()) {
            while (store.journal().firstSeq() <= 2) {
                take(store);
                store.journal().release(store.keepBase());
            }
        }
        Path base = folder.resolve("ledger-base.db");
        byte[] bytes = Files.readAllBytes(base);
        // The page behind the schema: what is opened first does not read it.
        Arrays.fill(bytes, 4_096, 8_192, (byte) 0x55);
        Files.write(base, bytes);
        Files.delete(ledger());

        try (Store store = open()) {
            assertThat(store.ledger().applied()).isZero();
            assertThat(store.notices())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "the ledger is built again, the old one is ledger-aside-1.db: the base copy: ");
            take(store);
        }
    }

    @Test
    void aLedgerBehindTheJournalIsKeptWhenNothingInBetweenIsGone() throws IOException {
        try (Store store = open()) {
            take(store);
            store.keepBase();
            store.journal().append(Drafts.draft(2, ENTRY_BYTES));
        }

        try (Store store = open()) {
            assertThat(store.ledger().applied()).isEqualTo(1);
            assertThat(store.notices()).isEmpty();
        }
    }

    /// A folder in the place of its log keeps SQLite from opening a file, as a full medium does.
    @Test
    void aLedgerThatCannotBeOpenedStaysWhereItIsWhenNoOtherCouldBeMade() throws IOException {
        try (Store store = open()) {
            take(store);
        }
        Path inTheWay = Files.createDirectory(folder.resolve("ledger.db-wal"));
        Files.createDirectory(folder.resolve("ledger-probe.db"));

        assertThatThrownBy(this::open)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("ledger.db");

        Files.delete(inTheWay);
        try (Store store = open()) {
            assertThat(store.ledger().applied()).isEqualTo(1);
            assertThat(store.notices()).isEmpty();
        }
    }

    @Test
    void aLedgerThatCannotBeOpenedIsBuiltAgainWhenAnotherCanBeMade() throws IOException {
        try (Store store = open()) {
            take(store);
        }
        Files.createDirectory(folder.resolve("ledger.db-wal"));

        try (Store store = open()) {
            assertThat(store.ledger().applied()).isZero();
            assertThat(store.notices()).singleElement().asString().contains("ledger-aside-1.db");
        }
    }

    private Store open() throws IOException {
        return Store.open(folder, Drafts.settings(JournalSettings.MIN_SEGMENTS));
    }

    private Path ledger() {
        return folder.resolve("ledger.db");
    }

    /// One more entry, and the ledger has it.
    private static void take(Store store) {
        assertThat(store.journal().append(Drafts.draft(1, ENTRY_BYTES)))
                .isInstanceOf(Receipt.class);
        try (LedgerBatch batch = store.ledger().begin()) {
            batch.commit(store.journal().lastSeq());
        }
    }
}
