package io.larder.storage.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// A data folder: who owns it, and the few things done to whole files in it. Only its owner may
/// look inside.
public final class Folder {
    private final Path path;

    private Folder(Path path) {
        this.path = path;
    }

    /// The folder at `path`, made when missing.
    public static Folder make(Path path) throws IOException {
        Files.createDirectories(
                path,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new Folder(path);
    }

    /// What tells the file at `path` from one that takes its place; empty when there is none.
    public static Optional<Object> identity(Path path) throws IOException {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(path, BasicFileAttributes.class).fileKey());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /// Takes the folder for this process; empty when another process has it. Closing the channel
    /// gives it back.
    public Optional<FileChannel> own() throws IOException {
        FileChannel file =
                FileChannel.open(path("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return Optional.of(file);
            }
        } catch (OverlappingFileLockException e) {
            // Another part of this very process has it: as good as another process.
        }
        file.close();
        return Optional.empty();
    }

    /// The path of the file `name` in this folder.
    public Path path(String name) {
        return path.resolve(name);
    }

    public boolean has(String name) {
        return Files.exists(path(name));
    }

    /// Gives a file another name, replacing what had it.
    public void rename(String from, String to) throws IOException {
        Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
    }

    public void copy(String from, String to) throws IOException {
        Files.copy(path(from), path(to), StandardCopyOption.REPLACE_EXISTING);
    }

    public void deleteIfExists(String name) throws IOException {
        Files.deleteIfExists(path(name));
    }

    /// Flushes the content of a file that somebody else wrote.
    public void force(String name) throws IOException {
        try (FileChannel file = FileChannel.open(path(name), StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    /// A folder within, as a disk.
    public Disk disk(String name) throws IOException {
        return RealDisk.at(path(name));
    }

    /// Makes renames durable.
    public void sync() throws IOException {
        RealDisk.at(path).sync();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
