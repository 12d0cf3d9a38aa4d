package io.larder.server.relay.kafka;

import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/// Lets Kafka's clients speak TLS as the rest of the box does: with the same authorities,
/// fingerprints and certificates. Kafka makes it by its name, hence public.
public final class GivenTls implements SslEngineFactory {
    /// The property that holds the context.
    static final String CONTEXT = "larder.tls";

    private @Nullable SSLContext context;

    @Override
    public void configure(Map<String, ?> properties) {
        context = (SSLContext) properties.get(CONTEXT);
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, String identification) {
        SSLContext given = context;
        if (given == null) {
            throw new IllegalStateException("no TLS given");
        }
        SSLEngine engine = given.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public SSLEngine createServerSslEngine(String host, int port) {
        throw new UnsupportedOperationException("a box is no broker");
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> next) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return null;
    }

    @Override
    public @Nullable KeyStore truststore() {
        return null;
    }

    @Override
    public void close() {
        // The context is the box's.
    }
}
