package io.larder.server.cli;

/// The terminal's half of the algorithm set `larder-1`, as `docs/key-exchange.md` describes it.
interface CipherSide {
    /// A fresh public key, as it travels.
    String publicKey();

    /// A fresh factor, encrypted for the box that has `boxKey`.
    String factor(String boxKey);

    /// Makes the session keys out of the box's factor, for the terminal `serial`.
    void agree(String boxFactor, String serial);

    /// A sealed body; `crc` goes into it in the place of the right one.
    byte[] seal(long counter, byte[] clear, int crc);

    /// The body that the box sealed; throws `AssertionError` when it does not open.
    byte[] open(byte[] sealed);
}
