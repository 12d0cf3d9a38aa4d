package io.larder.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// What closes bytes that must not lie about in the clear, and opens them again. `about` is what
/// they belong to, so that nobody can put them in another place. Used by many threads at once.
public interface Veil {
    /// Leaves everything in the clear, and opens nothing.
    Veil NONE =
            new Veil() {
                @Override
                public boolean closes() {
                    return false;
                }

                @Override
                public byte[] close(byte[] clear, byte[] about) {
                    throw new IllegalStateException("nothing is closed here");
                }

                @Override
                public Optional<byte[]> open(byte[] closed, byte[] about) {
                    return Optional.empty();
                }

                @Override
                public byte[] mark(byte[] clear) {
                    try {
                        return MessageDigest.getInstance("SHA-256").digest(clear);
                    } catch (NoSuchAlgorithmException e) {
                        throw new IllegalStateException("every JDK has SHA-256", e);
                    }
                }
            };

    /// Whether [#close] may be asked; else everything stays in the clear.
    boolean closes();

    /// The closed form.
    byte[] close(byte[] clear, byte[] about);

    /// What was closed; empty when that was under another key, or about something else.
    Optional<byte[]> open(byte[] closed, byte[] about);

    /// 32 bytes that are the same for the same bytes and, of a veil that closes, say nothing of
    /// them: who tries all passwords finds none.
    byte[] mark(byte[] clear);
}
