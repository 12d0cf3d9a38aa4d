package io.larder.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/// What a box says of its journal, under its signature: up to here, this stood in it.
/// Little-endian.
///
/// ```
/// signed    = magic u32 "LDST", version u8, kind u8 (1 interim, 2 end of a segment, 3 hand-over),
///             signedBytes u16, number u64, generation u64, box u64, epoch u64, segment u32,
///             oldestSegment u32, entries u32, offset u32, firstSeq u64, lastSeq u64,
///             wallMillis i64, chain 32 bytes, root 32 bytes, previous 32 bytes,
///             publicKey 44 bytes, nextKey 44 bytes
/// statement = signed, signature 64 bytes (Ed25519 over `signed`)
/// page      = statement, crc32c u32 (over the statement), zeros to 4096
/// ```
///
/// `number` counts the statements that are kept, from 0: an interim one has the number that the
/// next kept one will have. `generation` counts every statement made. `oldestSegment` is the oldest
/// one still held, `previous` the hash of the kept statement before (SHA-256 over the whole of it).
/// `nextKey` signs the statement that follows: another key in a hand-over only.
final class SignedStatement {
    /// Why it was made. The code is on the medium.
    enum Kind {
        /// In the middle of a segment: the next one takes its place.
        INTERIM(1),
        /// At the end of a segment.
        END(2),
        /// Another key signs from here on.
        HAND_OVER(3);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        private static boolean has(byte code) {
            return code > 0 && code <= values().length;
        }
    }

    /// What else a statement says: the fields beside its coverage.
    record Frame(
            Kind kind,
            long number,
            long generation,
            long box,
            long epoch,
            int oldestSegment,
            long wallMillis,
            Hash previous) {}

    static final int KEY_BYTES = 44;
    static final int SIGNED_BYTES = 264;
    static final int SIGNATURE_BYTES = 64;
    static final int BYTES = SIGNED_BYTES + SIGNATURE_BYTES;

    private static final int MAGIC = 0x5453444C;
    private static final byte VERSION = 1;
    private static final int KEY_AT = 176;

    private final byte[] bytes;
    private final Frame frame;
    private final Coverage coverage;

    private SignedStatement(byte[] bytes) {
        this.bytes = bytes;
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(5);
        Kind kind = Kind.values()[in.get() - 1];
        in.getShort();
        long number = in.getLong();
        long generation = in.getLong();
        long box = in.getLong();
        long epoch = in.getLong();
        int segment = in.getInt();
        int oldest = in.getInt();
        int entries = in.getInt();
        long offset = Integer.toUnsignedLong(in.getInt());
        long first = in.getLong();
        long last = in.getLong();
        long wallMillis = in.getLong();
        Hash chain = Hash.read(in);
        Hash root = Hash.read(in);
        this.coverage = new Coverage(segment, offset, first, last, entries, chain, root);
        this.frame =
                new Frame(kind, number, generation, box, epoch, oldest, wallMillis, Hash.read(in));
    }

    /// The statement that `signer` makes. Throws `IllegalArgumentException` when the signer's key
    /// or signature is none of Ed25519.
    static SignedStatement make(Frame frame, Coverage coverage, Signer signer, byte[] nextKey) {
        byte[] key = signer.publicKey();
        if (key.length != KEY_BYTES || nextKey.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "keys of %d and %d bytes, expected %d of Ed25519"
                            .formatted(key.length, nextKey.length, KEY_BYTES));
        }
        ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).put(VERSION).put(frame.kind.code).putShort((short) SIGNED_BYTES);
        out.putLong(frame.number).putLong(frame.generation);
        out.putLong(frame.box).putLong(frame.epoch);
        out.putInt(coverage.segment()).putInt(frame.oldestSegment).putInt(coverage.entries());
        out.putInt((int) coverage.offset());
        out.putLong(coverage.firstSeq()).putLong(coverage.lastSeq()).putLong(frame.wallMillis);
        out.put(coverage.chain().bytes()).put(coverage.root().bytes());
        out.put(frame.previous.bytes()).put(key).put(nextKey);
        byte[] signature = signer.sign(Arrays.copyOf(out.array(), SIGNED_BYTES));
        if (signature.length != SIGNATURE_BYTES) {
            throw new IllegalArgumentException("a signature of " + signature.length + " bytes");
        }
        return new SignedStatement(out.put(signature).array());
    }

    /// A statement as it was given out; empty when the bytes have another form. Says nothing of its
    /// signature.
    static Optional<SignedStatement> read(byte[] bytes) {
        if (bytes.length != BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean ours =
                in.getInt() == MAGIC
                        && in.get() == VERSION
                        && Kind.has(in.get())
                        && in.getShort() == SIGNED_BYTES;
        return ours ? Optional.of(new SignedStatement(bytes.clone())) : Optional.empty();
    }

    /// The statement in a page of the file; empty when none was written whole.
    static Optional<SignedStatement> readPage(ByteBuffer page) {
        if (page.remaining() < BYTES + Integer.BYTES) {
            return Optional.empty();
        }
        byte[] bytes = new byte[BYTES];
        ByteBuffer in = page.slice().order(ByteOrder.LITTLE_ENDIAN);
        in.get(bytes);
        return in.getInt() == crc(bytes) ? read(bytes) : Optional.empty();
    }

    ByteBuffer page() {
        return ByteBuffer.allocate(Block.PAGE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(bytes)
                .putInt(crc(bytes))
                .rewind();
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    Frame frame() {
        return frame;
    }

    Coverage coverage() {
        return coverage;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    byte[] signed() {
        return Arrays.copyOf(bytes, SIGNED_BYTES);
    }

    byte[] signature() {
        return Arrays.copyOfRange(bytes, SIGNED_BYTES, BYTES);
    }

    byte[] publicKey() {
        return Arrays.copyOfRange(bytes, KEY_AT, KEY_AT + KEY_BYTES);
    }

    byte[] nextKey() {
        return Arrays.copyOfRange(bytes, KEY_AT + KEY_BYTES, KEY_AT + 2 * KEY_BYTES);
    }

    /// SHA-256 over statement and signature: what the next one names.
    Hash hash() {
        return Hash.of(bytes);
    }

    boolean verifies(Signer.Verifier verifier) {
        return verifier.verifies(publicKey(), signed(), signature());
    }
}
