package io.larder.server.simulate;

import java.util.Optional;

/// A terminal's half of the algorithm set `larder-1`, as `docs/key-exchange.md` describes it.
public interface CipherSide {
    /// A public key, as it travels.
    String publicKey();

    /// A fresh factor, encrypted for the box that has `boxKey`.
    String factor(String boxKey);

    /// Makes the session keys out of the box's factor, for the terminal `serial`.
    void agree(String boxFactor, String serial);

    /// A sealed body; `crc` stands in it as its crc32, right or wrong.
    byte[] seal(long counter, byte[] clear, int crc);

    /// The body that the box sealed; empty when it does not open.
    Optional<byte[]> open(byte[] sealed);
}
