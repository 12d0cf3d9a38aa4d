package io.larder.server.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.server.conformance.Conforms;
import io.larder.server.exchange.ShelfPath;
import io.larder.server.protocol.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FolderShelfTest {
    private static final int ATTEMPTS = 3_000;

    @TempDir private Path root;
    private Path folder;
    private Path secret;
    private FolderShelf shelf;

    @BeforeEach
    void fill() throws IOException {
        folder = root.resolve("files");
        secret = root.resolve("outside").resolve("main.tgz");
        Files.createDirectories(folder.resolve("fw").resolve("X938"));
        Files.createDirectories(root.resolve("outside"));
        Files.writeString(folder.resolve("fw").resolve("X938").resolve("main.tgz"), "firmware");
        Files.writeString(secret, "secret");
        shelf = new FolderShelf(folder);
    }

    @Test
    @Conforms("FILE-001")
    void aFileIsReadInPiecesFromAnyPlace() throws IOException {
        try (Content file = shelf.open(path("fw", "X938", "main.tgz")).orElseThrow()) {
            assertThat(file.size()).isEqualTo(8);
            assertThat(file.read(0, 100).asLatin1()).isEqualTo("firmware");
            assertThat(file.read(4, 2).asLatin1()).isEqualTo("wa");
            assertThat(file.read(8, 1).isEmpty()).isTrue();
            assertThat(file.read(1L << 40, 1).isEmpty()).isTrue();
        }
    }

    @Test
    @Conforms("FILE-005")
    void whatIsNoFileIsNotThere() throws IOException {
        assertThat(read("fw", "X938", "Main.tgz")).isEqualTo("-");
        assertThat(read("fw", "X938")).isEqualTo("-");
        assertThat(read("fw", "X938", "main.tgz", "x")).isEqualTo("-");
        assertThat(read("x".repeat(300))).isEqualTo("-");
        assertThat(new FolderShelf(root.resolve("none")).open(path("a"))).isEmpty();
        assertThat(new FolderShelf(secret).open(path("a"))).isEmpty();
    }

    @Test
    @Conforms("FILE-004")
    void aLinkIsNotThereWhereverItStandsAndWhereverItLeads() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.tgz"), secret);
        Files.createSymbolicLink(folder.resolve("inner.tgz"), Path.of("fw", "X938", "main.tgz"));
        Files.createSymbolicLink(folder.resolve("out"), root.resolve("outside"));
        Files.createSymbolicLink(folder.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(folder.resolve("fw").resolve("in"), Path.of("X938"));
        Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));

        assertThat(read("link.tgz")).isEqualTo("-");
        assertThat(read("inner.tgz")).isEqualTo("-");
        assertThat(read("out", "main.tgz")).isEqualTo("-");
        assertThat(read("up", "outside", "main.tgz")).isEqualTo("-");
        assertThat(read("fw", "in", "main.tgz")).isEqualTo("-");
        assertThat(read("loop")).isEqualTo("-");
    }

    @Test
    void aPipeIsNotThereAndNobodyWaitsForIt() throws Exception {
        Path pipe = folder.resolve("pipe");
        Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assumeTrue(made.waitFor() == 0);

        assertThat(read("pipe")).isEqualTo("-");
    }

    @Test
    @Conforms("FILE-004")
    void aNameThatMayLeadOutsideIsNoPathOfAShelf() {
        for (String name : List.of("", ".", "..", ".x", "a/b", "a\\b", "a\0")) {
            assertThatThrownBy(() -> path("fw", name)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> path()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Conforms("FILE-004")
    void whatIsOpenStaysTheSameFileWhateverIsSwappedIn() throws IOException {
        Path firmware = folder.resolve("fw").resolve("X938").resolve("main.tgz");
        try (Content file = shelf.open(path("fw", "X938", "main.tgz")).orElseThrow()) {
            Files.delete(firmware);
            Files.createSymbolicLink(firmware, secret);

            assertThat(file.read(0, 100).asLatin1()).isEqualTo("firmware");
        }
        assertThat(read("fw", "X938", "main.tgz")).isEqualTo("-");
    }

    @Test
    @Conforms("FILE-004")
    void aLinkSwappedInBetweenLookAndOpeningIsNotFollowed() throws IOException {
        Path firmware = folder.resolve("fw").resolve("X938").resolve("main.tgz");
        Swap swap =
                () -> {
                    Files.delete(firmware);
                    Files.createSymbolicLink(firmware, secret);
                };

        assertThat(readAndSwap(swap)).isEqualTo("-");
    }

    @Test
    void anythingElseSwappedInBetweenLookAndOpeningIsNotServed() throws IOException {
        Path firmware = folder.resolve("fw").resolve("X938").resolve("main.tgz");
        Swap folderInstead =
                () -> {
                    Files.delete(firmware);
                    Files.createDirectory(firmware);
                };
        assertThat(readAndSwap(folderInstead)).isEqualTo("-");

        Files.delete(firmware);
        Files.writeString(firmware, "firmware");
        assertThat(readAndSwap(() -> Files.move(secret, firmware, REPLACE_EXISTING)))
                .isEqualTo("-");
        assertThat(readAndSwap(() -> {})).isEqualTo("secret");
    }

    @Test
    @Conforms("FILE-004")
    void aFolderSwappedForALinkLeadsToTheFolderThatItWas() throws IOException {
        Path middle = folder.resolve("fw").resolve("X938");
        Swap swap =
                () -> {
                    Files.move(middle, root.resolve("aside"));
                    Files.createSymbolicLink(middle, root.resolve("outside"));
                };

        assertThat(readAndSwap(swap)).isEqualTo("firmware");
        assertThat(read("fw", "X938", "main.tgz")).isEqualTo("-");
    }

    @Test
    @Conforms("FILE-004")
    void aFolderThatIsSwappedForALinkAllTheTimeNeverLeadsOutside() throws Exception {
        Path name = folder.resolve("fw").resolve("X938");
        Path aside = root.resolve("aside");
        AtomicBoolean stop = new AtomicBoolean();
        Swap swap =
                () -> {
                    while (!stop.get()) {
                        Files.move(name, aside);
                        Files.createSymbolicLink(name, root.resolve("outside"));
                        Files.delete(name);
                        Files.move(aside, name);
                    }
                };
        Thread swapping = Thread.ofPlatform().start(() -> run(swap));
        try {
            for (int i = 0; i < ATTEMPTS; i++) {
                assertThat(read("fw", "X938", "main.tgz")).isIn("firmware", "-");
            }
            assertThat(swapping.isAlive()).isTrue();
        } finally {
            stop.set(true);
            swapping.join();
        }
    }

    private interface Swap {
        void run() throws IOException;
    }

    private static void run(Swap swap) {
        try {
            swap.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readAndSwap(Swap swap) throws IOException {
        return read(new FolderShelf(folder, () -> run(swap)), path("fw", "X938", "main.tgz"));
    }

    private static ShelfPath path(String... names) {
        return new ShelfPath(List.of(names));
    }

    private String read(String... names) throws IOException {
        return read(shelf, path(names));
    }

    /// The text of a file, `-` when it is not there.
    private static String read(FolderShelf shelf, ShelfPath path) throws IOException {
        Optional<Content> opened = shelf.open(path);
        if (opened.isEmpty()) {
            return "-";
        }
        try (Content file = opened.get()) {
            return file.read(0, 100).text(StandardCharsets.UTF_8);
        }
    }
}
