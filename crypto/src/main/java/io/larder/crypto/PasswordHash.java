package io.larder.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Passwords of people as they may be kept: PBKDF2-HMAC-SHA256 with a random salt each.
///
/// ```
/// hash = "p1:" iterations ":" base64( salt (16 bytes) ) ":" base64( key (32 bytes) )
/// ```
///
/// Card passwords are four to six digits: no number of iterations keeps somebody who has the hash
/// from trying them all. The few taken here are what a small processor can do for ten thousand
/// cards at once.
public final class PasswordHash {
    private static final int ITERATIONS = 1_000;

    /// A stored text that asks for more is damaged or hostile.
    private static final int MOST_ITERATIONS = 1_000_000;

    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern FORM =
            Pattern.compile("p1:(\\d{1,7}):([A-Za-z0-9+/=]{4,88}):([A-Za-z0-9+/=]{4,88})");

    private PasswordHash() {}

    /// The hash of a password; twice the same gives two different ones.
    public static String of(String clear) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return "p1:"
                + ITERATIONS
                + ":"
                + base64.encodeToString(salt)
                + ":"
                + base64.encodeToString(key(clear, salt, ITERATIONS));
    }

    /// Whether `said` is the password that was hashed. An empty one never is, and nothing matches a
    /// text that is no hash of ours.
    public static boolean matches(String hash, String said) {
        return !said.isEmpty()
                && expected(hash)
                        .filter(stored ->
                                MessageDigest.isEqual(
                                        stored.key, key(said, stored.salt, stored.iterations)))
                        .isPresent();
    }

    @SuppressWarnings("ArrayRecordComponent") // lives for one comparison and is never compared
    private record Stored(int iterations, byte[] salt, byte[] key) {}

    private static Optional<Stored> expected(String hash) {
        Matcher parts = FORM.matcher(hash);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int iterations = Integer.parseInt(parts.group(1));
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            return Optional.empty();
        }
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            return Optional.of(
                    new Stored(
                            iterations,
                            base64.decode(parts.group(2)),
                            base64.decode(parts.group(3))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// PBKDF2-HMAC-SHA256, 32 bytes.
    static byte[] key(String clear, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(clear.toCharArray(), salt, iterations, KEY_BYTES * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2", e);
        } finally {
            spec.clearPassword();
        }
    }
}
