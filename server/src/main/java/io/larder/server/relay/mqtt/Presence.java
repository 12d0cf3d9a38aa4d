package io.larder.server.relay.mqtt;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.larder.server.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// Tells on the broker whether the box is connected: it says so itself, and leaves a will that says
/// the opposite.
final class Presence {
    private static final System.Logger LOG = System.getLogger(Presence.class.getName());

    private final MqttSettings settings;
    private boolean refused;

    Presence(MqttSettings settings) {
        this.settings = settings;
    }

    Mqtt5Publish will(boolean kept) {
        return message("offline", kept);
    }

    /// A broker that does not want to know gets records all the same.
    void online(MqttSession session) throws BrokerDown {
        Mqtt5Publish message = message("online", session.retains());
        boolean taken = session.publish(message, settings.limits().answer());
        if (!taken && !refused) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the broker refuses {0}: nobody sees there whether this box is connected",
                    settings.topics().presence());
        }
        refused = !taken;
    }

    private Mqtt5Publish message(String state, boolean kept) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("state", state);
        body.put("box", settings.box());
        body.put("program", settings.program());
        return MqttLine.message(settings.topics().presence(), Json.write(body))
                .retain(kept)
                .build();
    }
}
