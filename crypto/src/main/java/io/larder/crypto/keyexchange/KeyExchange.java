package io.larder.crypto.keyexchange;

import java.util.Optional;

/// An algorithm set at work. Many threads may use it at once.
public interface KeyExchange extends AutoCloseable {
    /// Starts an exchange with the terminal `serial` under a key pair that was never used before.
    /// Empty when none is ready: making one takes seconds on a small machine, and nobody waits for
    /// it here; the terminal asks again.
    Optional<Handshake> begin(String serial);

    /// Makes no more keys. Handshakes and sessions go on.
    @Override
    void close();
}
