package io.larder.crypto.keyexchange;

import java.util.Optional;

/// The box's side of one key exchange: first [#publicKey], then [#factor], each once. The texts are
/// those on the wire, without line ends. Source: PROTOCOL.md 5.1.
public interface Handshake {
    /// Takes the terminal's public key and gives the box's; empty when it is no key of this set.
    Optional<String> publicKey(String terminalKey);

    /// Takes the terminal's factor, encrypted for the box, and gives the box's, encrypted for the
    /// terminal, with the session that follows from both. Empty when it cannot be decrypted: the
    /// handshake is over then.
    Optional<Agreed> factor(String terminalFactor);

    /// The box's answer and what seals from now on.
    record Agreed(String factor, SessionKey session) {}
}
