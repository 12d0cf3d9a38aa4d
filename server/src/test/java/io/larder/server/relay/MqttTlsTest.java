package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.larder.crypto.Certificates;
import io.larder.crypto.Identity;
import io.larder.crypto.Secret;
import io.larder.crypto.TlsKey;
import io.larder.crypto.Trust;
import io.larder.server.relay.mqtt.MqttLimits;
import io.larder.server.relay.mqtt.MqttSettings;
import io.larder.server.relay.mqtt.MqttTls;
import io.larder.server.relay.mqtt.MqttUpstream;
import io.larder.storage.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who a box is to a broker, and who the broker is to the box.
@Timeout(120)
class MqttTlsTest {
    private static final String BOX = "00112233445566aa";
    private static final Upstream.Welcome WELCOME =
            new Upstream.Welcome(Position.START, Optional.empty());
    private static final TlsKey SERVER = TlsKey.generate(List.of("127.0.0.1"));
    private static final Identity IDENTITY = Identity.generate();

    @TempDir Path folder;
    private TlsKey brought;
    private Mosquitto broker;

    @BeforeEach
    void open() throws Exception {
        brought = made();
        Path own = folder.resolve("server.pem");
        Files.write(own, SERVER.write());
        Path known = folder.resolve("known.pem");
        Files.writeString(
                known,
                Certificates.pem(IDENTITY.certificate()) + Certificates.pem(brought.certificate()));
        broker =
                new Mosquitto(
                                folder.resolve("broker"),
                                "certfile " + own,
                                "keyfile " + own,
                                "cafile " + known,
                                "require_certificate true")
                        .start();
    }

    @AfterEach
    void close() {
        if (broker != null) {
            broker.close();
        }
    }

    /// What an authority would have made for a client.
    private TlsKey made() throws Exception {
        Path key = folder.resolve("client.key");
        Path certificate = folder.resolve("client.crt");
        Process openssl;
        try {
            openssl =
                    new ProcessBuilder(
                                    ("openssl req -x509 -newkey ec -pkeyopt"
                                                    + " ec_paramgen_curve:prime256v1 -nodes -days 2"
                                                    + " -subj /CN=canteen -keyout "
                                                    + key
                                                    + " -out "
                                                    + certificate)
                                            .split(" "))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            return abort("skipped, because openssl is missing");
        }
        assertThat(openssl.waitFor()).isZero();
        return TlsKey.read(Files.readString(certificate), Files.readString(key));
    }

    private Upstream.Greeting hello(int port, Optional<MqttTls> tls, Optional<String> user) {
        MqttSettings settings =
                new MqttSettings(
                        "127.0.0.1",
                        port,
                        tls,
                        user.map(name ->
                                new MqttSettings.Login(
                                        name, Optional.of(Secret.of("secret of " + name)))),
                        "larder-" + BOX,
                        BOX,
                        "larder/test",
                        Mqtt.TOPICS,
                        MqttLimits.DEFAULT.withAnswer(Duration.ofSeconds(10)));
        try (MqttUpstream upstream = new MqttUpstream(settings)) {
            return upstream.hello(
                    new Upstream.Hello(BOX, 7, 1, 0, Position.START, Optional.empty()));
        }
    }

    private Upstream.Greeting hello(MqttTls tls) {
        return hello(broker.port(), Optional.of(tls), Optional.empty());
    }

    private static String why(Upstream.Greeting greeting) {
        return greeting instanceof Upstream.Down down ? down.why() : greeting.toString();
    }

    @Test
    void theBoxShowsItsOwnCertificateToABrokerThatKnowsIt() {
        assertThat(hello(MqttTls.of(IDENTITY, Trust.fingerprint(SERVER.fingerprint()))))
                .isEqualTo(WELCOME);
    }

    @Test
    void theBoxShowsACertificateThatSomebodyMadeForIt() {
        Trust authorities = new Trust.Authorities(List.of(SERVER.certificate()));

        assertThat(hello(MqttTls.of(brought, authorities))).isEqualTo(WELCOME);
    }

    @Test
    void aBoxThatTheBrokerDoesNotKnowIsALineThatIsDown() {
        Trust server = Trust.fingerprint(SERVER.fingerprint());

        assertThat(hello(MqttTls.of(Identity.generate(), server)))
                .isInstanceOf(Upstream.Down.class);
    }

    @Test
    void aBrokerThatTheBoxDoesNotKnowIsNotBelieved() {
        Trust another = Trust.fingerprint("0".repeat(64));

        assertThat(why(hello(MqttTls.of(IDENTITY, another))))
                .isEqualTo(
                        "the broker is not believed: its certificate has the fingerprint "
                                + SERVER.fingerprint()
                                + ", expected "
                                + "0".repeat(64));
        assertThat(why(hello(MqttTls.of(IDENTITY, new Trust.System()))))
                .startsWith("the broker is not believed: ");
    }

    @Test
    void aUserLogsInWithHisPassword() throws Exception {
        broker.close();
        Path passwords = folder.resolve("passwords");
        Files.writeString(passwords, PasswordFile.line("canteen", "secret of canteen"));
        try (Mosquitto closed =
                new Mosquitto(
                                folder.resolve("closed"),
                                "allow_anonymous false",
                                "password_file " + passwords)
                        .start()) {
            assertThat(hello(closed.port(), Optional.empty(), Optional.of("canteen")))
                    .isEqualTo(WELCOME);
            assertThat(why(hello(closed.port(), Optional.empty(), Optional.of("guest"))))
                    .isEqualTo("the broker refuses the connection: not authorized");
        }
    }

    /// `user:$7$iterations$salt$PBKDF2-HMAC-SHA512`, as the broker reads it.
    private static final class PasswordFile {
        private static final int ITERATIONS = 101;

        static String line(String user, String password) throws Exception {
            byte[] salt = new byte[12];
            var spec = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 512);
            byte[] hash =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                            .generateSecret(spec)
                            .getEncoded();
            var base64 = Base64.getEncoder();
            return "%s:$7$%d$%s$%s%n"
                    .formatted(
                            user,
                            ITERATIONS,
                            base64.encodeToString(salt),
                            base64.encodeToString(hash));
        }
    }
}
