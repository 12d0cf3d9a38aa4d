package io.larder.server.cli;

import io.larder.crypto.Identity;
import java.io.IOException;
import java.nio.file.Path;

/// `DIR/identity.key`: the key pair of this box, made at the first start.
final class IdentityFile {
    private static final String NAME = "identity.key";

    private IdentityFile() {}

    static Identity open(Path data) throws IOException {
        try {
            return Identity.read(KeyFile.open(data, NAME, () -> Identity.generate().write()));
        } catch (IllegalArgumentException e) {
            throw new IOException(data.resolve(NAME) + ": " + e.getMessage(), e);
        }
    }
}
