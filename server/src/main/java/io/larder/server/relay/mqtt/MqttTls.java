package io.larder.server.relay.mqtt;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import io.larder.crypto.Identity;
import io.larder.crypto.Tls;
import io.larder.crypto.TlsKey;
import io.larder.crypto.Trust;
import java.security.KeyStore;
import java.security.Provider;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;
import org.jspecify.annotations.Nullable;

/// What a box shows of itself to a broker, and whom it believes to be the broker.
public final class MqttTls {
    private final KeyManager[] own;
    private final Trust trust;

    private MqttTls(KeyManager[] own, Trust trust) {
        this.own = own;
        this.trust = trust;
    }

    /// Shows the box's own certificate to a broker that asks for one.
    public static MqttTls of(Identity identity, Trust trust) {
        return new MqttTls(Tls.keys(identity), trust);
    }

    /// Shows a certificate that somebody else made: brokers in the cloud know no other.
    public static MqttTls of(TlsKey certificate, Trust trust) {
        return new MqttTls(Tls.keys(certificate), trust);
    }

    MqttClientSslConfig config(MqttLimits limits) {
        return MqttClientSslConfig.builder()
                .keyManagerFactory(new Keys(own))
                .trustManagerFactory(new Trusted(trust.managers()))
                .handshakeTimeout(limits.connect().toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }

    /// The client takes factories only; this one has made its product already.
    private static final class Keys extends KeyManagerFactory {
        Keys(KeyManager[] managers) {
            super(
                    new KeyManagerFactorySpi() {
                        @Override
                        protected void engineInit(@Nullable KeyStore store, char[] password) {}

                        @Override
                        protected void engineInit(@Nullable ManagerFactoryParameters more) {}

                        @Override
                        protected KeyManager[] engineGetKeyManagers() {
                            return managers.clone();
                        }
                    },
                    new Here(),
                    "Larder");
        }
    }

    private static final class Trusted extends TrustManagerFactory {
        Trusted(TrustManager[] managers) {
            super(
                    new TrustManagerFactorySpi() {
                        @Override
                        protected void engineInit(@Nullable KeyStore store) {}

                        @Override
                        protected void engineInit(@Nullable ManagerFactoryParameters more) {}

                        @Override
                        protected TrustManager[] engineGetTrustManagers() {
                            return managers.clone();
                        }
                    },
                    new Here(),
                    "Larder");
        }
    }

    /// A factory must name who made it.
    private static final class Here extends Provider {
        private static final long serialVersionUID = 1;

        Here() {
            super("Larder", "1", "managers made elsewhere");
        }
    }

    /// Whether a certificate of somebody's choice is to be shown, or the box's own.
    public static MqttTls of(Optional<TlsKey> certificate, Identity identity, Trust trust) {
        return certificate.map(own -> of(own, trust)).orElseGet(() -> of(identity, trust));
    }
}
