package io.larder.server.relay.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.unsubscribe.Mqtt5Unsubscribe;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The cursor as a message that the broker keeps. MQTT says when a kept message comes, but not when
/// there is none: so the box subscribes, publishes a probe to the same topic, and waits for that.
/// Messages of one topic come in order: what was not there before the probe is not there.
final class KeptCursor {
    /// What is kept, if anything; the broker may refuse to keep or to tell.
    sealed interface Look permits Seen, Refused {}

    record Seen(Optional<String> text) implements Look {}

    record Refused() implements Look {}

    private static final int PROBE_SECONDS = 60;

    private final MqttLimits limits;
    private @Nullable Looking looking;

    KeptCursor(MqttLimits limits) {
        this.limits = limits;
    }

    private static final class Looking {
        final ByteBuffer probe = ByteBuffer.wrap(Texts.bytes(UUID.randomUUID().toString()));
        final CompletableFuture<Optional<String>> found = new CompletableFuture<>();
        Optional<String> kept = Optional.empty();
    }

    /// A message came; on the network's thread.
    synchronized void heard(Mqtt5Publish message) {
        message.acknowledge();
        Looking now = looking;
        if (now == null) {
            return;
        }
        if (message.getCorrelationData().filter(now.probe::equals).isPresent()) {
            now.found.complete(now.kept);
        } else if (message.isRetain()) {
            String text = new String(message.getPayloadAsBytes(), UTF_8);
            now.kept = Optional.of(text).filter(it -> !it.isEmpty());
        }
    }

    /// What is kept at `topic`.
    Look look(MqttSession session, MqttTopic topic) throws BrokerDown {
        if (!session.retains()) {
            return new Refused();
        }
        Looking now = new Looking();
        begin(now);
        if (!subscribe(session, topic)) {
            return new Refused();
        }
        Look seen = probe(session, topic, now);
        session.await(
                session.client()
                        .unsubscribe(
                                Mqtt5Unsubscribe.builder().topicFilter(topic.filter()).build()),
                limits.answer());
        return seen;
    }

    private synchronized void begin(Looking now) {
        looking = now;
    }

    private boolean subscribe(MqttSession session, MqttTopic topic) throws BrokerDown {
        Mqtt5Subscribe wanted =
                Mqtt5Subscribe.builder()
                        .topicFilter(topic.filter())
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .build();
        return session.await(
                session.client().subscribe(wanted).handle((_, failed) -> isTaken(failed)),
                limits.answer());
    }

    private static boolean isTaken(@Nullable Throwable failed) {
        if (failed == null) {
            return true;
        }
        if (failed instanceof Mqtt5SubAckException) {
            return false;
        }
        throw new CompletionException(failed);
    }

    private Look probe(MqttSession session, MqttTopic topic, Looking now) throws BrokerDown {
        Mqtt5Publish probe =
                Mqtt5Publish.builder()
                        .topic(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .messageExpiryInterval(PROBE_SECONDS)
                        .correlationData(now.probe)
                        .build();
        if (!session.publish(probe, limits.answer())) {
            return new Refused();
        }
        try {
            return new Seen(session.await(now.found, limits.answer()));
        } catch (BrokerDown e) {
            throw session.isAlive()
                    ? e
                    : new BrokerDown(e.why() + "; waited for what is kept at " + topic);
        }
    }

    /// Has the broker keep `text` at `topic`; false when it refuses.
    boolean keep(MqttSession session, MqttTopic topic, String text) throws BrokerDown {
        return session.publish(MqttLine.message(topic, text).retain(true).build(), limits.answer());
    }

    /// The same without waiting.
    CompletableFuture<Boolean> keepSoon(MqttSession session, MqttTopic topic, String text) {
        return session.publish(MqttLine.message(topic, text).retain(true).build());
    }
}
