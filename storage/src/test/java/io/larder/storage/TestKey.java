package io.larder.storage;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A real Ed25519 key, drawn once for each name.
final class TestKey implements Signer {
    static final TestKey BOX = new TestKey();
    static final TestKey NEXT = new TestKey();

    private static final Map<List<ByteBuffer>, Boolean> ANSWERED = new ConcurrentHashMap<>();

    private final KeyPair keys;

    private TestKey() {
        try {
            keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] publicKey() {
        return keys.getPublic().getEncoded();
    }

    /// Each question is worked out once: thousands of audits ask the same.
    static boolean verifies(byte[] key, byte[] message, byte[] signed) {
        List<ByteBuffer> question =
                List.of(ByteBuffer.wrap(key), ByteBuffer.wrap(message), ByteBuffer.wrap(signed));
        return ANSWERED.computeIfAbsent(question, _ -> worksOut(key, message, signed));
    }

    private static boolean worksOut(byte[] key, byte[] message, byte[] signed) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key)));
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
