package io.larder.crypto;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.ContentSigner;

/// Signs a certificate with the JDK's own signatures: of Bouncy Castle only the ASN.1 is used, and
/// its provider is registered nowhere.
final class Signer implements ContentSigner {
    static final String ED25519 = "Ed25519";

    /// RFC 8410, section 3.
    private static final ASN1ObjectIdentifier ID_ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

    static final String ECDSA = "SHA256withECDSA";

    private final PrivateKey key;
    private final String algorithm;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    private Signer(PrivateKey key, String algorithm) {
        this.key = key;
        this.algorithm = algorithm;
    }

    static Signer with(PrivateKey key, String algorithm) {
        return new Signer(key, algorithm);
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        ASN1ObjectIdentifier id =
                algorithm.equals(ED25519) ? ID_ED25519 : X9ObjectIdentifiers.ecdsa_with_SHA256;
        return new AlgorithmIdentifier(id);
    }

    @Override
    public OutputStream getOutputStream() {
        return content;
    }

    @Override
    public byte[] getSignature() {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(content.toByteArray());
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with " + algorithm, e);
        }
    }
}
