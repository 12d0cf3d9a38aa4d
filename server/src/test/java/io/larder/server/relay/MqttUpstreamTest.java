package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.larder.server.json.Batch;
import io.larder.server.json.CloudEvent;
import io.larder.server.json.Json;
import io.larder.server.json.RecordLine;
import io.larder.server.relay.mqtt.MqttUpstream;
import io.larder.storage.EntryKind;
import io.larder.storage.Position;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Records on their way to a real broker.
class MqttUpstreamTest extends MqttSite {
    private Map<String, Object> kept() {
        try (BrokerListener cursor = listen("larder/canteen/cursor/#")) {
            Mqtt5Publish message = cursor.until(Mqtt5Publish::isRetain);
            assertThat(message.getTopic())
                    .hasToString(
                            "larder/canteen/cursor/" + name() + "/" + box.store.journal().epoch());
            return Json.read(BrokerListener.text(message));
        }
    }

    @Test
    void everyRecordIsAMessageInOrderWithItsIdentityBesideIt() throws Exception {
        box.takeMany(0, 5, 70);
        Relay relay = relay();
        proveAllThere();

        List<Mqtt5Publish> messages = listener.all();
        assertThat(messages).hasSize(350);
        Mqtt5Publish one = messages.get(75);
        String record = box.records().get(75);
        assertThat(one.getTopic()).hasToString("larder/canteen/records/T1/purchase");
        assertThat(BrokerListener.text(one)).isEqualTo(CloudEvent.of(record).write());
        assertThat(one.getContentType().orElseThrow())
                .hasToString("application/cloudevents+json; charset=UTF-8");
        assertThat(
                        one.getUserProperties().asList().stream()
                                .map(each -> each.getName() + "=" + each.getValue()))
                .containsExactly(
                        "box=" + name(),
                        "epoch=" + box.store.journal().epoch(),
                        "seq=2",
                        "row=5",
                        "key=BUYLOG/75",
                        "contentDigest=" + Json.read(record).get("contentDigest"));
        assertThat(relay.state().sent()).isEqualTo(350);
        assertThat(kept()).containsEntry("next", Map.of("seq", 6L, "row", 0L));
    }

    @Test
    void aLostAcknowledgementDoublesAtMostTheParcelAndLosesNothing() throws Exception {
        box.takeMany(0, 1, 90);
        relay();
        box.drained();
        for (int passing : new int[] {0, 1, 30, 99, 100}) {
            line.cutAt(PacketLine.PUBACK, passing, () -> {});
            box.takeMany(1000 * (passing + 1), 1, 100);
            line.untilCut();
            box.drained();
        }

        proveAllThere();
        assertThat(listener.all()).hasSizeLessThanOrEqualTo(590 + 5 * 100);
    }

    @Test
    void aRestartOfTheBrokerIsALineThatWasDown() throws Exception {
        box.takeMany(0, 3, 50);
        Relay relay = relay();
        box.drained();
        restartBroker();
        box.takeMany(150, 3, 50);
        until(relay, state -> state.connected() && state.backlog() == 0);

        assertThat(records()).hasSize(300);
        assertThat(listener.all()).hasSize(300);
    }

    @Test
    void aBrokerKilledInTheMiddleGetsWhatItLostAgain() throws Exception {
        box.takeMany(0, 2, 50);
        relay();
        box.drained();
        line.cutAt(PacketLine.PUBLISH, 40, broker::kill);
        box.takeMany(100, 2, 50);
        line.untilCut();
        listener.close();
        broker.start();
        listener = listen("larder/canteen/records/#");

        box.drained();
        assertThat(records()).containsAll(box.records().subList(100, 200));
    }

    @Test
    void aRecordThatIsTooLargeForTheBrokerBecomesADeadLetterAndTheRestGoesOn() throws Exception {
        restartBroker("max_packet_size 2000");
        box.take(0, "rice", "x".repeat(3000), "soup");
        box.take(3, "y".repeat(3000));
        box.take(4, "tea");
        Relay relay = relay();
        box.drained();

        assertThat(records().stream().map(it -> Json.read(it).get("key")))
                .containsExactly("BUYLOG/0", "BUYLOG/2", "BUYLOG/4");
        assertThat(box.journaled(EntryKind.DEAD_LETTER)).hasSize(2);
        assertThat(relay.state().alarms().getFirst()).contains("bytes, the broker takes 2000");
    }

