package io.larder.server.proof;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A memory card that can lose its power: an image on a loop device, mounted in a folder of its
/// own. A cut shuts the file system down without writing anything back (its shutdown call with "no
/// log flush"): what was not flushed is gone when it is mounted again. Needs root.
///
/// The image does not tell a flush of the card from a write to it, so a missing flush *command* is
/// not found here; [CrashImageTest] and the simulated disk of the storage module find it.
final class Card implements Closeable {
    /// What it is formatted with. `size` is what a card of it needs at least.
    enum FileSystem {
        EXT4("128M", "noatime,errors=remount-ro", "-F -b 4096"),
        XFS("320M", "noatime", "-f");

        final String size;
        private final String mounting;
        private final String formatting;

        FileSystem(String size, String mounting, String formatting) {
            this.size = size;
            this.mounting = mounting;
            this.formatting = formatting;
        }

        private String formatter() {
            return "mkfs." + this;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final FileSystem kind;
    private final Path image;
    private final Path folder;
    private final Thread atExit = new Thread(this::letGo);

    private Card(FileSystem kind, Path image, Path folder) {
        this.kind = kind;
        this.image = image;
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /// Why this machine cannot do it, if so.
    static Optional<String> whyNot(FileSystem kind) {
        return Tool.whyNot(kind.formatter(), "mount", "umount", "losetup", "xfs_io");
    }

    /// A new card in `parent`, formatted with more than the usual options.
    static Card insert(Path parent, FileSystem kind, String... formatting) throws IOException {
        Path image = parent.resolve("card.img");
        Tool.run("truncate", "-s", kind.size, image.toString());
        return format(kind, image, Files.createDirectory(parent.resolve("card")), formatting);
    }

    /// Formats `image` and mounts it in `folder`.
    static Card format(FileSystem kind, Path image, Path folder, String... more)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(kind.formatter(), "-q"));
        command.addAll(List.of(kind.formatting.split(" ", -1)));
        command.addAll(List.of(more));
        command.add(image.toString());
        Tool.run(command.toArray(String[]::new));
        return mount(kind, image, folder);
    }

    /// Mounts what is in `image`.
    static Card mount(FileSystem kind, Path image, Path folder) throws IOException {
        Card card = new Card(kind, image, folder);
        try {
            card.mount();
            return card;
        } catch (IOException e) {
            card.close();
            throw e;
        }
    }

    /// Where it is mounted.
    Path folder() {
        return folder;
    }

    /// The device of the kernel that it is, without its folder.
    String device() throws IOException {
        Path device = Path.of(Tool.run("findmnt", "-n", "-o", "SOURCE", folder.toString()));
        return device.toFile().getName();
    }

    /// From now on nothing reaches the card any more.
    void cutPower() throws IOException {
        Tool.run("xfs_io", "-x", "-c", "shutdown", folder.toString());
    }

    /// As after a power cut: nobody may use the folder now.
    void powerOn() throws IOException {
        Tool.run("umount", folder.toString());
        mount();
    }

    /// As after a power cut, when the file system has to be mended first: nobody may use the folder
    /// now.
    void mend() throws IOException {
        Tool.run("umount", folder.toString());
        // 1 says that something was mended
        Tool.run("sh", "-c", "fsck -y \"$0\" || [ $? = 1 ]", image.toString());
        mount();
    }

    private void mount() throws IOException {
        try {
            Tool.run("mount", "-o", "loop," + kind.mounting, image.toString(), folder.toString());
        } catch (IOException e) {
            throw new Unmountable(e);
        }
    }

    /// The file system itself did not come back.
    static final class Unmountable extends IOException {
        private static final long serialVersionUID = 1;

        Unmountable(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /// Unmounts it, which detaches the loop device.
    @Override
    public void close() {
        letGo();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /// Lazily, so that it is gone also when somebody still holds a file.
    private void letGo() {
        try {
            Tool.run("sh", "-c", "! mountpoint -q \"$0\" || umount -l \"$0\"", folder.toString());
        } catch (IOException e) {
            throw new IllegalStateException("still mounted: " + folder, e);
        }
    }
}
