package io.larder.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificatesTest {
    private final Identity box = Identity.generate();
    private final TlsKey server =
            TlsKey.generate(List.of("box7", "larder.local", "192.168.1.20", "fe80::1"));

    @Test
    void anIdentityHasOneCertificateForEverSignedByItself() throws Exception {
        X509Certificate certificate = box.certificate();

        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getPublicKey().getEncoded()).isEqualTo(box.publicKey());
        assertThat(Identity.read(box.write()).certificate()).isEqualTo(certificate);
        assertThat(certificate.getSubjectX500Principal().getName())
                .isEqualTo("CN=larder " + box.fingerprint().substring(0, 16) + ",O=Larder site box")
                .isEqualTo(certificate.getIssuerX500Principal().getName());
        assertThat(certificate.getSigAlgName()).isEqualTo("Ed25519");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    }

    @Test
    void certificatesHoldWhateverTheClockSays() {
        for (X509Certificate each : List.of(box.certificate(), server.certificate())) {
            assertThat(each.getNotBefore()).isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
            assertThat(each.getNotAfter()).isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
        }
    }

    @Test
    void aServerCertificateHasItsNamesAndAKeyThatBrowsersKnow() throws Exception {
        X509Certificate certificate = server.certificate();

        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withECDSA");
        assertThat(certificate.getSubjectX500Principal().getName())
                .isEqualTo("CN=box7,O=Larder site box");
        assertThat(List.copyOf(certificate.getSubjectAlternativeNames()))
                .isEqualTo(
                        List.of(
                                List.of(2, "box7"),
                                List.of(2, "larder.local"),
                                List.of(7, "192.168.1.20"),
                                List.of(7, "fe80:0:0:0:0:0:0:1")));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }

    @Test
    void aBoxVouchesForTheCertificateItShowsAndForNoOther() {
        byte[] vouched = box.vouch(server.certificate());
        X509Certificate other = TlsKey.generate(List.of("box7")).certificate();
        byte[] stranger = Identity.generate().publicKey();

        assertThat(Identity.vouches(box.publicKey(), server.certificate(), vouched)).isTrue();
        assertThat(Identity.vouches(box.publicKey(), other, vouched)).isFalse();
        assertThat(Identity.vouches(stranger, server.certificate(), vouched)).isFalse();
    }

    @Test
    void anIdentityNamesItsSuccessor() {
        byte[] next = Identity.generate().publicKey();
        Identity second = Identity.generate();
        byte[] signed = box.handOver(second);

        assertThat(Identity.handsOver(box.publicKey(), second.publicKey(), signed)).isTrue();
        assertThat(Identity.handsOver(box.publicKey(), next, signed)).isFalse();
        assertThat(Identity.handsOver(second.publicKey(), second.publicKey(), signed)).isFalse();
    }

    @Test
    void nothingIsRegisteredAsAProvider() {
        assertThat(Security.getProviders()).extracting(Provider::getName).doesNotContain("BC");
    }

    @Test
    void aServersKeyIsTheSameAfterARestartAndIsNotPrinted() {
        TlsKey again = TlsKey.read(server.write());

        assertThat(again.certificate()).isEqualTo(server.certificate());
        assertThat(again.write()).isEqualTo(server.write());
        assertThat(again).hasToString("TlsKey[" + server.fingerprint() + "]");
        assertThat(server.fingerprint()).hasSize(64);
    }

    @Test
    void halfAFileIsRefusedWhereverItWasCut() {
        byte[] whole = server.write();

        for (int cut = 0; cut < whole.length - 2; cut += 7) {
            byte[] half = java.util.Arrays.copyOf(whole, cut);
            assertThatThrownBy(() -> TlsKey.read(half))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aKeyAndACertificateThatDoNotBelongTogetherAreRefused() {
        String other = new String(TlsKey.generate(List.of("x")).write(), UTF_8);

        assertThatThrownBy(() -> TlsKey.read(Certificates.pem(server.certificate()), other))
                .hasMessage("the key is not the certificate's");
        assertThatThrownBy(() -> TlsKey.read(Certificates.pem(box.certificate()), other))
                .hasMessageStartingWith("no EdDSA key as its certificate wants: ");
        assertThatThrownBy(() -> TlsKey.read(other, "-----BEGIN RSA PRIVATE KEY-----\n"))
                .hasMessageStartingWith("the key is in an older form, expected PRIVATE KEY: ");
        assertThatThrownBy(() -> TlsKey.read("", other)).hasMessage("no CERTIFICATE in PEM");
        assertThatThrownBy(() -> Certificates.read(Pem.write(Pem.CERTIFICATE, new byte[3])))
                .hasMessageStartingWith("no certificate: ");
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThatThrownBy(() -> TlsKey.generate(List.of("1.2.3")))
                .hasMessage("1.2.3 is no host name or address");
    }
}
