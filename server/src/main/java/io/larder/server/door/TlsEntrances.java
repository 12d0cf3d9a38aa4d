package io.larder.server.door;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/// A TLS context as another, but its listening sockets are [TlsEntrance]s: the one way to give
/// Helidon a listening socket of ours.
final class TlsEntrances extends SSLContextSpi {
    private final SSLContext inner;
    private final Visitors visitors;

    private TlsEntrances(SSLContext inner, Visitors visitors) {
        this.inner = inner;
        this.visitors = visitors;
    }

    static SSLContext over(SSLContext inner, Visitors visitors) {
        return new Context(new TlsEntrances(inner, visitors), inner);
    }

    private static final class Context extends SSLContext {
        Context(SSLContextSpi spi, SSLContext inner) {
            super(spi, inner.getProvider(), inner.getProtocol());
        }
    }

    private final class Factory extends SSLServerSocketFactory {
        private final SSLServerSocketFactory models = inner.getServerSocketFactory();

        @Override
        public ServerSocket createServerSocket() throws IOException {
            SSLServerSocket model = (SSLServerSocket) models.createServerSocket();
            return new TlsEntrance(model, inner.getSocketFactory(), visitors);
        }

        /// Helidon binds by itself.
        @Override
        public ServerSocket createServerSocket(int port) {
            throw new UnsupportedOperationException("bound listeners");
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) {
            return createServerSocket(port);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
            return createServerSocket(port);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return models.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return models.getSupportedCipherSuites();
        }
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return new Factory();
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return inner.getSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return inner.createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return inner.createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return inner.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return inner.getClientSessionContext();
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
        throw new UnsupportedOperationException("it is made of one that is ready");
    }
}
