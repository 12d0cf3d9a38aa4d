package io.larder.storage;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Finds the blocks of one segment. A place where no block can be read is passed over page by page,
/// so that what lies behind damage is still found.
final class SegmentScan implements Closeable {
    private static final int WINDOW = 256 * 1024;

    /// A block that was found, its body, and where it stands.
    record Found(Block block, ByteBuffer body, long offset) {
        long end() {
            return offset + block.paddedBytes();
        }

        Hash hash() {
            return block.hash(body);
        }

        /// True when `other` holds the same entries behind the same block; the segment may differ.
        boolean repeats(Found other) {
            return block.firstSeq() == other.block.firstSeq()
                    && block.entries() == other.block.entries()
                    && block.previous().equals(other.block.previous())
                    && body.slice().equals(other.body.slice());
        }
    }

    private final DiskFile file;
    private final int segment;
    private final long epoch;
    private final long size;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;

    private SegmentScan(DiskFile file, int segment, long epoch, long size) {
        this.file = file;
        this.segment = segment;
        this.epoch = epoch;
        this.size = size;
    }

    static SegmentScan open(Disk disk, int segment, long epoch) throws IOException {
        DiskFile file = disk.open(Segments.name(segment));
        try {
            return new SegmentScan(file, segment, epoch, file.size());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    int segment() {
        return segment;
    }

    long size() {
        return size;
    }

    /// The first whole block at or behind `offset` that begins before `limit`.
    Optional<Found> next(long offset, long limit) throws IOException {
        for (long at = offset; at + Block.HEADER_BYTES <= Math.min(limit, size); at += Block.PAGE) {
            Optional<Found> found = at(at);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// The block that stands exactly at `offset`, if it is whole.
    Optional<Found> at(long offset) throws IOException {
        Optional<Block> header = header(offset);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        Block block = header.get();
        ByteBuffer body = bytes(offset + Block.HEADER_BYTES, block.bodyBytes());
        return body.remaining() == block.bodyBytes() && block.matches(body)
                ? Optional.of(new Found(block, body, offset))
                : Optional.empty();
    }

    /// The header that stands at `offset`, whatever became of the body behind it.
    Optional<Block> header(long offset) throws IOException {
        return Block.readHeader(bytes(offset, Block.HEADER_BYTES), epoch, segment, size - offset);
    }

    /// The page at `offset`, fewer bytes at the end.
    ByteBuffer page(long offset) throws IOException {
        return bytes(offset, Block.PAGE);
    }

    /// True when nothing but zeros stands between the block's body and the next block's place.
    boolean isPadded(Found found) throws IOException {
        long end = found.offset() + Block.HEADER_BYTES + found.block().bodyBytes();
        return Block.isZero(bytes(end, (int) (found.end() - end)));
    }

    /// How long the block was to be whose header stands at `offset`, 0 when there is none: what is
    /// left of a write that a cut interrupted.
    long tornBytes(long offset) throws IOException {
        return header(offset).map(block -> (long) block.paddedBytes()).orElse(0L);
    }

    /// True when no header was written at `offset` in this life of the file: zeros are there, or
    /// the header of an older one.
    boolean unwritten(long offset) throws IOException {
        ByteBuffer header = bytes(offset, Block.HEADER_BYTES);
        return Block.isOfOlderLife(header, epoch, segment) || Block.isZero(header);
    }

    /// The bytes at `offset`, fewer at the end. What was read once is not read again while it is in
    /// the window, so a block that was being written must be asked for by a fresh scan.
    private ByteBuffer bytes(long offset, int length) throws IOException {
        boolean inside = offset >= windowStart && offset + length <= windowStart + window.limit();
        if (!inside) {
            int wanted = (int) Math.min(Math.max(length, WINDOW), Math.max(0, size - offset));
            window = ByteBuffer.allocate(wanted);
            file.read(window, offset);
            window.flip();
            windowStart = offset;
        }
        int from = (int) (offset - windowStart);
        return window.slice(from, Math.min(length, window.limit() - from));
    }

    /// Forgets what was read ahead, because the writer has gone on since.
    void forget() {
        window = ByteBuffer.allocate(0);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
