package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.larder.crypto.Identity;
import io.larder.crypto.IdentityHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `DIR/identity.key`: the key pair of this box, made at the first start. `DIR/identity.history`:
/// the public keys it had before.
final class IdentityFile {
    private static final String NAME = "identity.key";
    private static final String HISTORY = "identity.history";

    private IdentityFile() {}

    static Identity open(Path data) throws IOException {
        try {
            return Identity.read(KeyFile.open(data, NAME, () -> Identity.generate().write()));
        } catch (IllegalArgumentException e) {
            throw new IOException(data.resolve(NAME) + ": " + e.getMessage(), e);
        }
    }

    /// The identity, if there is one; whoever only looks makes no files.
    static Optional<Identity> find(Path data) throws IOException {
        return Files.exists(data.resolve(NAME)) ? Optional.of(open(data)) : Optional.empty();
    }

    /// The identity of a folder that must have one; throws when there is none.
    static Identity need(Path data) throws IOException {
        return find(data)
                .orElseThrow(() ->
                        new IOException(
                                data.resolve(NAME)
                                        + " is missing: name the box's public key with --key"));
    }

    /// When the file was written: at the first start or the last rotation.
    static Instant since(Path data) throws IOException {
        return Files.getLastModifiedTime(data.resolve(NAME)).toInstant();
    }

    /// Who the box was before, oldest first.
    static List<IdentityHistory.Step> history(Path data) throws IOException {
        try {
            return IdentityHistory.read(historyText(data));
        } catch (IllegalArgumentException e) {
            throw new IOException(data.resolve(HISTORY) + ": " + e.getMessage(), e);
        }
    }

    /// Puts `next` in the place of `old`. The history first: a box may not forget who it was.
    static void rotate(Path data, Identity old, Identity next, Instant now) throws IOException {
        String text = historyText(data) + IdentityHistory.step(old, next, now.toString());
        KeyFile.write(data, HISTORY, text.getBytes(US_ASCII));
        KeyFile.write(data, NAME, next.write());
    }

    /// The same as it is stored and shown to others.
    static String historyText(Path data) throws IOException {
        Path file = data.resolve(HISTORY);
        return Files.exists(file) ? Files.readString(file, US_ASCII) : "";
    }
}
