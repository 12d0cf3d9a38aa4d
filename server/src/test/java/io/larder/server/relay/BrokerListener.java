package io.larder.server.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Somebody who subscribed at the broker, whom it remembers while he is away.
final class BrokerListener implements AutoCloseable {
    private static final int SECONDS = 30;
    private static final String DATA = ",\"data\":";

    private final List<Mqtt5Publish> heard = new ArrayList<>();
    private final String name;
    private final String filter;
    private @Nullable Mqtt5AsyncClient client;

    BrokerListener(String name, String filter) {
        this.name = name;
        this.filter = filter;
    }

    /// Connects for the first time, or again after the broker was away.
    BrokerListener connect(int port) {
        close();
        Mqtt5AsyncClient fresh =
                MqttClient.builder()
                        .useMqttVersion5()
                        .identifier(name)
                        .serverHost("127.0.0.1")
                        .serverPort(port)
                        .buildAsync();
        client = fresh;
        fresh.publishes(MqttGlobalPublishFilter.ALL, this::hear);
        done(fresh.connectWith().cleanStart(false).noSessionExpiry().send());
        for (String each : List.of(filter, "fence/" + name)) {
            done(fresh.subscribeWith().topicFilter(each).qos(MqttQos.AT_LEAST_ONCE).send());
        }
        return this;
    }

    private Mqtt5AsyncClient client() {
        return Objects.requireNonNull(client);
    }

    private static void done(CompletableFuture<?> future) {
        try {
            future.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private void hear(Mqtt5Publish message) {
        synchronized (heard) {
            heard.add(message);
            heard.notifyAll();
        }
    }

    /// What came before a message of its own does: the broker hands on in order.
    List<Mqtt5Publish> all() {
        String fence = UUID.randomUUID().toString();
        done(
                client().publishWith()
                        .topic("fence/" + name)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(fence.getBytes(UTF_8))
                        .send());
        until(each -> text(each).equals(fence));
        synchronized (heard) {
            return heard.stream()
                    .filter(each -> !each.getTopic().toString().startsWith("fence/"))
                    .toList();
        }
    }

    List<String> texts() {
        return all().stream().map(BrokerListener::text).toList();
    }

    /// The records in what came, repetitions too.
    List<String> records() {
        return texts().stream()
                .map(each -> each.substring(each.indexOf(DATA) + DATA.length(), each.length() - 1))
                .toList();
    }

    static String text(Mqtt5Publish message) {
        return new String(message.getPayloadAsBytes(), UTF_8);
    }

    /// Waits for a message that is as `wanted`.
    Mqtt5Publish until(Predicate<Mqtt5Publish> wanted) {
        long last = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        synchronized (heard) {
            while (true) {
                for (Mqtt5Publish each : heard) {
                    if (wanted.test(each)) {
                        return each;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(last - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("never came; came: " + heard);
                }
                try {
                    heard.wait(left);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    void say(String topic, String text) {
        done(
                client().publishWith()
                        .topic(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(text.getBytes(UTF_8))
                        .send());
    }

    void sayWith(String topic, String text, String correlation) {
        done(
                client().publishWith()
                        .topic(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .correlationData(correlation.getBytes(UTF_8))
                        .payload(text.getBytes(UTF_8))
                        .send());
    }

    /// Has the broker keep a text, or forget it when that is empty.
    void keep(String topic, String text) {
        done(
                client().publishWith()
                        .topic(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .retain(true)
                        .payload(text.getBytes(UTF_8))
                        .send());
    }

    @Override
    public void close() {
        if (client != null) {
            // Whether the broker is still there is open: it may just have been killed.
            done(client().disconnect().handle((_, _) -> true));
        }
        client = null;
    }
}
