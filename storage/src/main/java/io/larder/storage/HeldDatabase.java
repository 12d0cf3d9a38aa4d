package io.larder.storage;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import io.larder.storage.disk.Folder;
import io.larder.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/// A SQLite file with its log, copied byte by byte while others write it. `VACUUM INTO` would write
/// all of it once more, on a card that wears, and in another order each time; of the file as it is
/// most stays the same from one day to the next.
///
/// A reading transaction is held meanwhile. SQLite's rules for a file with a write-ahead log then
/// leave two ways, and both make a whole of file and log:
///
/// - the reader needs the log: then nobody begins it anew, and what a checkpoint moves into the
///   file while that is read stands in the log as well, and counts from there;
/// - the reader needs the file only: then nobody writes the file. The log may be begun anew, once;
///   a log that was while it was read is read again.
final class HeldDatabase {
    private static final int LOG_HEADER_BYTES = 32;
    private static final int TRIES = 3;

    private HeldDatabase() {}

    /// Puts `name` and its log among `files`; does nothing when there is no such file. Throws
    /// `LedgerException` when it is no database that can be read.
    static <T> void take(Path path, String name, StoreImage.Keeper<T> keeper, Map<String, T> files)
            throws IOException {
        Disk disk = RealDisk.readOnly(path);
        for (int n = 0; disk.list().contains(name); n++) {
            Optional<Object> before = Folder.identity(path.resolve(name));
            hold(disk, path, name, keeper, files);
            if (before.equals(Folder.identity(path.resolve(name)))) {
                return;
            }
            if (n == TRIES) {
                throw new IOException(name + " was replaced again and again while it was copied");
            }
        }
    }

    /// The file is closed after the connection: closing it would take the connection's locks away,
    /// which belong to file and process.
    private static <T> void hold(
            Disk disk, Path path, String name, StoreImage.Keeper<T> keeper, Map<String, T> files)
            throws IOException {
        try (DiskFile file = disk.open(name);
                Connection held = Sql.open(path.resolve(name), true)) {
            held.setAutoCommit(false);
            Sql.number(held, "SELECT count(*) FROM sqlite_master");
            long size = file.size();
            files.put(name, keeper.keep(name, file, size, size));
            log(disk, name + "-wal", keeper, files);
        } catch (SQLException e) {
            files.remove(name);
            throw Sql.failure("hold " + name, e);
        }
    }

    private static <T> void log(
            Disk disk, String name, StoreImage.Keeper<T> keeper, Map<String, T> files)
            throws IOException {
        files.remove(name);
        for (int n = 0; n < TRIES; n++) {
            try (DiskFile log = disk.open(name)) {
                ByteBuffer before = head(log);
                long size = log.size();
                Optional<T> kept =
                        size == 0
                                ? Optional.empty()
                                : Optional.of(keeper.keep(name, log, size, size));
                if (before.equals(head(log))) {
                    kept.ifPresent(all -> files.put(name, all));
                    return;
                }
            } catch (NoSuchFileException none) {
                return;
            }
        }
        throw new IOException(name + " was begun anew again and again while it was copied");
    }

    private static ByteBuffer head(DiskFile log) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(LOG_HEADER_BYTES);
        log.read(head, 0);
        return head.flip();
    }
}
