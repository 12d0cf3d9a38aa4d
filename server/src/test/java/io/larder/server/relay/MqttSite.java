package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.relay.mqtt.MqttLimits;
import io.larder.server.relay.mqtt.MqttUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A box and a real MQTT broker, with somebody who listens there.
@Timeout(120)
abstract class MqttSite {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    static final MqttLimits LIMITS = MqttLimits.DEFAULT.withAnswer(Duration.ofSeconds(10));

    @TempDir Path folder;
    Mosquitto broker;
    PacketLine line;
    SmallBox box;
    BrokerListener listener;

    @BeforeEach
    void open() throws IOException {
        broker = new Mosquitto(folder.resolve("broker")).start();
        line = new PacketLine(() -> broker.port());
        box = new SmallBox(folder.resolve("box"));
        listener = listen("larder/canteen/records/#");
    }

    @AfterEach
    void close() throws IOException {
        if (broker == null) {
            return;
        }
        box.close();
        line.close();
        listener.close();
        broker.close();
    }

    BrokerListener listen(String filter) {
        return new BrokerListener("hq-" + filter.hashCode(), filter).connect(broker.port());
    }

    Upstream upstream(MqttLimits limits) {
        return new MqttUpstream(Mqtt.settings(line.port(), name(), limits));
    }

    String name() {
        return box.store.journal().box();
    }

    Relay relay() throws IOException {
        return box.relay(upstream(LIMITS));
    }

    void restartBroker(String... more) throws IOException {
        listener.close();
        broker.stop();
        broker = new Mosquitto(folder.resolve("broker"), more).start();
        line.cut();
        listener.connect(broker.port());
    }

    void until(Relay relay, Predicate<RelayState> wanted) throws InterruptedException {
        assertThat(relay.await(wanted, PATIENCE)).as("%s", relay.state()).isTrue();
    }

    /// What a receiver has that drops what he has.
    List<String> records() {
        return List.copyOf(new LinkedHashSet<>(listener.records()));
    }

    void proveAllThere() throws InterruptedException {
        box.drained();
        assertThat(records()).isEqualTo(box.records());
    }
}
