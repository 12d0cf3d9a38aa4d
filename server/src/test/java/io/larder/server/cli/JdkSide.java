package io.larder.server.cli;

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
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/// With the ciphers that Java has, for everything that is not about the algorithms.
final class JdkSide implements CipherSide {
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec(
                    "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
    private static final KeyPair OWN = pair();

    private interface Work<T> {
        T run() throws GeneralSecurityException;
    }

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final byte[] factor = new byte[32];
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
                    ByteBuffer.allocate(64).put(factor).put(cipher.doFinal(encrypted)).array();
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
        byte[] both = ByteBuffer.allocate(clear.length + 4).put(clear).putInt(crc).array();
        byte[] head =
                ByteBuffer.allocate(12).put(new byte[] {'L', 'K', '1', 0}).putLong(counter).array();
        byte[] sealed = gcm(Cipher.ENCRYPT_MODE, up, counter, both);
        return ByteBuffer.allocate(head.length + sealed.length).put(head).put(sealed).array();
    }

    @Override
    public byte[] open(byte[] sealed) {
        long counter = ByteBuffer.wrap(sealed).getLong(4);
        byte[] both =
                gcm(
                        Cipher.DECRYPT_MODE,
                        down,
                        counter,
                        Arrays.copyOfRange(sealed, 12, sealed.length));
        return Arrays.copyOf(both, both.length - 4);
    }

    private static byte[] gcm(int mode, byte[] key, long counter, byte[] text) {
        return with(() -> {
            byte[] nonce = ByteBuffer.allocate(12).putLong(4, counter).array();
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            return cipher.doFinal(text);
        });
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static <T> T with(Work<T> work) {
        try {
            return work.run();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
