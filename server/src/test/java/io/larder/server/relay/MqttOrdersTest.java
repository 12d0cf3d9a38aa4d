package io.larder.server.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.larder.crypto.Digest;
import io.larder.server.command.BoxReport;
import io.larder.server.command.OrderPage;
import io.larder.server.command.RemoteOrder;
import io.larder.server.json.Json;
import io.larder.server.relay.mqtt.MqttLimits;
import io.larder.server.relay.mqtt.MqttOrders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Orders on their way from a real broker.
@Timeout(120)
class MqttOrdersTest {
    private static final String T1 = "5158181900025";
    private static final String ORDERS = "larder/canteen/orders";
    private static final MqttLimits LIMITS = MqttLimits.DEFAULT.withAnswer(Duration.ofSeconds(10));

    @TempDir Path folder;
    private Mosquitto broker;
    private PacketLine line;
    private BrokerListener headquarters;
    private WholeBox box;

    @BeforeEach
    void open() throws IOException {
        broker = new Mosquitto(folder.resolve("broker")).start();
        line = new PacketLine(() -> broker.port());
        headquarters =
                new BrokerListener("headquarters", "larder/canteen/orders/answers")
                        .connect(broker.port());
        box = new WholeBox(folder.resolve("box")).withTerminal(T1);
    }

    @AfterEach
    void close() throws IOException {
        if (broker == null) {
            return;
        }
        box.close();
        headquarters.close();
        line.close();
        broker.close();
    }

    private MqttOrders source() {
        return new MqttOrders(Mqtt.settings(line.port(), name(), LIMITS));
    }

    private String name() {
        return box.store.journal().box();
    }

    private void connect() {
        box.asking(source(), Optional.empty(), WholeBox.NEVER);
        box.untilLine(OrderLineState::connected);
    }

    private static String order(String reference, String name) {
        return "{\"reference\":\""
                + reference
                + "\",\"terminal\":\""
                + T1
                + "\",\"name\":\""
                + name
                + "\",\"ttlSeconds\":3600,\"by\":\"Ann\",\"confirmed\":true}";
    }

    private Map<String, Object> answered(String text) {
        Mqtt5Publish answer = headquarters.until(each -> BrokerListener.text(each).contains(text));
        return Json.read(BrokerListener.text(answer));
    }

    @Test
    void ordersAreTakenAloneInAListAndInAPage() {
        connect();
        headquarters.say(ORDERS, order("a", "INFO"));
        headquarters.say(ORDERS, "[" + order("b", "INFO") + "," + order("c", "DANCE") + "]");
        headquarters.say(ORDERS, "{\"orders\":[" + order("d", "INFO") + "]}");
        box.until(it -> it.rows().size() == 3);

        assertThat(answered("\"taken\":[\"a\""))
                .containsEntry("version", 1L)
                .containsEntry("box", name());
        answered("\"d\"");
        assertThat(answered("\"reference\":\"c\"").get("declined"))
                .asString()
                .contains("reference=c");
        assertThat(box.told())
                .containsExactly(T1 + " INFO issued", T1 + " INFO issued", T1 + " INFO issued");
    }

    @Test
    void anOrderGivenWhileTheBoxWasAwayIsThereWhenItComesBack() throws Exception {
        connect();
        box.close();
        headquarters.say(ORDERS, order("a", "INFO"));
        box = new WholeBox(folder.resolve("box")).caughtUp();
        connect();

        box.until(it -> it.rows().size() == 1);
        answered("\"taken\":[\"a\"]");
    }

    @Test
    void aBoxKilledBeforeTheJournalHasAnOrderGetsItAgain() throws Exception {
        BoxReport nothing = new BoxReport(name(), List.of(), List.of(), List.of(), List.of());
        RemoteOrder wanted = new RemoteOrder("a", T1, "INFO", "", Map.of(), 3600, "Ann", true);
        try (MqttOrders killed = source()) {
            Semaphore told = new Semaphore(0);
            killed.whenTold(told::release);
            assertThat(killed.ask(nothing))
                    .isEqualTo(new OrderSource.Heard(new OrderPage(List.of(), List.of(), false)));
            headquarters.say(ORDERS, order("a", "INFO"));
            assertThat(told.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 2; i++) {
                assertThat(killed.ask(nothing))
                        .isEqualTo(
                                new OrderSource.Heard(
                                        new OrderPage(List.of(wanted), List.of(), false)));
            }
        }
        connect();

        box.until(it -> it.rows().size() == 1);
        answered("\"taken\":[\"a\"]");
    }

    @Test
    void aLostAcknowledgementDoesNotOrderTwice() throws Exception {
        connect();
        line.cutAt(PacketLine.PUBACK, 0, () -> {});
        headquarters.say(ORDERS, order("a", "INFO"));
        line.untilCut();
        box.line().wake();
        headquarters.say(ORDERS, order("b", "INFO"));
        box.until(it -> it.rows().size() == 2);

        answered("\"b\"");
        assertThat(box.told()).containsExactly(T1 + " INFO issued", T1 + " INFO issued");
    }

    @Test
    void whatIsNoOrderIsAnsweredOnceAndOutOfTheWay() {
        connect();
        String garbage = "reboot everything";
        headquarters.sayWith(ORDERS, garbage, "question 7");
        Mqtt5Publish answer =
                headquarters.until(each -> BrokerListener.text(each).contains("unreadable"));
        headquarters.say(ORDERS, order("a", "INFO"));
        box.until(it -> it.rows().size() == 1);
        answered("\"taken\":[\"a\"]");

        assertThat(UTF_8.decode(answer.getCorrelationData().orElseThrow()).toString())
                .isEqualTo("question 7");
        String said = BrokerListener.text(answer);
        assertThat(said)
                .contains("\"unreadable\":{\"why\":\"not JSON")
                .contains("\"bytes\":" + garbage.length())
                .contains("\"sha256\":\"" + Digest.sha256Hex(garbage.getBytes(UTF_8)) + "\"");
        assertThat(headquarters.texts().stream().filter(it -> it.contains("unreadable")))
                .hasSize(1);
    }

    @Test
    void whatIsTakenBackIsTakenBack() {
        connect();
        headquarters.say(ORDERS, order("a", "INFO"));
        box.until(it -> it.rows().size() == 1);
        headquarters.say(ORDERS, "{\"cancelled\":[\"a\",\"z\"]}");

        box.until(it ->
                it.told().equals(List.of(T1 + " INFO cancelled (cancelled by headquarters)")));
        assertThat(answered("\"reference\":\"z\"").get("declined"))
                .asString()
                .contains("this box does not have it");
    }
}
