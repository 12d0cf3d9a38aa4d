package io.larder.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentsTest {
    private static final long LARGE = 1 << 20;

    /// Behind the page with the schema.
    private static final int DAMAGED_FROM = 4096;

    @TempDir private Path folder;

    @Test
    void whatABatchKeepsIsThereAfterItsCommitAndOnlyThen() {
        try (Ledger ledger = Ledger.open(ledger())) {
            try (LedgerBatch undone = ledger.begin()) {
                undone.keep("a", bytes("gone"), true, 1);
            }
            keep(ledger, "b", "here", true, 1);

            assertThat(found(ledger, "a", "b"))
                    .containsExactly(Optional.empty(), Optional.of("here"));
        }
    }

    @Test
    void contentsOutliveTheLedgerBesideThem() throws IOException {
        try (Ledger ledger = Ledger.open(ledger())) {
            keep(ledger, "a", "here", true, 1);
        }
        Files.delete(ledger());

        try (Ledger again = Ledger.open(ledger())) {
            assertThat(again.applied()).isZero();
            assertThat(found(again, "a")).containsExactly(Optional.of("here"));
        }
    }

    @Test
    void theOldestPassingContentsGoWhenRoomIsNeededAndTheLastingOnesStay() {
        try (Ledger ledger = Ledger.open(ledger())) {
            keep(ledger, "lasting", "12345", true, 1);
            keep(ledger, "old", "12345", false, 2);
            keep(ledger, "new", "12345", false, 3);
            keep(ledger, "notUpstream", "12345", false, 4);

            assertThat(ledger.dropContents(LARGE, 3)).isZero();
            assertThat(ledger.dropContents(15, 3)).isOne();
            assertThat(found(ledger, "lasting", "old", "new", "notUpstream"))
                    .extracting(Optional::isPresent)
                    .containsExactly(true, false, true, true);
            assertThat(ledger.dropContents(0, 3)).isOne();
            assertThat(found(ledger, "lasting", "new", "notUpstream"))
                    .extracting(Optional::isPresent)
                    .containsExactly(true, false, true);
        }
    }

    @Test
    void contentsThatTheSiteNeedsStayThoughAPhotoHasTheSameBytes() {
        try (Ledger ledger = Ledger.open(ledger())) {
            keep(ledger, "same", "12345", true, 1);
            keep(ledger, "same", "12345", false, 2);

            assertThat(ledger.dropContents(0, 2)).isZero();
        }
    }

    @Test
    void aDamagedFileIsPutAsideAndTheLedgerStaysWhatItIs() throws IOException {
        try (Ledger ledger = Ledger.open(ledger())) {
            keep(ledger, "a", "here", true, 7);
        }
        byte[] rubbish = new byte[4096];
        Arrays.fill(rubbish, (byte) 'x');
        Files.write(folder.resolve(Contents.FILE), rubbish);

        try (Ledger ledger = Ledger.open(ledger())) {
            keep(ledger, "b", "too", true, 8);

            assertThat(ledger.applied()).isEqualTo(8);
            assertThat(found(ledger, "a", "b"))
                    .containsExactly(Optional.empty(), Optional.of("too"));
        }
        assertThat(folder.resolve("contents-aside-1.db")).hasBinaryContent(rubbish);
    }

    @Test
    void whatTheyTakeIsCountedAlongAndAfterTheNextStart() {
        try (Ledger ledger = Ledger.open(ledger())) {
            keep(ledger, "a", "12345", false, 1);
            assertThat(ledger.contentBytes()).isEqualTo(5);
            keep(ledger, "b", "123", true, 2);
            keep(ledger, "b", "123", true, 3);
            assertThat(ledger.contentBytes()).isEqualTo(8);
            ledger.dropContents(0, 3);
            assertThat(ledger.contentBytes()).isEqualTo(3);
        }
        try (Ledger again = Ledger.open(ledger());
                LedgerReader reader = again.reader()) {
            assertThat(again.contentBytes()).isEqualTo(3);
            assertThat(reader.contentSize()).isEqualTo(new LedgerReader.ContentSize(1, 3));
            assertThat(reader.hasContent("a")).isFalse();
            assertThat(reader.hasContent("b")).isTrue();
        }
    }

    @Test
    void damageThatIsMetOnlyWhenTheyAreCountedPutsThemAsideToo() throws IOException {
        try (Ledger ledger = Ledger.open(ledger())) {
            keep(ledger, "a", "x".repeat(100_000), true, 7);
        }
        byte[] file = Files.readAllBytes(folder.resolve(Contents.FILE));
        Arrays.fill(file, DAMAGED_FROM, file.length, (byte) 'x');
        Files.write(folder.resolve(Contents.FILE), file);

        try (Ledger ledger = Ledger.open(ledger())) {
            assertThat(ledger.contentBytes()).isZero();
            assertThat(ledger.applied()).isEqualTo(7);
        }
        assertThat(folder.resolve("contents-aside-1.db")).hasBinaryContent(file);
    }

    private Path ledger() {
        return folder.resolve("ledger.db");
    }

    private static void keep(Ledger ledger, String sha256, String text, boolean lasting, long seq) {
        try (LedgerBatch batch = ledger.begin()) {
            batch.keep(sha256, bytes(text), lasting, seq);
            batch.commit(seq);
        }
    }

    private static List<Optional<String>> found(Ledger ledger, String... names) {
        try (LedgerReader reader = ledger.reader()) {
            return Stream.of(names)
                    .map(name -> reader.content(name).map(bytes -> new String(bytes, UTF_8)))
                    .toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
