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
