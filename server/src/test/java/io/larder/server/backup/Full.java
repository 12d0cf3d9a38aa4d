package io.larder.server.backup;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A disk with `room` bytes left.
record Full(Disk disk, AtomicLong room) implements Disk {
    @Override
    public List<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return disk.open(name);
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return new Growing(disk.create(name), room);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void sync() throws IOException {
        disk.sync();
    }

    private record Growing(DiskFile file, AtomicLong room) implements DiskFile {
        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            if (room.addAndGet(-from.remaining()) < 0) {
                throw new IOException("No space left on device");
            }
            file.write(from, position);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public void forceAll() throws IOException {
            file.forceAll();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
