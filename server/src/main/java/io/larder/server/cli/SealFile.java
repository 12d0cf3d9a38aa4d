package io.larder.server.cli;

import io.larder.crypto.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `DIR/seal.key`: the key under which this box closes secrets that it must pass on, 32 bytes,
/// readable by the box's own user only, made at the first start. Without it nothing is lost but
/// those secrets: orders that carry one end as failed.
final class SealFile {
    private static final String NAME = "seal.key";

    private SealFile() {}

    static Seal open(Path data) throws IOException {
        try {
            return Seal.of(KeyFile.open(data, NAME, Seal::newKey));
        } catch (IllegalArgumentException e) {
            throw new IOException(data.resolve(NAME) + ": " + e.getMessage(), e);
        }
    }

    /// The key in a folder, or one for this moment only when there is none: whoever only looks
    /// makes no files.
    static Seal find(Path data) throws IOException {
        return Files.exists(data.resolve(NAME)) ? open(data) : Seal.of(Seal.newKey());
    }
}
