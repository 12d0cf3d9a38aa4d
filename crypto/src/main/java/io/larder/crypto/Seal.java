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

/// Closes what must be passed on one day but must not lie about in the clear: AES-256-GCM under a
/// key of the box.
///
/// ```
/// message = nonce (12 bytes), ciphertext, tag (16 bytes)
/// bytes   = version u8 (1), message
/// text    = "s1:" base64( message )
/// ```
///
/// Each message has a nonce drawn at random. Two of the same would betray both; with 2^32 messages
/// under one key the odds of that are still below 1 in 2^32 (NIST SP 800-38D, 8.3). A site that
/// closes 100,000 messages a day gets there in 117 years. `about` is what a message belongs to: it
/// is not in it, and who opens must say the same, so that none can be put in the place of another.
public final class Seal {
    /// Bytes of the key.
    public static final int KEY_BYTES = 32;

    private static final String FORM = "s1:";
    private static final byte VERSION = 1;
    private static final byte[] NOTHING = {};
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String MAC = "HmacSHA256";
    private static final String MARK = "h1:";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int TAG_BYTES = TAG_BITS / 8;

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
        byte[] message = message(clear.getBytes(UTF_8), NOTHING, 0);
        return FORM + Base64.getEncoder().encodeToString(message);
    }

    /// Closes bytes that belong to `about`.
    public byte[] close(byte[] clear, byte[] about) {
        byte[] sealed = message(clear, about, 1);
        sealed[0] = VERSION;
        return sealed;
    }

    /// The text that was closed; empty when it was closed under another key, was changed, or is no
    /// sealed text.
    public Optional<String> open(String sealed) {
        if (!sealed.startsWith(FORM)) {
            return Optional.empty();
        }
        try {
            byte[] message = Base64.getDecoder().decode(sealed.substring(FORM.length()));
            return clear(message, NOTHING, 0).map(text -> new String(text, UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The bytes that were closed; empty when they were closed under another key, belong to
    /// something else, were changed, or are no sealed bytes.
    public Optional<byte[]> open(byte[] sealed, byte[] about) {
        return sealed.length > 0 && sealed[0] == VERSION
                ? clear(sealed, about, 1)
                : Optional.empty();
    }

    /// A text that is the same for the same `clear` and says nothing of it to whoever lacks the
    /// key.
    public String fingerprint(String clear) {
        return MARK + HexFormat.of().formatHex(fingerprint(clear.getBytes(UTF_8)));
    }

    /// As [#fingerprint(String)], of bytes: 32 of them.
    public byte[] fingerprint(byte[] clear) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key.getEncoded(), MAC));
            return mac.doFinal(clear);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
        }
    }

    /// The message behind `offset` bytes that are left free.
    private byte[] message(byte[] clear, byte[] about, int offset) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] out = new byte[offset + NONCE_BYTES + clear.length + TAG_BYTES];
        System.arraycopy(nonce, 0, out, offset, NONCE_BYTES);
        try {
            cipher(Cipher.ENCRYPT_MODE, nonce, about)
                    .doFinal(clear, 0, clear.length, out, offset + NONCE_BYTES);
            return out;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        }
    }

    private Optional<byte[]> clear(byte[] message, byte[] about, int offset) {
        int bytes = message.length - offset - NONCE_BYTES;
        if (bytes < TAG_BYTES) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOfRange(message, offset, offset + NONCE_BYTES);
        try {
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, nonce, about)
                            .doFinal(message, offset + NONCE_BYTES, bytes));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] about) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(about);
        return cipher;
    }
}
