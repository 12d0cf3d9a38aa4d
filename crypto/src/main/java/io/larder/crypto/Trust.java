package io.larder.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Which servers a client believes to be what they say.
public sealed interface Trust {
    /// Those whom this Java's own list of authorities vouches for.
    record System() implements Trust {}

    /// Those whom one of these vouches for, or who are one of these.
    record Authorities(List<X509Certificate> certificates) implements Trust {
        /// Keeps an unchangeable copy.
        public Authorities {
            certificates = List.copyOf(certificates);
        }
    }

    /// The one whose certificate has this fingerprint.
    record Fingerprint(String digits) implements Trust {}

    /// Whoever answers: only for asking who that is. Nothing is to be told on such a line, and what
    /// comes is believed for its signature alone.
    record Anybody() implements Trust {}

    /// A fingerprint as people write it: 64 hexadecimal digits in either case, colons and blanks
    /// between them or not. Throws `IllegalArgumentException` for anything else.
    static Trust fingerprint(String text) {
        String digits = text.replaceAll("[: ]", "").toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("64 hexadecimal digits of SHA-256");
        }
        return new Fingerprint(digits);
    }

    /// The managers for a TLS context.
    default TrustManager[] managers() {
        return switch (this) {
            case System() -> of(List.of());
            case Authorities(var certificates) -> of(certificates);
            case Fingerprint(var digits) -> new TrustManager[] {new Pinned(digits)};
            case Anybody() -> new TrustManager[] {new AnyCertificate()};
        };
    }

    /// None are Java's own.
    private static TrustManager[] of(List<X509Certificate> certificates) {
        try {
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            if (certificates.isEmpty()) {
                factory.init((KeyStore) null);
                return factory.getTrustManagers();
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate each : certificates) {
                store.setCertificateEntry(Certificates.fingerprint(each), each);
            }
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot check certificates", e);
        }
    }
}
