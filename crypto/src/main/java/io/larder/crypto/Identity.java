package io.larder.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.EncodedKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/// Who a box is: an Ed25519 key pair (RFC 8032), drawn once. What is signed with it was said by
/// this box and by no other. It never prints its private half.
///
/// ```
/// stored = PEM "PRIVATE KEY" (PKCS #8), PEM "PUBLIC KEY" (X.509 SubjectPublicKeyInfo)
/// ```
public final class Identity {
    /// Bytes of a signature.
    public static final int SIGNATURE_BYTES = 64;

    private static final String ALGORITHM = "Ed25519";

    private final KeyPair keys;

    private Identity(KeyPair keys) {
        this.keys = keys;
    }

    /// A new one.
    public static Identity generate() {
        try {
            return new Identity(KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    /// Reads the stored form back; throws `IllegalArgumentException` when it is none of ours or its
    /// halves do not belong together.
    public static Identity read(byte[] stored) {
        String text = Pem.text(stored);
        try {
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            EncodedKeySpec secret = new PKCS8EncodedKeySpec(Pem.first(text, Pem.PRIVATE_KEY));
            EncodedKeySpec open = new X509EncodedKeySpec(Pem.first(text, Pem.PUBLIC_KEY));
            Identity read =
                    new Identity(
                            new KeyPair(
                                    factory.generatePublic(open), factory.generatePrivate(secret)));
            byte[] trial = text.getBytes(US_ASCII);
            if (!verifies(read.publicKey(), trial, read.sign(trial))) {
                throw new IllegalArgumentException("the two halves of the key do not match");
            }
            return read;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no Ed25519 key: " + e.getMessage(), e);
        }
    }

    /// The stored form, with the private half in the clear.
    public byte[] write() {
        return (Pem.write(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded()) + publicPem())
                .getBytes(US_ASCII);
    }

    /// The public half as `PUBLIC KEY` in PEM.
    public String publicPem() {
        return Pem.write(Pem.PUBLIC_KEY, publicKey());
    }

    /// The public half, X.509 SubjectPublicKeyInfo.
    public byte[] publicKey() {
        return keys.getPublic().getEncoded();
    }

    /// SHA-256 of [#publicKey] in 64 lower-case hexadecimal digits: what people compare.
    public String fingerprint() {
        return Digest.sha256Hex(publicKey());
    }

    /// The signature over `message`.
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(keys.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with Ed25519", e);
        }
    }

    /// Whether the holder of `publicKey` signed `message`; false also for what is no key or no
    /// signature at all.
    public static boolean verifies(byte[] publicKey, byte[] message, byte[] signed) {
        try {
            PublicKey key =
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePublic(new X509EncodedKeySpec(publicKey));
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// The public key in a `PUBLIC KEY` PEM text; throws `IllegalArgumentException` when there is
    /// none.
    public static byte[] publicKey(String pem) {
        return Pem.first(pem, Pem.PUBLIC_KEY);
    }

    /// The certificate that this identity gives to itself: what the box shows as a client. It
    /// follows from the key alone, the same bytes each time, so that no file of it can be lost.
    public X509Certificate certificate() {
        return Certificates.ofIdentity(keys);
    }

    /// The signature by which this box vouches for the certificate it shows as a server, which has
    /// a key of its own: browsers and old terminals know no Ed25519 in TLS.
    public byte[] vouch(X509Certificate certificate) {
        return sign(vouched(certificate));
    }

    /// Whether the holder of `publicKey` vouched so for `certificate`.
    public static boolean vouches(byte[] publicKey, X509Certificate certificate, byte[] signature) {
        return verifies(publicKey, vouched(certificate), signature);
    }

    private static byte[] vouched(X509Certificate certificate) {
        return ("larder-tls-certificate-v1 " + Certificates.fingerprint(certificate))
                .getBytes(US_ASCII);
    }

    /// The signature by which this box names `next` as its new identity.
    public byte[] handOver(Identity next) {
        return sign(handedOver(next.publicKey()));
    }

    /// Whether the holder of `publicKey` named `next` as its successor.
    public static boolean handsOver(byte[] publicKey, byte[] next, byte[] signature) {
        return verifies(publicKey, handedOver(next), signature);
    }

    private static byte[] handedOver(byte[] next) {
        return ("larder-next-identity-v1 " + Digest.sha256Hex(next)).getBytes(US_ASCII);
    }

    /// The private half, for a certificate or a connection in this module only.
    PrivateKey privateKey() {
        return keys.getPrivate();
    }

    @Override
    public String toString() {
        return "Identity[" + fingerprint() + "]";
    }
}
