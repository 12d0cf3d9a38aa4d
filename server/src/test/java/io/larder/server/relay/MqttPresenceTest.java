package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.larder.server.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whether the box is there, for everybody to see.
class MqttPresenceTest extends MqttSite {
    @Test
    void everybodySeesWhetherTheBoxIsConnected() throws Exception {
        try (BrokerListener watcher = listen("larder/canteen/presence")) {
            Relay relay = relay();
            until(relay, RelayState::connected);
            watcher.until(each -> isPresence(each, "online"));
            line.cut();
            Mqtt5Publish gone = watcher.until(each -> isPresence(each, "offline"));
            assertThat(Json.read(BrokerListener.text(gone)))
                    .isEqualTo(Map.of("state", "offline", "box", name(), "program", "larder/test"));
        }
    }

    @Test
    void aBoxThatEndsInOrderIsShownAsOfflineToo() throws Exception {
        until(relay(), RelayState::connected);
        box.close();

        try (BrokerListener watcher = listen("larder/canteen/presence")) {
            watcher.until(each -> isPresence(each, "offline"));
        }
        box = new SmallBox(folder.resolve("box"));
    }

    private static boolean isPresence(Mqtt5Publish message, String state) {
        return state.equals(Json.read(BrokerListener.text(message)).get("state"));
    }
}
