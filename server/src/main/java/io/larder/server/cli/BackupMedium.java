package io.larder.server.cli;

import io.larder.server.backup.Medium;
import io.larder.storage.disk.Folder;
import io.larder.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder with backups, while this process is the only one that changes it.
record BackupMedium(Path path, Medium medium, FileChannel owned) implements AutoCloseable {
    private static final String PIECES = "pieces";

    /// For looking only; throws when there is no such folder.
    static Medium look(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new IOException(path + ": there is no such folder");
        }
        return new Medium(RealDisk.readOnly(path), RealDisk.readOnly(path.resolve(PIECES)));
    }

    /// Makes the folder when it is missing.
    static BackupMedium own(Path path) throws IOException {
        Folder folder = Folder.make(path);
        FileChannel owned =
                folder.own()
                        .orElseThrow(() -> new IOException("another backup to " + path + " runs"));
        return new BackupMedium(path, new Medium(RealDisk.at(path), folder.disk(PIECES)), owned);
    }

    /// Bytes that are left; of a medium that was pulled out nobody can say.
    long room() {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /// A medium that is not in leaves an empty folder on the box's own card, which would be filled
    /// and protects from nothing.
    static boolean isSame(Path data, Path target) throws IOException {
        Path there = target.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return Files.getAttribute(data, "unix:dev").equals(Files.getAttribute(there, "unix:dev"));
    }

    @Override
    public void close() throws IOException {
        owned.close();
    }
}
