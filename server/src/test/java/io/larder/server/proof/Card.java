package io.larder.server.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A memory card that can lose its power: an ext4 image on a loop device, mounted in a folder of
/// its own. A cut shuts the file system down without writing anything back (ext4's shutdown call
/// with "no log flush"): what was not flushed is gone when it is mounted again. Needs root.
///
/// The image does not tell a flush of the card from a write to it, so a missing flush *command* is
/// not found here; the simulated disk of the storage module finds it.
final class Card implements Closeable {
    private static final long LIMIT_SECONDS = 60;

    private final Path image;
    private final Path folder;
    private final Thread atExit = new Thread(this::letGo);

    private Card(Path image, Path folder) {
        this.image = image;
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /// Why this machine cannot do it, if so.
    static Optional<String> whyNot() {
        try {
            if (!run("id", "-u").equals("0")) {
                return Optional.of("mounting needs root");
            }
            for (String tool : List.of("mkfs.ext4", "mount", "umount", "losetup", "xfs_io")) {
                run("sh", "-c", "command -v " + tool);
            }
            run("losetup", "--find");
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /// A new card in `parent`.
    static Card insert(Path parent, String size) throws IOException, InterruptedException {
        Path image = parent.resolve("card.img");
        Card card = new Card(image, Files.createDirectory(parent.resolve("card")));
        try {
            run("truncate", "-s", size, image.toString());
            run("mkfs.ext4", "-q", "-b", "4096", image.toString());
            card.mount();
            return card;
        } catch (IOException | InterruptedException e) {
            card.close();
            throw e;
        }
    }

    /// Where it is mounted.
    Path folder() {
        return folder;
    }

    /// From now on nothing reaches the card any more.
    void cutPower() throws IOException, InterruptedException {
        run("xfs_io", "-x", "-c", "shutdown", folder.toString());
    }

    /// As after a power cut: nobody may use the folder now.
    void powerOn() throws IOException, InterruptedException {
        run("umount", folder.toString());
        mount();
    }

    private void mount() throws IOException, InterruptedException {
        run("mount", "-o", "loop,noatime", image.toString(), folder.toString());
    }

    /// Unmounts it, which detaches the loop device, and throws it away.
    @Override
    public void close() throws IOException {
        letGo();
        Runtime.getRuntime().removeShutdownHook(atExit);
        Files.deleteIfExists(image);
    }

    /// Lazily, so that it is gone also when somebody still holds a file.
    private void letGo() {
        try {
            run("sh", "-c", "! mountpoint -q \"$0\" || umount -l \"$0\"", folder.toString());
        } catch (IOException e) {
            throw new IllegalStateException("still mounted: " + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " hangs");
        }
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (process.exitValue() != 0) {
            throw new IOException(
                    String.join(" ", command) + " ended with " + process.exitValue() + ": " + said);
        }
        return said;
    }
}
