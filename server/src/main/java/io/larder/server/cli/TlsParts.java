package io.larder.server.cli;

import io.larder.crypto.Certificates;
import io.larder.crypto.Identity;
import io.larder.crypto.Tls;
import io.larder.crypto.TlsKey;
import io.larder.crypto.Trust;
import io.larder.server.config.Key;
import io.larder.server.config.Keys;
import io.larder.server.config.Settings;
import io.larder.server.config.UpstreamKeys;
import io.larder.server.config.UpstreamSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// What this box shows of itself in TLS, and whom it believes: `DIR/tls.key` with the certificate
/// it made at the first start, unless the settings name another; `DIR/identity.key` upwards.
final class TlsParts {
    private static final String NAME = "tls.key";

    private TlsParts() {}

    /// The key and certificate for listeners, made if there are none.
    static TlsKey open(Path data, Settings settings) throws IOException {
        return isOwn(settings)
                ? brought(data, settings)
                : stored(
                        data,
                        KeyFile.open(
                                data, NAME, () -> TlsKey.generate(TlsNames.of(settings)).write()));
    }

    /// What is shown now; whoever only looks makes no files.
    static Optional<TlsKey> find(Path data, Settings settings) throws IOException {
        boolean there = isOwn(settings) || Files.exists(data.resolve(NAME));
        return there ? Optional.of(open(data, settings)) : Optional.empty();
    }

    /// A new one in the place of the box's own.
    static TlsKey renew(Path data, Settings settings) throws IOException {
        TlsKey fresh = TlsKey.generate(TlsNames.of(settings));
        KeyFile.write(data, NAME, fresh.write());
        return fresh;
    }

    /// Whether somebody brought a certificate.
    static boolean isOwn(Settings settings) {
        boolean certificate = !settings.get(Keys.TLS_CERTIFICATE).isEmpty();
        if (certificate != !settings.get(Keys.TLS_KEY).isEmpty()) {
            throw settings.wrong(
                    certificate ? Keys.TLS_KEY : Keys.TLS_CERTIFICATE,
                    "tls.certificate and tls.key go together");
        }
        return certificate;
    }

    private static TlsKey stored(Path data, byte[] bytes) throws IOException {
        try {
            return TlsKey.read(bytes);
        } catch (IllegalArgumentException e) {
            throw new IOException(data.resolve(NAME) + ": " + e.getMessage(), e);
        }
    }

    private static TlsKey brought(Path data, Settings settings) throws IOException {
        String certificate = text(data, settings, Keys.TLS_CERTIFICATE);
        String key = text(data, settings, Keys.TLS_KEY);
        try {
            return TlsKey.read(certificate, key);
        } catch (IllegalArgumentException e) {
            throw settings.wrong(Keys.TLS_CERTIFICATE, e.getMessage());
        }
    }

    /// A relative name begins at the data folder.
    private static String text(Path data, Settings settings, Key<String> key) {
        try {
            return text(data, settings.get(key));
        } catch (IOException e) {
            throw settings.wrong(key, "cannot be read: " + e);
        }
    }

    private static String text(Path data, String file) throws IOException {
        return new String(Files.readAllBytes(data.resolve(file)), StandardCharsets.US_ASCII);
    }

    /// For a line to `upstream`, which may ask for the certificate of `identity`.
    static SSLContext upstream(Path data, UpstreamSettings upstream, Identity identity) {
        Trust trust = trust(data, upstream);
        return shown(data, upstream)
                .map(key -> Tls.client(key, trust))
                .orElseGet(() -> Tls.client(Optional.of(identity), trust));
    }

    /// The certificate that this box is to show to `upstream` instead of its own, if any.
    static Optional<TlsKey> shown(Path data, UpstreamSettings upstream) {
        String certificate = upstream.get(UpstreamKeys.CERTIFICATE);
        String key = upstream.get(UpstreamKeys.PRIVATE_KEY);
        if (certificate.isEmpty() != key.isEmpty()) {
            throw upstream.wrong(
                    key.isEmpty() ? UpstreamKeys.PRIVATE_KEY : UpstreamKeys.CERTIFICATE,
                    "certificate and key go together");
        }
        if (certificate.isEmpty()) {
            return Optional.empty();
        }
        try {
            String chain = text(data, certificate);
            String secret = text(data, key);
            return Optional.of(
                    checked(upstream, UpstreamKeys.CERTIFICATE, () -> TlsKey.read(chain, secret)));
        } catch (IOException e) {
            throw upstream.wrong(UpstreamKeys.CERTIFICATE, "cannot be read: " + e);
        }
    }

    private static boolean isTls(UpstreamSettings upstream) {
        String url = upstream.get(UpstreamKeys.URL);
        return url.startsWith("https:") || url.startsWith("mqtts:") || url.startsWith("kafka+tls:");
    }

    static Trust trust(Path data, UpstreamSettings upstream) {
        Optional<Trust> fingerprint = checkTrust(upstream);
        if (fingerprint.isPresent()) {
            return fingerprint.get();
        }
        String authorities = upstream.get(UpstreamKeys.CA);
        if (authorities.isEmpty()) {
            return new Trust.System();
        }
        try {
            String pem = text(data, authorities);
            return checked(
                    upstream, UpstreamKeys.CA, () -> new Trust.Authorities(Certificates.read(pem)));
        } catch (IOException e) {
            throw upstream.wrong(UpstreamKeys.CA, "cannot be read: " + e);
        }
    }

    /// The fingerprint, if one is to be believed. Somebody to believe in the clear is a mistake.
    static Optional<Trust> checkTrust(UpstreamSettings upstream) {
        for (Key<String> key : List.of(UpstreamKeys.FINGERPRINT, UpstreamKeys.CA)) {
            if (!upstream.get(key).isEmpty() && !isTls(upstream)) {
                throw upstream.wrong(key, "its url is not one with TLS");
            }
        }
        String fingerprint = upstream.get(UpstreamKeys.FINGERPRINT);
        return fingerprint.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        checked(
                                upstream,
                                UpstreamKeys.FINGERPRINT,
                                () -> Trust.fingerprint(fingerprint)));
    }

    private static <T> T checked(UpstreamSettings upstream, Key<?> key, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw upstream.wrong(key, e.getMessage());
        }
    }
}
