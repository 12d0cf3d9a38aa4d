package io.larder.storage;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Puts blocks into segments: one write and one flush each. Owned by one thread.
///
/// A flush that failed is never repeated on the same file: the kernel may have dropped the pages
/// and say success the second time. The segment is left behind and the block goes to a fresh one;
/// when that fails too, the journal takes nothing more.
final class JournalWriter {
    /// Staging for one write; a larger block takes several.
    private static final int STAGE_BYTES = 1 << 20;

    private static final long NEXT_SEGMENT_MILLIS = 5_000;

    /// So much of the last segment is kept for entries that make room: 256 KiB of 4 MiB are 64.
    private static final int KEPT_SHARE = 16;

    private final Disk disk;
    private final JournalSettings settings;
    private final SegmentHeader identity;
    private final Ring ring;
    private final ByteBuffer stage;
    private final long kept;
    private DiskFile file;
    private long limit;
    private Catalog.Tail tail;

    JournalWriter(
            Disk disk,
            JournalSettings settings,
            SegmentHeader identity,
            Ring ring,
            Catalog.Tail tail)
            throws IOException {
        this.disk = disk;
        this.settings = settings;
        this.identity = identity;
        this.ring = ring;
        this.tail = tail;
        this.kept = Block.padded((int) (settings.segmentBytes() / KEPT_SHARE));
        this.stage =
                ByteBuffer.allocateDirect((int) Math.min(STAGE_BYTES, settings.segmentBytes()));
        this.file = disk.open(Segments.name(tail.segment()));
        this.limit = limit(file);
    }

    /// A file that is shorter than it should be is not grown: that would allocate.
    private long limit(DiskFile opened) throws IOException {
        try {
            return Math.min(settings.segmentBytes(), opened.size());
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    Catalog.Tail tail() {
        return tail;
    }

    /// How many body bytes the next block may have without another segment; never less than what a
    /// fresh segment holds for a single large entry.
    int bodyRoom() {
        long left = limit - tail.offset() - Block.HEADER_BYTES;
        return (int) Math.min(left, stage.capacity() - Block.HEADER_BYTES);
    }

    /// Makes `body` durable as one block. Throws `NoSegment` when the ring has no room,
    /// `IOException` when the medium failed on two segments in a row. The last pages of the ring
    /// are for what `makesRoom` only.
    void commit(List<byte[]> body, boolean makesRoom) throws IOException, NoSegment {
        try {
            if (!fits(body, 0)) {
                nextSegment();
            }
            if (!makesRoom && !fits(body, kept) && !awaitReady()) {
                throw new NoSegment();
            }
            put(body);
        } catch (IOException first) {
            try {
                nextSegment();
                put(body);
            } catch (IOException | NoSegment second) {
                first.addSuppressed(second);
                throw first;
            }
        }
    }

    /// Whether it fits this segment, with `rest` bytes to spare.
    private boolean fits(List<byte[]> body, long rest) {
        int bytes = body.stream().mapToInt(part -> part.length).sum();
        return tail.offset() + Block.padded(Block.HEADER_BYTES + bytes) + rest <= limit;
    }

    /// Makes the block that recovery found last safe. It can be read, but perhaps from the kernel's
    /// memory only: its writer was killed before the flush, or the flush failed. Flushing alone
    /// proves nothing then, so it is written once more, behind itself: readers take repeated
    /// entries once. In the same segment the two are the same bytes, in the next one they differ in
    /// the segment only; either way both follow the same block before them. When it stands there
    /// twice already, the former copy is written over, so that restarts do not fill the ring, and
    /// never the only copy, which a cut could damage.
    ///
    /// A block that cannot be taken apart is left as it is: nobody here can read it anyway, and it
    /// must not keep the box from starting.
    void secure(Catalog.LastBlock last) throws IOException {
        Block block = last.found().block();
        if (!block.holdsEntries(last.found().body())) {
            file.force();
            return;
        }
        List<byte[]> body = block.split(last.found().body());
        if (last.twin() > 0) {
            write(block, body, last.twin());
            file.force();
            return;
        }
        Catalog.Tail end = tail;
        tail = new Catalog.Tail(end.segment(), end.offset(), block.firstSeq(), block.previous());
        try {
            commit(body, false);
        } catch (NoSegment full) {
            tail = end;
            file.force();
            return;
        }
        if (last.found().offset() == Block.PAGE && tail.segment() == end.segment()) {
            // the next start finds the segment by its first page
            write(block, body, Block.PAGE);
            file.force();
        }
    }

    private void put(List<byte[]> body) throws IOException {
        Block block =
                Block.seal(
                        identity.epoch(),
                        tail.segment(),
                        tail.nextSeq(),
                        body,
                        tail.previous(),
                        body.size());
        write(block, body, tail.offset());
        if (settings.sync()) {
            file.force();
        }
        if (tail.offset() == Block.PAGE) {
            ring.began(tail.segment(), block.firstSeq());
        }
        tail =
                new Catalog.Tail(
                        tail.segment(),
                        tail.offset() + block.paddedBytes(),
                        block.lastSeq() + 1,
                        block.hash(body));
    }

    private void write(Block block, List<byte[]> body, long offset) throws IOException {
        long at = offset;
        stage.clear().put(block.header());
        for (byte[] part : body) {
            int done = 0;
            while (done < part.length) {
                if (!stage.hasRemaining()) {
                    at += flushStage(at);
                }
                int piece = Math.min(part.length - done, stage.remaining());
                stage.put(part, done, piece);
                done += piece;
            }
        }
        while (stage.position() % Block.PAGE != 0) {
            stage.put((byte) 0);
        }
        flushStage(at);
    }

    private int flushStage(long at) throws IOException {
        stage.flip();
        int bytes = stage.remaining();
        file.write(stage, at);
        stage.clear();
        return bytes;
    }

    private void nextSegment() throws IOException, NoSegment {
        if (!awaitReady()) {
            throw new NoSegment();
        }
        int number = ring.take().orElseThrow(NoSegment::new);
        DiskFile next = disk.open(Segments.name(number));
        limit = limit(next);
        DiskFile left = file;
        file = next;
        tail = new Catalog.Tail(number, Block.PAGE, tail.nextSeq(), tail.previous());
        leave(left);
    }

    private boolean awaitReady() {
        try {
            return ring.awaitReady(NEXT_SEGMENT_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the journal writer", e);
        }
    }

    private static void leave(DiskFile left) {
        try {
            left.close();
        } catch (IOException nothingLeftToLose) {
            // what counts in it was flushed, or is repeated in the next segment
        }
    }

    void close() throws IOException {
        file.close();
    }

    /// The ring has no segment ready.
    static final class NoSegment extends Exception {
        private static final long serialVersionUID = 1;

        NoSegment() {
            super("no segment of the ring is free");
        }
    }
}
