package io.larder.storage;

/// The box's key, as far as the journal uses it: Ed25519 (RFC 8032).
public interface Signer {
    /// The signature over `message`, 64 bytes.
    byte[] sign(byte[] message);

    /// The public half, X.509 SubjectPublicKeyInfo, 44 bytes.
    byte[] publicKey();

    /// Says whether the holder of a public key signed a message.
    interface Verifier {
        /// False also for what is no key or no signature at all.
        boolean verifies(byte[] publicKey, byte[] message, byte[] signature);
    }
}
