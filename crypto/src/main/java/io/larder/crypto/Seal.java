package io.larder.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Closes texts that must be passed on one day but must not lie about in the clear: AES-256-GCM
/// with a random nonce each, under a key of the box.
///
/// ```
/// sealed = "s1:" base64( nonce (12 bytes), ciphertext, tag (16 bytes) )
/// ```
public final class Seal {
    /// Bytes of the key.
    public static final int KEY_BYTES = 32;

    private static final String FORM = "s1:";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String MAC = "HmacSHA256";
    private static final String MARK = "h1:";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private Seal(SecretKeySpec key) {
        this.key = key;
    }

    /// A seal with `key`; throws `IllegalArgumentException` when that has another length.
    public static Seal of(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "the key has " + key.length + " bytes, expected " + KEY_BYTES);
        }
        return new Seal(new SecretKeySpec(key, "AES"));
    }

    /// A new key.
    public static byte[] newKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /// Closes a text; twice the same gives two different ones.
    public String close(String clear) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(clear.getBytes(UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return FORM + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        }
    }

    /// The text that was closed; empty when it was closed under another key, was changed, or is no
    /// sealed text.
    public Optional<String> open(String sealed) {
        if (!sealed.startsWith(FORM)) {
            return Optional.empty();
        }
        try {
            byte[] all = Base64.getDecoder().decode(sealed.substring(FORM.length()));
            if (all.length < NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            byte[] clear =
                    cipher(Cipher.DECRYPT_MODE, nonce)
                            .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return Optional.of(new String(clear, UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// A text that is the same for the same `clear` and says nothing of it to whoever lacks the
    /// key.
    public String fingerprint(String clear) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key.getEncoded(), MAC));
            return MARK + HexFormat.of().formatHex(mac.doFinal(clear.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
