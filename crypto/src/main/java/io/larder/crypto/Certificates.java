package io.larder.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/// X.509 certificates: made, read, named by their fingerprint.
public final class Certificates {
    /// A box has no battery for its clock and may wake in 1970 or in 2020 of its last image, so a
    /// certificate that begins now could begin in the future. Nor would anybody renew it: it ends
    /// with the date that RFC 5280 (4.1.2.5) gives to certificates that have no end. What ends a
    /// key here is a rotation.
    private static final Time FROM = new Time(Date.from(Instant.parse("2020-01-01T00:00:00Z")));

    private static final Time UNTIL = new Time(Date.from(Instant.parse("9999-12-31T23:59:59Z")));

    /// X.520: the most characters of a common name.
    private static final int NAME_CHARACTERS = 64;

    /// Bytes of a serial number, 20 at the most (RFC 5280, 4.1.2.2).
    private static final int SERIAL_BYTES = 16;

    private static final int SHORT_DIGITS = 16;

    private Certificates() {}

    /// SHA-256 of the whole certificate in 64 lower-case hexadecimal digits: what a browser shows
    /// and what people compare.
    public static String fingerprint(X509Certificate certificate) {
        try {
            return Digest.sha256Hex(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that cannot be written", e);
        }
    }

    /// `CERTIFICATE` in PEM.
    public static String pem(X509Certificate certificate) {
        try {
            return Pem.write(Pem.CERTIFICATE, certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that cannot be written", e);
        }
    }

    /// All certificates of a PEM text, in order; throws `IllegalArgumentException` when there are
    /// none or one cannot be read.
    public static List<X509Certificate> read(String pem) {
        List<X509Certificate> all = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (byte[] der : Pem.all(pem, Pem.CERTIFICATE)) {
                all.add(
                        (X509Certificate)
                                factory.generateCertificate(new ByteArrayInputStream(der)));
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException("no certificate: " + e.getMessage(), e);
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no CERTIFICATE in PEM");
        }
        return all;
    }

    /// Whoever sees it is to find the box by its name, so the name is the key's fingerprint.
    static X509Certificate ofIdentity(KeyPair keys) {
        String name = Digest.sha256Hex(keys.getPublic().getEncoded()).substring(0, SHORT_DIGITS);
        return make(
                keys,
                Signer.ED25519,
                named("larder " + name),
                new GeneralNames(new GeneralName[0]),
                KeyPurposeId.id_kp_clientAuth);
    }

    /// `names` are host names and addresses as texts, the first is the subject.
    static X509Certificate ofServer(KeyPair keys, List<String> names) {
        GeneralName[] alternatives =
                names.stream().map(Certificates::alternative).toArray(GeneralName[]::new);
        return make(
                keys,
                Signer.ECDSA,
                named(names.getFirst()),
                new GeneralNames(alternatives),
                KeyPurposeId.id_kp_serverAuth);
    }

    private static GeneralName alternative(String name) {
        boolean address = name.contains(":") || name.matches("[0-9.]+");
        try {
            return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is no host name or address", e);
        }
    }

    private static X500Name named(String name) {
        String cut = name.substring(0, Math.min(name.length(), NAME_CHARACTERS));
        return new X500NameBuilder()
                .addRDN(BCStyle.O, "Larder site box")
                .addRDN(BCStyle.CN, cut)
                .build();
    }

    private static X509Certificate make(
            KeyPair keys,
            String algorithm,
            X500Name name,
            GeneralNames alternatives,
            KeyPurposeId purpose) {
        byte[] publicKey = keys.getPublic().getEncoded();
        byte[] serial = Arrays.copyOf(Digest.sha256(publicKey), SERIAL_BYTES);
        X509v3CertificateBuilder builder =
                new X509v3CertificateBuilder(
                        name,
                        new BigInteger(1, serial),
                        FROM,
                        UNTIL,
                        name,
                        SubjectPublicKeyInfo.getInstance(publicKey));
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            if (alternatives.getNames().length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, alternatives);
            }
            byte[] der = builder.build(Signer.with(keys.getPrivate(), algorithm)).getEncoded();
            return read(Pem.write(Pem.CERTIFICATE, der)).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