    @Test
    void whatTheBrokerDoesNotAllowIsSaidInItsWords() throws Exception {
        Path acl = folder.resolve("acl");
        Files.write(
                acl,
                List.of(
                        "topic readwrite larder/+/cursor/#",
                        "topic readwrite larder/+/presence",
                        "topic readwrite fence/#",
                        "topic read #"));
        restartBroker("acl_file " + acl);
        box.take(0, "rice");
        Relay relay = relay();
        until(
                relay,
                state ->
                        state.lastError()
                                .filter(it ->
                                        it.equals("the broker refuses a record: not authorized"))
                                .isPresent());

        assertThat(records()).isEmpty();
        Files.writeString(acl, "topic readwrite #\n");
        restartBroker("acl_file " + acl);
        proveAllThere();
    }

    @Test
    void closingCutsWhatIsUnderWay() throws Exception {
        Upstream.Hello hello =
                new Upstream.Hello(name(), 1, 1, 0, Position.START, Optional.empty());
        CompletableFuture<Void> connected = new CompletableFuture<>();
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                MqttUpstream upstream =
                        new MqttUpstream(Mqtt.settings(silent.getLocalPort(), name(), LIMITS))) {
            Runnable cut = upstream::close;
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            // The connection stays open and silent until the test ends.
                            silent.accept().getInputStream().read();
                            connected.complete(null);
                            cut.run();
                        } catch (IOException e) {
                            connected.completeExceptionally(e);
                        }
                    });
            assertThat(upstream.hello(hello)).isEqualTo(Upstream.Down.because("closed"));
            assertThat(connected).isCompleted();
            assertThat(upstream.hello(hello)).isEqualTo(Upstream.Down.because("closed"));
        }
    }

    @Test
    void aKeyWithTabsAsAttendanceRecordsHaveItIsCarried() throws Exception {
        box.take(0, "rice");
        String json =
                box.records()
                        .getFirst()
                        .replace("BUYLOG/0", "ATTLOG/7\\t2026-03-01 08:00:00\\u0000\\uffff");
        Position next = new Position(2, 0);
        try (Upstream upstream = upstream(LIMITS)) {
            upstream.hello(new Upstream.Hello(name(), 77, 1, 1, Position.START, Optional.empty()));
            assertThat(upstream.load(parcel(Position.START, next, json)).deliver())
                    .isEqualTo(new Upstream.Taken(next));
        }

        assertThat(listener.until(_ -> true).getUserProperties().asList())
                .extracting(each -> each.getName() + "=" + each.getValue())
                .contains("key=ATTLOG/7\uFFFD2026-03-01 08:00:00\uFFFD\uFFFD");
    }

    @Test
    void aParcelThatCameAlreadyIsAnsweredAndAGapIsNotTaken() throws Exception {
        long seq = box.take(0, "rice", "soup");
        String json = box.records().getFirst();
        Position one = new Position(seq, 1);
        try (Upstream upstream = upstream(LIMITS)) {
            Upstream.Hello hello =
                    new Upstream.Hello(name(), 77, 1, 1, Position.START, Optional.empty());

            assertThat(upstream.load(parcel(Position.START, one, json)).deliver())
                    .isEqualTo(new Upstream.Elsewhere("headquarters wants a hello"));
            assertThat(upstream.hello(hello))
                    .isEqualTo(new Upstream.Welcome(Position.START, Optional.empty()));
            for (int i = 0; i < 3; i++) {
                assertThat(upstream.load(parcel(Position.START, one, json)).deliver())
                        .isEqualTo(new Upstream.Taken(one));
            }
            assertThat(
                            upstream.load(parcel(new Position(2, 0), new Position(3, 0), json))
                                    .deliver())
                    .isEqualTo(new Upstream.Elsewhere("headquarters stands at 1/1"));
            assertThat(upstream.hello(hello))
                    .isEqualTo(new Upstream.Welcome(one, Optional.of("m" + one)));
            assertThat(upstream.load(parcel(one, new Position(2, 0), "{\"kind\":7}")).deliver())
                    .isInstanceOf(Upstream.Poison.class);
        }
        assertThat(listener.all()).hasSize(1);
    }

    private Upstream.Parcel parcel(Position from, Position next, String json) {
        return new Upstream.Parcel(
                new Batch(name(), 77, from, next, 1, Optional.of("m" + next)),
                List.of(new Upstream.Item(from, "purchase", RecordLine.of(json))));
    }
}
