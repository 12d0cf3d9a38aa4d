package io.larder.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// Files of a store whose checksums are made right again after somebody changed the bytes under
/// them: what a drawn file must be to get past the first look.
final class Mended {
    /// The store that all of them are of.
    static final SegmentHeader STORE = new SegmentHeader(1, 0x1AEDE4, 42);

    private static final int BLOCK_MAGIC = 0x4B4C424C;
    private static final int FIRST_SEQ_AT = 20;
    private static final int ENTRIES_AT = 28;
    private static final int BODY_BYTES_AT = 32;
    private static final int HEADER_CRC_AT = Block.HEADER_BYTES - 4;

    /// The largest number that the upstream format takes.
    private static final long MOST = 1L << 53;

    private Mended() {}

    /// A segment with the header of [#STORE], whose blocks belong to it and are numbered as a
    /// writer numbers them: upwards, perhaps with holes. What the blocks hold stays as it is.
    static byte[] segment(byte[] drawn) {
        byte[] file = drawn.clone();
        ByteBuffer header = STORE.page();
        header.get(file, 0, Math.min(Block.PAGE, file.length));
        long next = 1;
        int at = Block.PAGE;
        while (at + Block.HEADER_BYTES <= file.length) {
            ByteBuffer block = little(file, at, file.length - at);
            if (block.getInt(0) == BLOCK_MAGIC) {
                next = block(block, next);
                long bytes = Block.HEADER_BYTES + (long) block.getInt(BODY_BYTES_AT);
                boolean fits = bytes >= Block.HEADER_BYTES && bytes <= block.capacity();
                at += fits ? Block.padded((int) bytes) : Block.PAGE;
            } else {
                at += Block.PAGE;
            }
        }
        return file;
    }

    /// The number behind the block's last.
    private static long block(ByteBuffer block, long next) {
        ByteBuffer own =
                new Block(STORE.epoch(), STORE.segment(), 0, 0, 0, Hash.NONE, 0)
                        .header()
                        .order(ByteOrder.LITTLE_ENDIAN);
        block.put(0, own, 0, FIRST_SEQ_AT);
        long first = block.getLong(FIRST_SEQ_AT);
        long entries = block.getInt(ENTRIES_AT);
        int body = block.getInt(BODY_BYTES_AT);
        if (first < next || first > MOST) {
            first = next;
            block.putLong(FIRST_SEQ_AT, first);
        }
        if (body < 0 || body > block.capacity() - Block.HEADER_BYTES) {
            return next;
        }
        CRC32C crc = new CRC32C();
        crc.update(block.slice(0, HEADER_CRC_AT));
        crc.update(block.slice(Block.HEADER_BYTES, body));
        block.putInt(HEADER_CRC_AT, (int) crc.getValue());
        return entries > 0 ? first + entries : next;
    }

    /// A file of pages, the first `bytes` of each under the checksum behind them.
    static byte[] pages(byte[] drawn, int bytes) {
        byte[] file = drawn.clone();
        for (int at = 0; at + bytes + Integer.BYTES <= file.length; at += Block.PAGE) {
            CRC32C crc = new CRC32C();
            crc.update(file, at, bytes);
            little(file, at + bytes, Integer.BYTES).putInt(0, (int) crc.getValue());
        }
        return file;
    }

    private static ByteBuffer little(byte[] file, int from, int length) {
        return ByteBuffer.wrap(file, from, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
