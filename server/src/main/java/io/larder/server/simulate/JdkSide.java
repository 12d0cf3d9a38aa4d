package io.larder.server.simulate;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/// With the ciphers that Java has. All terminals of one program have the same key pair; what
/// differs is the box's, and that suffices for a simulation.
public final class JdkSide implements CipherSide {
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec(
                    "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
    private static final int FACTOR_BYTES = 32;

    /// `LK1` and a byte 0.
    private static final int MARK = 0x4c4b3100;

    private static final int HEAD_BYTES = Integer.BYTES + Long.BYTES;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final KeyPair OWN = pair();

    private interface Work<T> {
        T run() throws GeneralSecurityException;
    }

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final byte[] factor = new byte[FACTOR_BYTES];
    private byte[] up = {};
    private byte[] down = {};

    private static KeyPair pair() {
        return with(() -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        });
    }

    @Override
    public String publicKey() {
        said.reset();
        said.writeBytes(OWN.getPublic().getEncoded());
        return text(OWN.getPublic().getEncoded());
    }

    @Override
    public String factor(String boxKey) {
        return with(() -> {
            byte[] encoded = Base64.getDecoder().decode(boxKey);
            PublicKey box =
                    KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
            new SecureRandom().nextBytes(factor);
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(Cipher.ENCRYPT_MODE, box, OAEP);
            byte[] encrypted = cipher.doFinal(factor);
            said.writeBytes(encoded);
            said.writeBytes(encrypted);
            return text(encrypted);
        });
    }

    @Override
    public void agree(String boxFactor, String serial) {
        with(() -> {
            byte[] encrypted = Base64.getDecoder().decode(boxFactor);
            said.writeBytes(encrypted);
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(Cipher.DECRYPT_MODE, OWN.getPrivate(), OAEP);
            byte[] both =
                    ByteBuffer.allocate(2 * FACTOR_BYTES)
                            .put(factor)
                            .put(cipher.doFinal(encrypted))
                            .array();
            byte[] salt = MessageDigest.getInstance("SHA-256").digest(said.toByteArray());
            byte[] extracted = mac(salt, both);
            up = mac(extracted, expand("up", serial));
            down = mac(extracted, expand("down", serial));
            return this;
        });
    }

    /// The one block that 32 bytes need.
    private static byte[] expand(String direction, String serial) {
        String info = "larder-1 " + direction + " " + serial + "\u0001";
        return info.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] mac(byte[] key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    @Override
    public byte[] seal(long counter, byte[] clear, int crc) {
        byte[] both =
                ByteBuffer.allocate(clear.length + Integer.BYTES).put(clear).putInt(crc).array();
        byte[] encrypted = with(() -> gcm(Cipher.ENCRYPT_MODE, up, counter, both));
        return ByteBuffer.allocate(HEAD_BYTES + encrypted.length)
                .putInt(MARK)
                .putLong(counter)
                .put(encrypted)
                .array();
    }

    @Override
    public Optional<byte[]> open(byte[] sealed) {
        if (sealed.length < HEAD_BYTES || ByteBuffer.wrap(sealed).getInt() != MARK) {
            return Optional.empty();
        }
        long counter = ByteBuffer.wrap(sealed).getLong(Integer.BYTES);
        byte[] encrypted = Arrays.copyOfRange(sealed, HEAD_BYTES, sealed.length);
        try {
            byte[] both = gcm(Cipher.DECRYPT_MODE, down, counter, encrypted);
            return Optional.of(Arrays.copyOf(both, both.length - Integer.BYTES));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private static byte[] gcm(int mode, byte[] key, long counter, byte[] text)
            throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putLong(Integer.BYTES, counter).array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher.doFinal(text);
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static <T> T with(Work<T> work) {
        try {
            return work.run();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key exchange with this box", e);
        }
    }
}
