package io.larder.server.relay.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Connections to one broker under one name, one after another. For one thread; only [#close] may
/// come from another.
final class MqttLine implements AutoCloseable {
    private final MqttSettings settings;
    private final String clientId;
    private final Optional<Presence> presence;

    /// Who hears the messages of the next connection.
    private final Supplier<Consumer<Mqtt5Publish>> hearers;

    private @Nullable MqttSession session;
    private boolean closed;

    /// A broker that keeps no messages refuses a will that is to be kept.
    private boolean keepsWill = true;

    private MqttLine(
            MqttSettings settings,
            String clientId,
            Optional<Presence> presence,
            Supplier<Consumer<Mqtt5Publish>> hearers) {
        this.settings = settings;
        this.clientId = clientId;
        this.presence = presence;
        this.hearers = hearers;
    }

    /// The line for records: it tells whether the box is there, and leaves nothing behind.
    static MqttLine forRecords(MqttSettings settings, Consumer<Mqtt5Publish> heard) {
        return new MqttLine(
                settings, settings.clientId(), Optional.of(new Presence(settings)), () -> heard);
    }

    /// The line for orders: the broker keeps them while the box is away.
    static MqttLine forOrders(MqttSettings settings, Supplier<Consumer<Mqtt5Publish>> hearers) {
        return new MqttLine(settings, settings.clientId() + "-orders", Optional.empty(), hearers);
    }

    /// The connection there is, or a new one.
    MqttSession open() throws BrokerDown {
        MqttSession present;
        synchronized (this) {
            present = session;
        }
        if (present != null && present.isAlive()) {
            return present;
        }
        MqttSession made = connect();
        if (presence.isPresent()) {
            presence.get().online(made);
        }
        return made;
    }

    private MqttSession connect() throws BrokerDown {
        MqttSession fresh = begin();
        if (fresh.connect(said(), allowed()).isPresent()) {
            return fresh;
        }
        keepsWill = false;
        MqttSession second = begin();
        if (second.connect(said(), allowed()).isEmpty()) {
            throw second.cut("the broker refuses the connection: retain not supported");
        }
        return second;
    }

    private synchronized MqttSession begin() throws BrokerDown {
        if (closed) {
            throw new BrokerDown("closed");
        }
        MqttSession fresh =
                new MqttSession(settings, clientId, presence.isPresent(), hearers.get());
        session = fresh;
        return fresh;
    }

    /// A little longer than the client itself waits, so that it can say what it waited for.
    private Duration allowed() {
        return settings.limits().connect().plusSeconds(1);
    }

    private Mqtt5Connect said() {
        MqttLimits limits = settings.limits();
        long expiry = presence.isPresent() ? 0 : limits.sessionExpiry().toSeconds();
        return Mqtt5Connect.builder()
                .keepAlive((int) limits.keepAlive().toSeconds())
                .cleanStart(presence.isPresent())
                .sessionExpiryInterval(expiry)
                .restrictions()
                .sendMaximum(MqttLimits.WINDOW)
                .receiveMaximum(MqttLimits.UNDECIDED_MESSAGES)
                .maximumPacketSize(MqttLimits.ORDER_PACKET_BYTES)
                .applyRestrictions()
                .simpleAuth(settings.login().map(MqttLine::auth).orElse(null))
                .willPublish(presence.map(told -> told.will(keepsWill)).orElse(null))
                .build();
    }

    private static Mqtt5SimpleAuth auth(MqttSettings.Login login) {
        var user = Mqtt5SimpleAuth.builder().username(login.user());
        return login.password()
                .map(word -> user.password(Texts.bytes(word.reveal())))
                .orElse(user)
                .build();
    }

    /// A message that is to arrive at least once.
    static Mqtt5PublishBuilder.Complete message(MqttTopic topic, String json) {
        return Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .contentType("application/json")
                .payload(Texts.bytes(json));
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (session != null) {
            session.cut("closed");
        }
    }
}
