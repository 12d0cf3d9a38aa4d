package io.larder.server.cli;

import io.larder.crypto.Seal;
import io.larder.storage.Veil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Closes what the store keeps with the seal of this box.
public record SealVeil(Seal seal) implements Veil {
    /// For looking at the store in `data` with the key that lies there; opens nothing when there is
    /// none.
    public static Veil in(Path data) {
        try {
            Path key = data.resolve(SealFile.NAME);
            return Files.exists(key) ? new SealVeil(Seal.of(Files.readAllBytes(key))) : Veil.NONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean closes() {
        return true;
    }

    @Override
    public byte[] close(byte[] clear, byte[] about) {
        return seal.close(clear, about);
    }

    @Override
    public Optional<byte[]> open(byte[] closed, byte[] about) {
        return seal.open(closed, about);
    }

    @Override
    public byte[] mark(byte[] clear) {
        return seal.fingerprint(clear);
    }
}
