package io.larder.server.relay.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.larder.server.json.CloudEvent;
import io.larder.server.json.RecordIdentity;
import io.larder.server.json.RecordLine;
import java.util.ArrayList;
import java.util.List;

/// A record as a message: in its CloudEvents envelope, with its identity beside it for those who do
/// not want to read that.
record RecordMessage(Mqtt5Publish message, long bytes) {
    /// Throws `IllegalArgumentException` for a record that does not say whose it is.
    static RecordMessage of(MqttTopics topics, RecordLine line) {
        CloudEvent event = line.event();
        RecordIdentity identity = event.identity();
        MqttTopic topic = topics.records(identity.terminal(), identity.kind());
        List<Mqtt5UserProperty> properties = properties(identity);
        byte[] payload = Texts.bytes(event.write());
        long bytes = MqttLimits.PACKET_FRAME_BYTES + payload.length + length(topic.toString());
        for (Mqtt5UserProperty each : properties) {
            bytes += 5 + length(each.getName().toString()) + length(each.getValue().toString());
        }
        Mqtt5Publish message =
                Mqtt5Publish.builder()
                        .topic(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .contentType(CloudEvent.CONTENT_TYPE)
                        .payloadFormatIndicator(Mqtt5PayloadFormatIndicator.UTF_8)
                        .userProperties(Mqtt5UserProperties.of(properties))
                        .payload(payload)
                        .build();
        return new RecordMessage(message, bytes);
    }

    private static List<Mqtt5UserProperty> properties(RecordIdentity identity) {
        List<Mqtt5UserProperty> properties = new ArrayList<>(6);
        properties.add(Mqtt5UserProperty.of("box", identity.box()));
        properties.add(Mqtt5UserProperty.of("epoch", Long.toString(identity.epoch())));
        properties.add(Mqtt5UserProperty.of("seq", Long.toString(identity.position().seq())));
        properties.add(Mqtt5UserProperty.of("row", Integer.toString(identity.position().row())));
        identity.key()
                .map(key -> Mqtt5UserProperty.of("key", Texts.property(key)))
                .ifPresent(properties::add);
        identity.contentDigest()
                .map(digest -> Mqtt5UserProperty.of("contentDigest", Texts.property(digest)))
                .ifPresent(properties::add);
        return properties;
    }

    private static long length(String text) {
        return Texts.bytes(text).length;
    }
}
