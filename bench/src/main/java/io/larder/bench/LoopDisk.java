package io.larder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A disk of its own, on which nobody else writes: an ext4 image on a loop device that passes
/// writes and flushes through. Counts what reaches it. Needs root.
final class LoopDisk implements AutoCloseable {
    private static final int SECTOR_BYTES = 512;
    private static final int SECTORS = 6;
    private static final int FLUSHES = 15;

    private final Path image;
    private final Path folder;
    private final Thread atExit = new Thread(this::letGo);
    private String device = "";

    private LoopDisk(Path image, Path folder) {
        this.image = image;
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /// What the device has taken since it was attached.
    record Taken(long bytes, long flushes) {
        Taken since(Taken before) {
            return new Taken(bytes - before.bytes, flushes - before.flushes);
        }
    }

    /// A new one of `megabytes` beside `parent`'s other files. Throws `NotMeasured` where the
    /// machine or its owner does not allow it.
    static LoopDisk attach(Path parent, int megabytes) throws IOException, InterruptedException {
        Path image = Files.createTempFile(parent, "disk-", ".img");
        LoopDisk disk = new LoopDisk(image, Files.createTempDirectory(parent, "disk-"));
        try {
            Shell.run("fallocate", "-l", megabytes + "M", image.toString());
            disk.device =
                    Shell.run("losetup", "--find", "--show", "--direct-io=on", image.toString());
            // Nothing is to be written in the background later.
            Shell.run(
                    "mkfs.ext4",
                    "-q",
                    "-b",
                    "4096",
                    "-E",
                    "lazy_itable_init=0,lazy_journal_init=0",
                    disk.device);
            Shell.run("mount", "-o", "noatime", disk.device, disk.folder.toString());
            return disk;
        } catch (IOException e) {
            disk.close();
            throw new NotMeasured("a disk of its own cannot be had: " + e.getMessage());
        }
    }

    /// Where it is mounted.
    Path folder() {
        return folder;
    }

    /// Major and minor number, with a colon.
    String number() throws IOException {
        return Files.readString(sys().resolve("dev")).strip();
    }

    /// What it took until now, after everything that waits was written.
    Taken taken() throws IOException, InterruptedException {
        Shell.run("sync", "-f", folder.toString());
        String[] stat = Files.readString(sys().resolve("stat")).strip().split(" +", -1);
        return new Taken(
                Long.parseLong(stat[SECTORS]) * SECTOR_BYTES, Long.parseLong(stat[FLUSHES]));
    }

    private Path sys() {
        return Path.of("/sys/block", String.valueOf(Path.of(device).getFileName()));
    }

    @Override
    public void close() throws IOException {
        letGo();
        Runtime.getRuntime().removeShutdownHook(atExit);
        Files.deleteIfExists(folder);
        Files.deleteIfExists(image);
    }

    /// Lazily, so that it is gone also when somebody still holds a file.
    private void letGo() {
        try {
            Shell.run("sh", "-c", "! mountpoint -q \"$0\" || umount -l \"$0\"", folder.toString());
            if (!device.isEmpty()) {
                Shell.run("losetup", "--detach", device);
            }
        } catch (IOException e) {
            throw new IllegalStateException("still attached: " + image, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
