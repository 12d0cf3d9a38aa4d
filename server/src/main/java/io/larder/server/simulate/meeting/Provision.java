package io.larder.server.simulate.meeting;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// What terminals leave the factory with. All of a site have the same, which is what makers do.
///
/// @param productId the product
/// @param deviceKey never said, only its digest
public record Provision(String productId, String deviceKey) {
    /// That of the printed example, so that its digest is known (PROTOCOL.md 6.3).
    public static final Provision USUAL =
            new Provision("5d9b11e1a3f448ae81f9f920e976d852", "123456");

    private static final int ROUNDS = 1_000;
    private static final int BITS = 256;

    /// What is said in place of the key: its salt is the text of the product id.
    String digest() {
        return digest(deviceKey, productId.getBytes(StandardCharsets.UTF_8));
    }

    /// Parameters of the log-in.
    Map<String, String> credentials() {
        return Map.of("productId", productId, "devKey", digest());
    }

    /// A password of a person: its salt is hex (PROTOCOL.md T-096).
    static String passwordDigest(String password, String salt) {
        return digest(password, HexFormat.of().parseHex(salt));
    }

    private static String digest(String secret, byte[] salt) {
        try {
            PBEKeySpec spec = new PBEKeySpec(secret.toCharArray(), salt, ROUNDS, BITS);
            byte[] digest =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(spec)
                            .getEncoded();
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2", e);
        }
    }
}
