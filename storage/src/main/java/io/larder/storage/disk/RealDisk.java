package io.larder.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A folder of the file system, created when missing. Files are readable by their owner only: they
/// hold money, working hours and names.
public final class RealDisk implements Disk {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final Path folder;
    private final boolean writable;

    private RealDisk(Path folder, boolean writable) {
        this.folder = folder;
        this.writable = writable;
    }

    /// The folder for reading and writing.
    public static RealDisk at(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new RealDisk(folder, true);
    }

    /// The folder for looking only: every change fails. For programs beside a running box.
    public static RealDisk readOnly(Path folder) {
        return new RealDisk(folder, false);
    }

    @Override
    public List<String> list() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
        }
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return writable
                ? new RealFile(
                        FileChannel.open(
                                folder.resolve(name),
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE))
                : new RealFile(FileChannel.open(folder.resolve(name), StandardOpenOption.READ));
    }

    @Override
    public DiskFile create(String name) throws IOException {
        requireWritable();
        return new RealFile(
                FileChannel.open(
                        folder.resolve(name),
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(OWNER_ONLY)));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        requireWritable();
        Files.move(
                folder.resolve(from),
                folder.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        requireWritable();
        Files.delete(folder.resolve(name));
    }

    @Override
    public void sync() throws IOException {
        requireWritable();
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private void requireWritable() throws IOException {
        if (!writable) {
            throw new IOException(folder + " was opened for looking only");
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private record RealFile(FileChannel channel) implements DiskFile {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            int total = 0;
            while (into.hasRemaining()) {
                int got = channel.read(into, position + total);
                if (got < 0) {
                    break;
                }
                total += got;
            }
            return total;
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            long at = position;
            while (from.hasRemaining()) {
                at += channel.write(from, at);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void forceAll() throws IOException {
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
