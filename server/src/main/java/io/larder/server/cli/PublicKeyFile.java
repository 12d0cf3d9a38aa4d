package io.larder.server.cli;

import io.larder.crypto.Digest;
import io.larder.crypto.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The public key of a box in a `PUBLIC KEY` PEM file.
final class PublicKeyFile {
    private PublicKeyFile() {}

    /// The key, X.509 SubjectPublicKeyInfo.
    static byte[] read(Path file) throws IOException {
        try {
            return Identity.publicKey(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /// What people compare: SHA-256 in hexadecimal.
    static String fingerprint(byte[] publicKey) {
        return Digest.sha256Hex(publicKey);
    }
}
