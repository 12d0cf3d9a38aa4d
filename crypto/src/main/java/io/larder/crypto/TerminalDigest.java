package io.larder.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// The digests by which meeting terminals show a device key and tell passwords: PBKDF2-HMAC-SHA256,
/// 1000 rounds, 32 bytes in lower-case hex. The two treat the same salt text differently: the one
/// takes its letters, the other the bytes that it spells. Source: PROTOCOL.md 6.3, trap T-096.
public final class TerminalDigest {
    private static final int ROUNDS = 1_000;

    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private TerminalDigest() {}

    /// A salt in hex that nobody had before.
    public static String newSalt() {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    /// Of a device key; the salt is the text of the product id, which is not empty.
    public static String ofDeviceKey(String key, String productId) {
        return digest(key, productId.getBytes(StandardCharsets.UTF_8));
    }

    /// Of a person's password; the salt is hex. Empty when it is none.
    public static Optional<String> ofPassword(String clear, String salt) {
        try {
            byte[] bytes = HexFormat.of().parseHex(salt);
            return bytes.length == 0 ? Optional.empty() : Optional.of(digest(clear, bytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Whether two digests are the same, in any case; takes the same time wherever they differ.
    public static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(bytes(one), bytes(other));
    }

    private static byte[] bytes(String digest) {
        return digest.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(String clear, byte[] salt) {
        return HexFormat.of().formatHex(PasswordHash.key(clear, salt, ROUNDS));
    }
}
