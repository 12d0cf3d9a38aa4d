package io.larder.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/// What a box shows as a TLS server: a private key and its certificate, with the chain above it if
/// somebody else signed it. It never prints the key.
///
/// ```
/// stored = PEM "PRIVATE KEY" (PKCS #8), PEM "CERTIFICATE" (the key's own first)
/// ```
public final class TlsKey {
    /// What signs with the keys that a certificate may have, by the key's algorithm.
    private static final List<List<String>> TRIALS =
            List.of(
                    List.of("EC", Signer.ECDSA),
                    List.of("RSA", "SHA256withRSA"),
                    List.of("EdDSA", Signer.ED25519));

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    private TlsKey(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    /// A new ECDSA key on P-256, which every browser and every terminal with TLS 1.2 knows, with a
    /// certificate of its own for `names`, host names and addresses, the first as its subject.
    public static TlsKey generate(List<String> names) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            return new TlsKey(keys.getPrivate(), List.of(Certificates.ofServer(keys, names)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    /// Reads the stored form back; throws `IllegalArgumentException` as [#read(String, String)].
    public static TlsKey read(byte[] stored) {
        return read(Pem.text(stored), Pem.text(stored));
    }

    /// Reads a certificate with its chain and its key from two PEM texts; throws
    /// `IllegalArgumentException` when one is not there or they do not belong together.
    public static TlsKey read(String certificates, String key) {
        List<X509Certificate> chain = Certificates.read(certificates);
        if (key.contains("-----BEGIN RSA PRIVATE KEY") || key.contains("-----BEGIN EC PRIVATE")) {
            throw new IllegalArgumentException(
                    "the key is in an older form, expected PRIVATE KEY: convert it with"
                            + " `openssl pkcs8 -topk8 -nocrypt`");
        }
        byte[] der = Pem.first(key, Pem.PRIVATE_KEY);
        String algorithm = chain.getFirst().getPublicKey().getAlgorithm();
        try {
            PrivateKey read =
                    KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            if (!belongTogether(read, chain.getFirst())) {
                throw new IllegalArgumentException("the key is not the certificate's");
            }
            return new TlsKey(read, chain);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "no " + algorithm + " key as its certificate wants: " + e.getMessage(), e);
        }
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        byte[] trial = certificate.getEncoded();
        String algorithm = certificate.getPublicKey().getAlgorithm();
        for (List<String> each : TRIALS) {
            if (each.getFirst().equals(algorithm)) {
                Signature signature = Signature.getInstance(each.getLast());
                signature.initSign(key);
                signature.update(trial);
                byte[] signed = signature.sign();
                signature.initVerify(certificate.getPublicKey());
                signature.update(trial);
                return signature.verify(signed);
            }
        }
        throw new IllegalArgumentException("a key of " + algorithm + ", expected EC or RSA");
    }

    /// The stored form, with the key in the clear.
    public byte[] write() {
        StringBuilder out = new StringBuilder(Pem.write(Pem.PRIVATE_KEY, key.getEncoded()));
        chain.forEach(each -> out.append(Certificates.pem(each)));
        return out.toString().getBytes(US_ASCII);
    }

    /// The certificate of the key.
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /// SHA-256 of [#certificate], see [Certificates#fingerprint].
    public String fingerprint() {
        return Certificates.fingerprint(certificate());
    }

    PrivateKey privateKey() {
        return key;
    }

    X509Certificate[] chain() {
        return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public String toString() {
        return "TlsKey[" + fingerprint() + "]";
    }
}
