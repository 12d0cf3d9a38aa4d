package io.larder.server.relay.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.reactivex.schedulers.Schedulers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One connection from its beginning to its end. It is never mended: what was under way when it
/// broke is known by nobody, so the next one begins with nothing in the client's memory.
final class MqttSession {
    private final Mqtt5AsyncClient client;
    private final boolean presence;
    private final CompletableFuture<BrokerDown> ended = new CompletableFuture<>();
    private volatile Consumer<BrokerDown> watching = _ -> {};
    private int maximumPacketSize;
    private boolean retains;

    /// `heard` gets every message, on the network's thread, and acknowledges it itself.
    MqttSession(
            MqttSettings settings,
            String clientId,
            boolean presence,
            Consumer<Mqtt5Publish> heard) {
        this.presence = presence;
        this.client =
                MqttClient.builder()
                        .useMqttVersion5()
                        .identifier(clientId)
                        .transportConfig(transport(settings))
                        .executorConfig(
                                // One thread for the network; what it calls is short.
                                MqttClientExecutorConfig.builder()
                                        .nettyThreads(1)
                                        .applicationScheduler(Schedulers.trampoline())
                                        .build())
                        .addDisconnectedListener(
                                context -> ended.complete(Reasons.down(context.getCause())))
                        .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, heard, true);
        var _ = ended.thenAccept(why -> watching.accept(why));
    }

    private static MqttClientTransportConfig transport(MqttSettings settings) {
        long millis = settings.limits().connect().toMillis();
        var transport =
                MqttClientTransportConfig.builder()
                        .serverHost(settings.host())
                        .serverPort(settings.port())
                        .socketConnectTimeout(millis, TimeUnit.MILLISECONDS)
                        .mqttConnectTimeout(millis, TimeUnit.MILLISECONDS);
        return settings.tls()
                .map(tls -> transport.sslConfig(tls.config(settings.limits())))
                .orElse(transport)
                .build();
    }

    /// Connects; empty when the broker does not keep messages, and said so to a will that wants it.
    Optional<Mqtt5ConnAck> connect(Mqtt5Connect connect, Duration allowed) throws BrokerDown {
        CompletableFuture<Mqtt5ConnAck> answer = client.connect(connect);
        // One that was given up while it connected must not stay.
        var _ = answer.thenCombine(ended, (_, why) -> disconnect(why));
        try {
            Mqtt5ConnAck said = first(answer, allowed);
            maximumPacketSize = said.getRestrictions().getMaximumPacketSize();
            retains = said.getRestrictions().isRetainAvailable();
            return Optional.of(said);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Mqtt5ConnAckException refused
                    && refused.getMqttMessage().getReasonCode()
                            == Mqtt5ConnAckReasonCode.RETAIN_NOT_SUPPORTED) {
                return Optional.empty();
            }
            throw Reasons.down(e);
        }
    }

    Mqtt5AsyncClient client() {
        return client;
    }

    /// The largest packet that the broker takes.
    int maximumPacketSize() {
        return maximumPacketSize;
    }

    /// Whether the broker keeps messages for those who subscribe later.
    boolean retains() {
        return retains;
    }

    /// Tells `who` when it ends, at once if it has, in the place of whoever was told before.
    void watch(Consumer<BrokerDown> who) {
        watching = who;
        if (ended.isDone()) {
            who.accept(ended.join());
        }
    }

    boolean isAlive() {
        return !ended.isDone();
    }

    /// Publishes one message and waits for the broker to have it; false when this client may not.
    boolean publish(Mqtt5Publish message, Duration allowed) throws BrokerDown {
        return await(publish(message), allowed);
    }

    /// The same without waiting.
    CompletableFuture<Boolean> publish(Mqtt5Publish message) {
        return client.publish(message).handle((_, failed) -> isTaken(failed));
    }

    /// Anything but a rule of the broker may be otherwise the next time.
    private static boolean isTaken(@Nullable Throwable failed) {
        if (failed == null) {
            return true;
        }
        if (failed instanceof Mqtt5PubAckException refusal
                && refusal.getMqttMessage().getReasonCode()
                        == Mqtt5PubAckReasonCode.NOT_AUTHORIZED) {
            return false;
        }
        throw new CompletionException(failed);
    }

    /// The answer, or why there is none.
    <T> T await(CompletableFuture<T> answer, Duration allowed) throws BrokerDown {
        try {
            return first(answer, allowed);
        } catch (ExecutionException e) {
            throw Reasons.down(e);
        }
    }

    private <T> T first(CompletableFuture<T> answer, Duration allowed)
            throws BrokerDown, ExecutionException {
        try {
            CompletableFuture.anyOf(answer, ended).get(allowed.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.isDone()) {
                return answer.get();
            }
            throw ended.get();
        } catch (TimeoutException e) {
            throw cut("no answer within " + allowed.toMillis() + " ms");
        } catch (InterruptedException e) {
            // Nobody interrupts a relay; the flag would close the files it uses next.
            throw cut("interrupted");
        }
    }

    /// Ends it; the broker tells those who look at the presence.
    BrokerDown cut(String why) {
        BrokerDown down = new BrokerDown(why);
        ended.complete(down);
        return disconnect(down);
    }

    private BrokerDown disconnect(BrokerDown why) {
        var _ =
                client.disconnectWith()
                        .reasonCode(
                                presence
                                        ? Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE
                                        : Mqtt5DisconnectReasonCode.NORMAL_DISCONNECTION)
                        .send();
        return why;
    }
}
