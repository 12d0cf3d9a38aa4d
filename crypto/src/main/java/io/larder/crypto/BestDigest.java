package io.larder.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// The digests of meeting terminals: PBKDF2-HMAC-SHA256, 1000 iterations, 32 bytes in lower-case
/// hex. Two of them differ only in what the salt is. Source: PROTOCOL.md 6.3, trap T-096.
public final class BestDigest {
    private static final int ITERATIONS = 1_000;
    private static final int KEY_BITS = 256;

    private BestDigest() {}

    /// What a terminal sends in place of its device key: the salt is the product id as text.
    public static String ofDeviceKey(String deviceKey, String productId) {
        return digest(deviceKey, productId.getBytes(UTF_8));
    }

    private static String digest(String clear, byte[] salt) {
        try {
            PBEKeySpec spec = new PBEKeySpec(clear.toCharArray(), salt, ITERATIONS, KEY_BITS);
            SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
            return HexFormat.of().formatHex(factory.generateSecret(spec).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2 with HMAC-SHA-256", e);
        }
    }
}
