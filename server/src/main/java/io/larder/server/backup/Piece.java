package io.larder.server.backup;

import io.larder.crypto.Digest;

/// Up to 4 MiB of a file, known by their SHA-256: what is the same in two generations, or under two
/// names, is on the medium once. As large as a segment, far below what a FAT file may have.
public record Piece(String sha256, int bytes) {
    static final int MOST_BYTES = 4 << 20;

    /// FAT keeps 65,536 names of 13 letters in a folder, and longer ones as several: half the
    /// digits let 16,000 pieces in, 64 GiB, and tell them apart as well.
    private static final int NAME_DIGITS = 32;

    static Piece of(byte[] content) {
        return new Piece(Digest.sha256Hex(content), content.length);
    }

    /// What its file is called.
    String name() {
        return sha256.substring(0, NAME_DIGITS);
    }

    /// Whether these are its bytes.
    boolean is(byte[] content) {
        return equals(of(content));
    }
}
