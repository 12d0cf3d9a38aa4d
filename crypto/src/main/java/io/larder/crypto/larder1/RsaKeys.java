package io.larder.crypto.larder1;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// RSA with 2048 bits, exponent 65537, OAEP padding with SHA-256 in both places and an empty label
/// (RFC 8017). Keys travel as base64 of X.509 SubjectPublicKeyInfo, factors as base64.
final class RsaKeys {
    private static final int BITS = 2048;
    private static final BigInteger EXPONENT = RSAKeyGenParameterSpec.F4;
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec(
                    "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private RsaKeys() {}

    static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(new RSAKeyGenParameterSpec(BITS, EXPONENT));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no RSA", e);
        }
    }

    /// The public key in `text`; empty when it is none, or has another length or exponent.
    static Optional<RSAPublicKey> read(String text) {
        try {
            X509EncodedKeySpec spec = new X509EncodedKeySpec(Base64.getDecoder().decode(text));
            return KeyFactory.getInstance("RSA").generatePublic(spec) instanceof RSAPublicKey key
                            && key.getModulus().bitLength() == BITS
                            && key.getPublicExponent().equals(EXPONENT)
                    ? Optional.of(key)
                    : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static byte[] encrypt(Key key, byte[] clear) {
        try {
            return oaep(Cipher.ENCRYPT_MODE, key).doFinal(clear);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt with RSA", e);
        }
    }

    /// Empty when it was not encrypted for this key.
    static Optional<byte[]> decrypt(Key key, byte[] encrypted) {
        try {
            return Optional.of(oaep(Cipher.DECRYPT_MODE, key).doFinal(encrypted));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Cipher oaep(int mode, Key key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(mode, key, OAEP);
        return cipher;
    }
}
