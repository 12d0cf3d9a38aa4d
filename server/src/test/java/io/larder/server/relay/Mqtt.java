package io.larder.server.relay;

import io.larder.server.relay.mqtt.MqttLimits;
import io.larder.server.relay.mqtt.MqttSettings;
import io.larder.server.relay.mqtt.MqttTopics;
import java.util.Optional;

/// What tests say of a broker.
final class Mqtt {
    static final MqttTopics TOPICS = new MqttTopics("larder", "canteen");

    private Mqtt() {}

    /// A broker on loopback that anybody may use, for the site `canteen`.
    static MqttSettings settings(int port, String box, MqttLimits limits) {
        return new MqttSettings(
                "127.0.0.1",
                port,
                Optional.empty(),
                Optional.empty(),
                "larder-" + box,
                box,
                "larder/test",
                TOPICS,
                limits);
    }
}
