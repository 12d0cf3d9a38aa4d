package io.larder.crypto;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/// TLS as both sides of a box speak it.
public final class Tls {
    static {
        // A client that begins a TLS 1.2 connection anew makes a server work for little of its own.
        // Java takes this from a property alone, before its first connection.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private Tls() {}

    /// For a listener that shows `key`.
    public static SSLContext server(TlsKey key) {
        return context(keys(key), new Trust.System());
    }

    /// The same for a listener that asks who calls: it takes every certificate, and whoever answers
    /// judges whose it is.
    public static SSLContext asking(TlsKey key) {
        KeyManager[] own = {new OneKey(key.privateKey(), key.chain())};
        return context(own, new Trust.Anybody());
    }

    /// For a client that shows the certificate of `identity`, if any, to servers that ask for one.
    public static SSLContext client(Optional<Identity> identity, Trust trust) {
        return context(identity.map(Tls::keys).orElseGet(() -> new KeyManager[0]), trust);
    }

    /// What shows the certificate of `identity`, for a client that makes its own TLS.
    public static KeyManager[] keys(Identity identity) {
        X509Certificate[] chain = {identity.certificate()};
        return new KeyManager[] {new OneKey(identity.privateKey(), chain)};
    }

    /// What shows `key`, for a client that makes its own TLS.
    public static KeyManager[] keys(TlsKey key) {
        return new KeyManager[] {new OneKey(key.privateKey(), key.chain())};
    }

    /// For a client that shows `key` to servers that ask for a certificate.
    public static SSLContext client(TlsKey key, Trust trust) {
        return context(new KeyManager[] {new OneKey(key.privateKey(), key.chain())}, trust);
    }

    private static SSLContext context(KeyManager[] own, Trust trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trust.managers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }
}
