package io.larder.server.relay.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import io.larder.crypto.Digest;
import io.larder.server.command.BoxReport;
import io.larder.server.json.Batch;
import io.larder.server.json.Json;
import io.larder.server.relay.OrderSource;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Orders from an MQTT 5 broker. It keeps each message until the box acknowledges it, and the box
/// does that when all orders of it are in its journal, or declined, and the broker has heard so:
/// whatever breaks before that, they come again.
public final class MqttOrders implements OrderSource {
    private final MqttSettings settings;
    private final MqttLine line;
    private Inbox inbox = new Inbox();
    private @Nullable MqttSession subscribed;
    private List<String> fullSaid = List.of();
    private volatile Runnable whenTold = () -> {};

    /// Connects when it is asked.
    public MqttOrders(MqttSettings settings) {
        this.settings = settings;
        this.line = MqttLine.forOrders(settings, this::freshInbox);
    }

    @Override
    public void whenTold(Runnable then) {
        whenTold = then;
    }

    private Consumer<Mqtt5Publish> freshInbox() {
        Inbox fresh = new Inbox();
        inbox = fresh;
        return message -> {
            fresh.add(message);
            whenTold.run();
        };
    }

    @Override
    public Answer ask(BoxReport report) {
        try {
            MqttSession session = line.open();
            subscribe(session);
            for (Inbox.Unreadable each : inbox.read()) {
                say(session, each.message().getCorrelationData(), unreadable(each));
                each.message().acknowledge();
            }
            if (isNews(report)) {
                say(session, Optional.empty(), report.write());
                fullSaid = report.full();
            }
            inbox.settle(report);
            return new Heard(inbox.page(report.full()));
        } catch (BrokerDown e) {
            return new Down(e.why(), Optional.empty());
        }
    }

    private void subscribe(MqttSession session) throws BrokerDown {
        if (session.equals(subscribed)) {
            return;
        }
        Mqtt5Subscribe wanted =
                Mqtt5Subscribe.builder()
                        .topicFilter(settings.topics().orders().filter())
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .build();
        session.await(session.client().subscribe(wanted), settings.limits().answer());
        subscribed = session;
        fullSaid = List.of();
    }

    private boolean isNews(BoxReport report) {
        return !report.taken().isEmpty()
                || !report.declined().isEmpty()
                || !report.terminals().isEmpty()
                || !report.full().equals(fullSaid);
    }

    /// Answers; with what one question was known by, if that is what is answered.
    private void say(MqttSession session, Optional<ByteBuffer> question, String json)
            throws BrokerDown {
        var answer =
                MqttLine.message(settings.topics().answers(), json)
                        .correlationData(question.orElse(null));
        if (!session.publish(answer.build(), settings.limits().answer())) {
            throw new BrokerDown(
                    "the broker refuses what became of orders at " + settings.topics().answers());
        }
    }

    /// It is named by its digest: it may hold secrets.
    private String unreadable(Inbox.Unreadable each) {
        byte[] payload = each.message().getPayloadAsBytes();
        Map<String, Object> what = new LinkedHashMap<>();
        what.put("why", BoxReport.brief(each.why()));
        what.put("bytes", payload.length);
        what.put("sha256", Digest.sha256Hex(payload));
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("version", Batch.VERSION);
        out.put("box", settings.box());
        out.put("unreadable", what);
        return Json.write(out);
    }

    @Override
    public void close() {
        line.close();
    }
}
