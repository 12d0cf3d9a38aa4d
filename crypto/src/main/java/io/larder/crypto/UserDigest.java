package io.larder.crypto;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// The password of a person as meeting terminals keep it: PBKDF2-HMAC-SHA256 over 1000 rounds. Not
/// ours to choose. Source: PROTOCOL.md 6.3, trap T-096.
///
/// ```
/// digest = hex( pbkdf2( password, salt = bytes of the hex text, 1000, 32 bytes ) )
/// ```
public record UserDigest(String digest, String salt) {
    private static final int ROUNDS = 1_000;
    private static final int KEY_BITS = 256;
    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /// The digest of a password under a new salt.
    public static UserDigest of(String clear) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return of(clear, HexFormat.of().formatHex(salt));
    }

    /// The digest of a password under a salt in hex; throws `IllegalArgumentException` when that is
    /// no hex.
    public static UserDigest of(String clear, String salt) {
        PBEKeySpec spec =
                new PBEKeySpec(
                        clear.toCharArray(), HexFormat.of().parseHex(salt), ROUNDS, KEY_BITS);
        try {
            byte[] key =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(spec)
                            .getEncoded();
            return new UserDigest(HexFormat.of().formatHex(key), salt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2", e);
        } finally {
            spec.clearPassword();
        }
    }
}
