package io.larder.server.cli;

import io.larder.crypto.Seal;
import io.larder.storage.Veil;
import java.util.Optional;

/// Closes what the store keeps with the seal of this box.
record SealVeil(Seal seal) implements Veil {
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
