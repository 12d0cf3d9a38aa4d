package io.larder.storage;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;

/// Makes files ready to be segments: zeros or old content that no reader takes for data, then the
/// header, then the folder. Only a header that fits its name says that all of it was done.
final class SegmentFiles {
    private static final int FILL_CHUNK = 256 * 1024;

    private final Disk disk;
    private final long segmentBytes;
    private final SegmentHeader identity;

    /// One for all segments: what is outside the heap comes back only when the heap is cleared, and
    /// a new ring of hundreds would hold a quarter of a megabyte for each until then.
    private final ByteBuffer zeros;

    SegmentFiles(Disk disk, long segmentBytes, SegmentHeader identity) {
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.identity = identity;
        this.zeros = ByteBuffer.allocateDirect((int) Math.min(FILL_CHUNK, segmentBytes));
    }

    /// Makes segment `number` of zeros. A file that an earlier try left half done is filled anew; a
    /// new one that could not be filled is removed, so that a full file system has room again.
    void fill(int number) throws IOException {
        String name = Segments.name(number);
        boolean exists = disk.list().contains(name);
        try (DiskFile file = exists ? disk.open(name) : disk.create(name)) {
            clear(file);
            begin(file, number);
        } catch (IOException e) {
            if (!exists) {
                discard(name, e);
            }
            throw e;
        }
        disk.sync();
    }

    /// Gives the file of segment `from` the name of segment `to`. When an earlier try did it and
    /// failed to say so, there is nothing to rename, and `to` need only be filled.
    void rename(int from, int to) throws IOException {
        try {
            disk.rename(Segments.name(from), Segments.name(to));
        } catch (NoSuchFileException renamedBefore) {
            fill(to);
        }
    }

    /// Makes the renamed file segment `number`. Its old content stays behind the new header: no
    /// block of it carries this number.
    void reuse(int number) throws IOException {
        try (DiskFile file = disk.open(Segments.name(number))) {
            if (file.size() < segmentBytes) {
                clear(file);
            }
            begin(file, number);
        }
        disk.sync();
    }

    /// The file's name is durable before: a cut must not give the former name back to a segment of
    /// which half is gone. A new header alone does no harm there, it does not fit that name.
    private void clear(DiskFile file) throws IOException {
        disk.sync();
        for (long at = 0; at < segmentBytes; at += zeros.capacity()) {
            int length = (int) Math.min(zeros.capacity(), segmentBytes - at);
            file.write(zeros.slice(0, length), at);
        }
        file.forceAll();
    }

    private void begin(DiskFile file, int number) throws IOException {
        file.write(identity.of(number).page(), 0);
        file.forceAll();
    }

    private void discard(String name, IOException cause) {
        try {
            disk.delete(name);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
