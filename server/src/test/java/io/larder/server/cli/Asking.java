package io.larder.server.cli;

import io.larder.crypto.TlsKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A headquarters' side of TLS, made of the JDK alone: asks for a certificate and takes any.
final class Asking implements X509TrustManager {
    private static final char[] PASSWORD = "password".toCharArray();

    private Asking() {}

    static SSLContext server(TlsKey key) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("hq", secret(key), PASSWORD, new Certificate[] {key.certificate()});
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[] {new Asking()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static PrivateKey secret(TlsKey key) throws GeneralSecurityException {
        String pem = new String(key.write(), java.nio.charset.StandardCharsets.US_ASCII);
        String base64 = pem.substring(pem.indexOf("KEY-----") + 8, pem.indexOf("-----END"));
        byte[] der = Base64.getMimeDecoder().decode(base64);
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
        // Any.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
        throw new IllegalStateException("this is a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
