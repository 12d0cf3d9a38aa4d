package io.larder.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class TlsTest {
    private static final int BUFFER = 64 << 10;

    private final TlsKey key = TlsKey.generate(List.of("box7"));
    private final Identity box = Identity.generate();

    @Test
    void aPinnedCertificateIsTrustedUnderAnyName() throws Exception {
        assertThat(shown(client(Trust.fingerprint(key.fingerprint())), key, false)).isEmpty();
    }

    @Test
    void aFingerprintMayBeWrittenAsBrowsersShowIt() {
        String digits = "0123456789abcdef".repeat(4);
        String shown = digits.toUpperCase(java.util.Locale.ROOT).replaceAll("(..)(?!$)", "$1:");

        assertThat(Trust.fingerprint(shown)).isEqualTo(new Trust.Fingerprint(digits));
        assertThatThrownBy(() -> Trust.fingerprint("12:34"))
                .hasMessage("64 hexadecimal digits of SHA-256");
    }

    @Test
    void anotherCertificateThanThePinnedOneIsRefused() {
        String other = TlsKey.generate(List.of("box7")).fingerprint();

        assertThatThrownBy(() -> shown(client(Trust.fingerprint(other)), key, false))
                .isInstanceOf(SSLException.class)
                .hasStackTraceContaining(
                        "its certificate has the fingerprint "
                                + key.fingerprint()
                                + ", expected "
                                + other);
    }

    @Test
    void aSelfSignedServerIsTrustedAsItsOwnAuthorityAndNotByTheSystem() throws Exception {
        Trust own = new Trust.Authorities(List.of(key.certificate()));

        assertThat(shown(client(own), key, false)).isEmpty();
        assertThatThrownBy(() -> shown(client(new Trust.System()), key, false))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aBoxShowsItsIdentityToAServerThatAsksWhateverAuthoritiesThatNames() throws Exception {
        SSLContext client = Tls.client(Optional.of(box), Trust.fingerprint(key.fingerprint()));

        assertThat(shown(client, key, true)).contains(box.certificate());
        assertThat(shown(client, key, false)).isEmpty();
    }

    private static SSLContext client(Trust trust) {
        return Tls.client(Optional.empty(), trust);
    }

    /// The certificate that the client showed to the server, after a whole handshake.
    private Optional<X509Certificate> shown(SSLContext client, TlsKey server, boolean ask)
            throws Exception {
        SSLContext listening = ask ? asking(server) : Tls.server(server);
        SSLEngine there = listening.createSSLEngine();
        there.setUseClientMode(false);
        there.setNeedClientAuth(ask);
        SSLEngine here = client.createSSLEngine("box7", 443);
        here.setUseClientMode(true);
        shakeHands(here, there);
        return ask
                ? Optional.of((X509Certificate) there.getSession().getPeerCertificates()[0])
                : Optional.empty();
    }

    /// A server that believes this box, and names in its question the authorities it knows.
    private SSLContext asking(TlsKey server) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new javax.net.ssl.KeyManager[] {new OneKey(server.privateKey(), server.chain())},
                new Trust.Authorities(
                                List.of(
                                        box.certificate(),
                                        TlsKey.generate(List.of("ca")).certificate()))
                        .managers(),
                null);
        return context;
    }

    private static void shakeHands(SSLEngine here, SSLEngine there) throws SSLException {
        ByteBuffer up = ByteBuffer.allocate(BUFFER);
        ByteBuffer down = ByteBuffer.allocate(BUFFER);
        for (int round = 0; round < 20; round++) {
            step(here, down, up);
            step(there, up, down);
        }
        assertThat(here.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
        assertThat(there.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        in.flip();
        ByteBuffer nothing = ByteBuffer.allocate(BUFFER);
        boolean moved = true;
        while (moved) {
            Runnable task = engine.getDelegatedTask();
            while (task != null) {
                task.run();
                task = engine.getDelegatedTask();
            }
            int before = in.remaining() - out.position();
            if (in.hasRemaining()) {
                engine.unwrap(in, nothing);
            }
            if (engine.getHandshakeStatus() != HandshakeStatus.NEED_TASK) {
                engine.wrap(ByteBuffer.allocate(0), out);
            }
            moved =
                    in.remaining() - out.position() != before
                            || engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK;
        }
        in.compact();
    }
}
