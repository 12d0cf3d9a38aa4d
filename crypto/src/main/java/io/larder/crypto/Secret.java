package io.larder.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/// A shared secret, such as a binding key or an upstream token. It never prints itself, so a log
/// line or an exception message that mentions one gives nothing away.
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /// Takes the secret as it was written in the settings; an empty one would let everybody in and
    /// is refused.
    public static Secret of(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(
                    "a secret is empty, expected at least one character");
        }
        return new Secret(value);
    }

    /// Whether a stranger said the right word. Takes the same time wherever the first difference
    /// is, so that it cannot be guessed letter by letter.
    public boolean matches(String said) {
        return MessageDigest.isEqual(value.getBytes(UTF_8), said.getBytes(UTF_8));
    }

    /// The secret in clear, only for putting it on the wire.
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
