package io.larder.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The first page of a segment: which store it belongs to and which number it has in it.
///
/// ```
/// header page = magic u64, version u32, segment u32, box u64, epoch u64, crc32c u32, zeros to 4096
/// ```
///
/// `box` names the store for good, `epoch` is drawn at random when the store is made: blocks of
/// another store's segments never match.
record SegmentHeader(int segment, long box, long epoch) {
    private static final long MAGIC = 0x3130474553444C4CL;
    private static final int VERSION = 1;
    private static final int BYTES = 36;

    /// The header of another segment of the same store.
    SegmentHeader of(int number) {
        return new SegmentHeader(number, box, epoch);
    }

    /// The store's name as people read it: 16 hex digits.
    String boxName() {
        return String.format("%016x", box);
    }

    ByteBuffer page() {
        ByteBuffer out = ByteBuffer.allocate(Block.PAGE).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(MAGIC).putInt(VERSION).putInt(segment).putLong(box).putLong(epoch);
        out.putInt(crc(out));
        return out.rewind();
    }

    static Optional<SegmentHeader> read(ByteBuffer page) {
        ByteBuffer in = page.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < BYTES
                || in.getLong() != MAGIC
                || in.getInt() != VERSION
                || in.getInt(BYTES - 4) != crc(in)) {
            return Optional.empty();
        }
        return Optional.of(new SegmentHeader(in.getInt(), in.getLong(), in.getLong()));
    }

    private static int crc(ByteBuffer page) {
        CRC32C crc = new CRC32C();
        crc.update(page.slice(0, BYTES - 4));
        return (int) crc.getValue();
    }
}
