package io.larder.server.door;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// A listening TLS socket that puts TLS over [Visitor]s. All that it is set to goes to `model`,
/// which never listens.
final class TlsEntrance extends SSLServerSocket {
    private final SSLServerSocket model;
    private final SSLSocketFactory factory;
    private final Visitors visitors;

    TlsEntrance(SSLServerSocket model, SSLSocketFactory factory, Visitors visitors)
            throws IOException {
        this.model = model;
        this.factory = factory;
        this.visitors = visitors;
    }

    /// The next who gets in. Who does not is closed without a word: a word would need a handshake,
    /// and nothing about one connection may end the listener.
    @Override
    public Socket accept() throws IOException {
        while (true) {
            Visitor visitor = new Visitor(visitors);
            implAccept(visitor);
            try {
                if (visitor.arrive().isEmpty()) {
                    return covered(visitor);
                }
                visitor.cut();
            } catch (IOException | RuntimeException _) {
                visitor.cut();
            }
        }
    }

    private SSLSocket covered(Visitor visitor) throws IOException {
        SSLSocket tls = (SSLSocket) factory.createSocket(visitor, null, true);
        tls.setUseClientMode(false);
        tls.setSSLParameters(model.getSSLParameters());
        visitors.whole()
                .ifPresent(whole -> tls.addHandshakeCompletedListener(_ -> visitor.meetFor(whole)));
        return tls;
    }

    @Override
    public SSLParameters getSSLParameters() {
        return model.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters params) {
        model.setSSLParameters(params);
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return model.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        model.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return model.getSupportedCipherSuites();
    }

    @Override
    public String[] getSupportedProtocols() {
        return model.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return model.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        model.setEnabledProtocols(protocols);
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        model.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return model.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        model.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return model.getWantClientAuth();
    }

    @Override
    public void setUseClientMode(boolean client) {
        model.setUseClientMode(client);
    }

    @Override
    public boolean getUseClientMode() {
        return model.getUseClientMode();
    }

    @Override
    public void setEnableSessionCreation(boolean create) {
        model.setEnableSessionCreation(create);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return model.getEnableSessionCreation();
    }
}
