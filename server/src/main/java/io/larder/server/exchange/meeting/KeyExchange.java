package io.larder.server.exchange.meeting;

import java.util.Optional;

/// The box's side of the exchange of keys on one connection, where a module offers it. The texts
/// are those on the wire. Source: PROTOCOL.md 5.1, 6.3.
public interface KeyExchange {
    /// Takes the terminal's public key and gives the box's; empty when it is none.
    Optional<String> publicKey(String terminalKey);

    /// Takes the terminal's factor and gives the box's; empty when it cannot be understood.
    Optional<String> factor(String terminalFactor);
}
