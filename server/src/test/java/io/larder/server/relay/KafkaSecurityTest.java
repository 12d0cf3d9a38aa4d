package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.crypto.Secret;
import io.larder.crypto.Tls;
import io.larder.crypto.TlsKey;
import io.larder.crypto.Trust;
import io.larder.server.relay.kafka.KafkaSettings;
import io.larder.server.relay.kafka.KafkaUpstream;
import io.larder.storage.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real broker that speaks TLS and wants to know who comes.
@Timeout(180)
class KafkaSecurityTest {
    private static final String PASSWORD = "say \"cheese\" \\ now";

    @TempDir Path folder;

    private KafkaBroker broker(TlsKey key) throws IOException {
        Path keys = folder.resolve("broker.pem");
        Files.write(keys, key.write());
        String escaped = PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"");
        KafkaBroker broker =
                new KafkaBroker(
                        folder.resolve("broker"),
                        1,
                        Map.of(
                                "listener.security.protocol.map",
                                "CONTROLLER:PLAINTEXT,DIRECT:PLAINTEXT,LINE:SASL_SSL",
                                "listener.name.line.ssl.keystore.type",
                                "PEM",
                                "listener.name.line.ssl.keystore.location",
                                keys.toString(),
                                "listener.name.line.sasl.enabled.mechanisms",
                                "PLAIN",
                                "listener.name.line.plain.sasl.jaas.config",
                                "org.apache.kafka.common.security.plain.PlainLoginModule required"
                                        + " user_site=\""
                                        + escaped
                                        + "\";"));
        broker.advertise(broker.linePort());
        return broker;
    }

    private static Upstream.Greeting hello(KafkaBroker broker, Trust trust, String password) {
        KafkaSettings open =
                broker.settings("hq", "safe", broker.linePort(), Duration.ofSeconds(10));
        KafkaSettings settings =
                new KafkaSettings(
                        open.name(),
                        open.servers(),
                        open.prefix(),
                        Optional.of(Tls.client(Optional.empty(), trust)),
                        Optional.of(new KafkaSettings.Login("PLAIN", "site", Secret.of(password))),
                        open.topics(),
                        open.compression(),
                        open.answer(),
                        open.transaction());
        try (Upstream upstream = new KafkaUpstream(settings)) {
            return upstream.hello(
                    new Upstream.Hello(
                            "00112233445566aa", 77, 1, 1, Position.START, Optional.empty()));
        }
    }

    private static String why(Upstream.Greeting greeting) {
        return greeting instanceof Upstream.Down(var why, _) ? why : greeting.toString();
    }

    @Test
    void onlyTheRightBrokerIsBelievedAndOnlyTheRightPasswordLetsUsIn() throws Exception {
        assumeTrue(
                KafkaBroker.whyNot().isEmpty(),
                () -> "skipped, because " + KafkaBroker.whyNot().orElse(""));
        TlsKey key = TlsKey.generate(List.of("127.0.0.1"));
        Trust known = Trust.fingerprint(key.fingerprint());
        Trust authority = new Trust.Authorities(List.of(key.certificate()));
        TlsKey stranger = TlsKey.generate(List.of("127.0.0.1"));
        Upstream.Welcome welcome = new Upstream.Welcome(Position.START, Optional.empty());
        try (KafkaBroker broker = broker(key)) {
            assertThat(hello(broker, known, PASSWORD)).isEqualTo(welcome);
            assertThat(hello(broker, authority, PASSWORD)).isEqualTo(welcome);
            assertThat(why(hello(broker, known, "guessed")))
                    .startsWith("the broker does not let us in: ");
            assertThat(why(hello(broker, Trust.fingerprint(stranger.fingerprint()), PASSWORD)))
                    .startsWith("the broker is not believed: ");
            assertThat(
                            why(
                                    hello(
                                            broker,
                                            new Trust.Authorities(List.of(stranger.certificate())),
                                            PASSWORD)))
                    .startsWith("the broker is not believed: ");
        }
    }
}
