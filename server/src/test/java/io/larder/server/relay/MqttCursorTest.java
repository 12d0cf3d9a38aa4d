package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who keeps how far the box is, and what becomes of it where the broker does not.
class MqttCursorTest extends MqttSite {
    @Test
    void withABrokerThatKeepsNoMessagesTheCursorIsTheBoxsOwn() throws Exception {
        restartBroker("retain_available false");
        box.takeMany(0, 3, 50);
        relay();
        box.drained();
        box.close();
        box = new SmallBox(folder.resolve("box"));
        box.takeMany(150, 1, 50);
        relay();

        proveAllThere();
        assertThat(listener.all()).hasSize(200);
    }

    @Test
    void whoMayNotWriteTheCursorKeepsItsOwn() throws Exception {
        Path acl = folder.resolve("acl");
        Files.write(acl, List.of("topic readwrite larder/+/records/#", "topic readwrite fence/#"));
        restartBroker("acl_file " + acl);
        box.takeMany(0, 3, 50);
        relay();
        box.drained();
        box.close();
        box = new SmallBox(folder.resolve("box"));
        box.takeMany(150, 1, 50);
        relay();

        proveAllThere();
        assertThat(listener.all()).hasSize(200);
    }

    @Test
    void whoMayNoLongerWriteTheCursorGoesOnWithItsOwn() throws Exception {
        Path acl = folder.resolve("acl");
        Files.writeString(acl, "topic readwrite #\n");
        restartBroker("acl_file " + acl);
        box.takeMany(0, 1, 50);
        relay();
        box.drained();
        Files.write(acl, List.of("topic readwrite larder/+/records/#", "topic readwrite fence/#"));
        broker.reload();
        // The first finds the cursor refused, the second hears of it.
        box.takeMany(50, 1, 50);
        box.drained();
        box.takeMany(100, 1, 50);
        box.drained();
        box.close();
        box = new SmallBox(folder.resolve("box"));
        box.takeMany(150, 1, 50);
        relay();

        proveAllThere();
        assertThat(listener.all()).hasSize(200);
    }

    @Test
    void whatIsKeptAndIsNoCursorIsLeftToAPerson() throws Exception {
        String topic = "larder/canteen/cursor/" + name() + "/" + box.store.journal().epoch();
        try (BrokerListener somebody = listen("larder/canteen/presence")) {
            somebody.keep(topic, "forty-two");
        }
        box.take(0, "rice");
        Relay relay = relay();
        until(
                relay,
                state ->
                        state.lastError()
                                .filter(it -> it.startsWith("what the broker keeps at " + topic))
                                .isPresent());
        try (BrokerListener somebody = listen("larder/canteen/presence")) {
            somebody.keep(topic, "");
        }

        proveAllThere();
    }
}
