package io.larder.server.proof;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A [Card] whose device is a program of ours (`tools/faults/badcard.c`): it writes down in which
/// order everything reached the card, and can be slow or fail.
final class BadCard implements Closeable {
    private static final int END_SECONDS = 10;
    private static final int STEPS = 200;
    private static final int STEP_MILLIS = 50;

    private final Path device;
    private final Path log;
    private final Process program;
    private final Thread atExit;
    private final Card card;

    private BadCard(Path parent, Card.FileSystem kind) throws IOException {
        this.log = parent.resolve("badcard.log");
        this.device = Files.createDirectory(parent.resolve("device"));
        Path image = parent.resolve("badcard.img");
        Tool.run("truncate", "-s", kind.size, image.toString());
        Path built = compile(parent);
        this.program =
                new ProcessBuilder(
                                built.toString(),
                                image.toString(),
                                log.toString(),
                                device.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(parent.resolve("badcard.out").toFile())
                        .start();
        this.atExit = new Thread(this::letGo);
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            awaitDevice();
            Path folder = Files.createDirectory(parent.resolve("mounted"));
            this.card = Card.format(kind, device.resolve("disk"), folder);
        } catch (IOException e) {
            letGo();
            throw e;
        }
    }

    /// Why this machine cannot do it, if so.
    static Optional<String> whyNot(Card.FileSystem kind) {
        if (!Files.exists(Path.of("/dev/fuse"))) {
            return Optional.of("the kernel has no FUSE");
        }
        return Card.whyNot(kind)
                .or(() -> Tool.whyNot("cc", "pkg-config"))
                .or(BadCard::whyNoLibrary);
    }

    private static Optional<String> whyNoLibrary() {
        try {
            Tool.run("pkg-config", "--exists", "--print-errors", "fuse3");
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// A new one with all its files in `parent`.
    static BadCard insert(Path parent, Card.FileSystem kind) throws IOException {
        return new BadCard(parent, kind);
    }

    private static Path compile(Path folder) throws IOException {
        String library = Tool.run("pkg-config", "--cflags", "--libs", "fuse3");
        return Tool.compile("badcard", folder, library.split("\\s+", -1));
    }

    private void awaitDevice() throws IOException {
        try {
            for (int i = 0; i < STEPS && !Files.exists(device.resolve("disk")); i++) {
                if (program.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new IOException("badcard ended with " + program.exitValue());
                }
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    Card card() {
        return card;
    }

    /// What is written to this file stands in the log between what the card did before and after.
    Path marks() {
        return device.resolve("mark");
    }

    /// What reached the card; complete once this is closed.
    Path log() {
        return log;
    }

    /// Tells the program how to behave from now on, see `tools/faults/badcard.c`.
    void behave(String order) throws IOException {
        Files.writeString(device.resolve("control"), order);
    }

    @Override
    public void close() throws IOException {
        card.close();
        letGo();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /// When nobody mounts it any more, the program ends.
    private void letGo() {
        try {
            Tool.run("sh", "-c", "! mountpoint -q \"$0\" || umount -l \"$0\"", device.toString());
            if (!program.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                program.destroyForcibly();
            }
        } catch (IOException e) {
            throw new IllegalStateException("still mounted: " + device, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
