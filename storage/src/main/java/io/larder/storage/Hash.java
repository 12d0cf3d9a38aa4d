package io.larder.storage;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// A SHA-256 value of 32 bytes, compared by content.
final class Hash {
    static final int BYTES = 32;

    /// All zeros: what stands where nothing came before.
    static final Hash NONE = new Hash(new byte[BYTES]);

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Every Java platform has SHA-256, so its absence is a broken installation.
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /// Ends `digest` and takes its value.
    static Hash of(MessageDigest digest) {
        return new Hash(digest.digest());
    }

    /// Of all bytes in `bytes`.
    static Hash of(byte[] bytes) {
        return new Hash(sha256().digest(bytes));
    }

    /// The next 32 bytes of `in`.
    static Hash read(ByteBuffer in) {
        byte[] bytes = new byte[BYTES];
        in.get(bytes);
        return new Hash(bytes);
    }

    /// A value that somebody else stored; throws `IllegalArgumentException` unless it has 32 bytes.
    static Hash stored(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a hash of " + bytes.length + " bytes, expected 32");
        }
        return new Hash(bytes.clone());
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// 64 lower-case hexadecimal digits.
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
