package io.larder.server.cli;

import io.larder.crypto.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `DIR/identity.key`: the key pair of this box, made at the first start.
final class IdentityFile {
    private static final String NAME = "identity.key";

    private IdentityFile() {}

    /// The key pair in a folder; throws when there is none: whoever only looks makes no files.
    static Identity find(Path data) throws IOException {
        if (!Files.exists(data.resolve(NAME))) {
            throw new IOException(
                    data.resolve(NAME) + " is missing: name the box's public key with --key");
        }
        return open(data);
    }

    static Identity open(Path data) throws IOException {
        try {
            return Identity.read(KeyFile.open(data, NAME, () -> Identity.generate().write()));
        } catch (IllegalArgumentException e) {
            throw new IOException(data.resolve(NAME) + ": " + e.getMessage(), e);
        }
    }
}
