package io.larder.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The unit of a group commit: everything that waited, under one checksum, so that all of it is
/// there or nothing. Little-endian, at a 4,096 byte boundary of its segment.
///
/// ```
/// block = magic u32, version u8, flags u8, headerBytes u16, epoch u64, segment u32, firstSeq u64,
///         entries u32, bodyBytes u32, previous 32 bytes, crc32c u32 (header without itself, body),
///         body = entries, zeros to the next 4096
/// entry = length u32 (of the rest), kind u8, flags u8 (1 = clock trusted, 2 = payload closed), wallMillis i64,
///         monotonicMillis i64, bootId u32, serialBytes u8, serial, payload
/// ```
///
/// Epoch and segment are under the checksum, so that an old life of a recycled segment is never
/// taken for data.
///
/// `previous` is the hash of the block before, zeros in the very first: blocks are a chain, and
/// whoever vouches for one hash vouches for every block behind it. The hash of a block is SHA-256
/// over its header without the checksum, and its body. It is not stored in the block itself: the
/// next one and the signed statements name it.
record Block(
        long epoch,
        int segment,
        long firstSeq,
        int entries,
        int bodyBytes,
        Hash previous,
        int crc) {
    static final int PAGE = 4096;
    static final int HEADER_BYTES = 72;
    static final int ENTRY_HEAD_BYTES = 27;
    private static final int MAGIC = 0x4B4C424C;
    private static final byte VERSION = 2;
    private static final byte CLOCK_TRUSTED = 1;
    private static final byte CLOSED = 2;

    long lastSeq() {
        return firstSeq + entries - 1;
    }

    /// Bytes on the medium, padding included: unpadded blocks let a cut damage the one before.
    int paddedBytes() {
        return padded(HEADER_BYTES + bodyBytes);
    }

    static int padded(int bytes) {
        return (bytes + PAGE - 1) / PAGE * PAGE;
    }

    /// The block for `body`, its checksum computed.
    static Block seal(
            long epoch, int segment, long firstSeq, List<byte[]> body, Hash previous, int entries) {
        int bytes = 0;
        for (byte[] part : body) {
            bytes += part.length;
        }
        Block unsealed = new Block(epoch, segment, firstSeq, entries, bytes, previous, 0);
        CRC32C crc = new CRC32C();
        crc.update(unsealed.header().limit(HEADER_BYTES - 4));
        for (byte[] part : body) {
            crc.update(part, 0, part.length);
        }
        return new Block(epoch, segment, firstSeq, entries, bytes, previous, (int) crc.getValue());
    }

    /// The block's hash, for the next one to name.
    Hash hash(List<byte[]> body) {
        MessageDigest digest = hashOfHeader();
        for (byte[] part : body) {
            digest.update(part);
        }
        return Hash.of(digest);
    }

    /// The same, of a `body` as read.
    Hash hash(ByteBuffer body) {
        MessageDigest digest = hashOfHeader();
        digest.update(body.slice());
        return Hash.of(digest);
    }

    private MessageDigest hashOfHeader() {
        MessageDigest digest = Hash.sha256();
        digest.update(header().limit(HEADER_BYTES - 4));
        return digest;
    }

    ByteBuffer header() {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .put(VERSION)
                .put((byte) 0)
                .putShort((short) HEADER_BYTES)
                .putLong(epoch)
                .putInt(segment)
                .putLong(firstSeq)
                .putInt(entries)
                .putInt(bodyBytes)
                .put(previous.bytes())
                .putInt(crc)
                .flip();
    }

    /// Reads a header without its body; empty when there is none that could belong here. Lengths
    /// are checked against `room` (bytes to the segment's end) before anyone allocates.
    static Optional<Block> readHeader(ByteBuffer page, long epoch, int segment, long room) {
        if (page.remaining() < HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = page.slice().order(ByteOrder.LITTLE_ENDIAN);
        boolean ours =
                in.getInt() == MAGIC
                        && in.get() == VERSION
                        && in.get() == 0
                        && in.getShort() == HEADER_BYTES
                        && in.getLong() == epoch
                        && in.getInt() == segment;
        if (!ours) {
            return Optional.empty();
        }
        Block block =
                new Block(
                        epoch,
                        segment,
                        in.getLong(),
                        in.getInt(),
                        in.getInt(),
                        Hash.read(in),
                        in.getInt());
        boolean plausible =
                block.firstSeq > 0
                        && block.entries > 0
                        && block.bodyBytes >= (long) block.entries * ENTRY_HEAD_BYTES
                        && block.bodyBytes <= room - HEADER_BYTES;
        return plausible ? Optional.of(block) : Optional.empty();
    }

    /// True when `page` begins with a block header of this store for a segment before `segment`:
    /// the file was recycled and not written since.
    static boolean isOfOlderLife(ByteBuffer page, long epoch, int segment) {
        if (page.remaining() < HEADER_BYTES) {
            return false;
        }
        ByteBuffer in = page.slice().order(ByteOrder.LITTLE_ENDIAN);
        return in.getInt() == MAGIC && in.getLong(8) == epoch && in.getInt(16) < segment;
    }

    static boolean isZero(ByteBuffer bytes) {
        for (int at = bytes.position(); at < bytes.limit(); at++) {
            if (bytes.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    /// True when header and `body` (position to limit) are what was written.
    boolean matches(ByteBuffer body) {
        CRC32C sum = new CRC32C();
        sum.update(header().limit(HEADER_BYTES - 4));
        sum.update(body.slice());
        return (int) sum.getValue() == crc;
    }

    /// The stored form of an entry, closed if it is secret.
    static byte[] writeEntry(Draft draft, Veil veil) {
        if (!draft.secret() || !veil.closes()) {
            return writeEntry(draft, draft.payload(), (byte) 0);
        }
        Draft.Stamp stamp = draft.stamp();
        byte[] about = About.entry(draft.kind(), draft.serial(), stamp.wallMillis());
        return writeEntry(draft, veil.close(draft.payload(), about), CLOSED);
    }

    private static byte[] writeEntry(Draft draft, byte[] payload, byte closed) {
        byte[] serial = draft.serial().getBytes(StandardCharsets.US_ASCII);
        if (serial.length > 255) {
            throw new IllegalArgumentException("serial of " + serial.length + " bytes, limit 255");
        }
        Draft.Stamp stamp = draft.stamp();
        ByteBuffer out =
                ByteBuffer.allocate(ENTRY_HEAD_BYTES + serial.length + payload.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(out.capacity() - 4).put((byte) draft.kind().code());
        out.put((byte) ((stamp.clockTrusted() ? CLOCK_TRUSTED : 0) | closed));
        out.putLong(stamp.wallMillis()).putLong(stamp.monotonicMillis()).putInt(stamp.bootId());
        out.put((byte) serial.length).put(serial).put(payload);
        return out.array();
    }

    /// Whether a body whose checksum held is made of entries as this version writes them: a later
    /// one may write them otherwise.
    boolean holdsEntries(ByteBuffer body) {
        ByteBuffer in = body.slice().order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < entries; i++) {
            if (in.remaining() < ENTRY_HEAD_BYTES) {
                return false;
            }
            int rest = in.getInt();
            if (rest < ENTRY_HEAD_BYTES - Integer.BYTES || rest > in.remaining()) {
                return false;
            }
            in.position(in.position() + rest);
        }
        return true;
    }

    /// The stored entries of a body whose checksum held, as they go into another block.
    List<byte[]> split(ByteBuffer body) {
        ByteBuffer in = body.slice().order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> parts = new ArrayList<>(entries);
        for (int i = 0; i < entries; i++) {
            byte[] part = new byte[in.getInt(in.position()) + 4];
            in.get(part);
            parts.add(part);
        }
        return parts;
    }

    /// The entries of a body whose checksum held, closed ones as they are.
    List<Entry> readEntries(ByteBuffer body) {
        ByteBuffer in = body.slice().order(ByteOrder.LITTLE_ENDIAN);
        List<Entry> read = new ArrayList<>(entries);
        for (int i = 0; i < entries; i++) {
            int bytes = in.getInt(in.position()) + Integer.BYTES;
            read.add(readEntry(firstSeq + i, in.slice(in.position(), bytes)));
            in.position(in.position() + bytes);
        }
        return read;
    }

    /// Entry `seq` from its stored form.
    static Entry readEntry(long seq, ByteBuffer stored) {
        ByteBuffer in = stored.order(ByteOrder.LITTLE_ENDIAN);
        in.getInt();
        EntryKind kind = EntryKind.of(in.get());
        byte flags = in.get();
        boolean trusted = (flags & CLOCK_TRUSTED) != 0;
        Draft.Stamp stamp = new Draft.Stamp(in.getLong(), in.getLong(), in.getInt(), trusted);
        byte[] serial = new byte[in.get() & 0xFF];
        in.get(serial);
        byte[] payload = new byte[in.remaining()];
        in.get(payload);
        return new Entry(
                seq,
                kind,
                new String(serial, StandardCharsets.US_ASCII),
                stamp,
                payload,
                (flags & CLOSED) != 0 ? Entry.Closure.CLOSED : Entry.Closure.NONE);
    }
}
