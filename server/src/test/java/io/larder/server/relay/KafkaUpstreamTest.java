package io.larder.server.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.json.Batch;
import io.larder.server.json.BatchCodec;
import io.larder.server.json.RecordLine;
import io.larder.server.relay.kafka.KafkaUpstream;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Position;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/// Records on their way to a real broker.
class KafkaUpstreamTest extends KafkaSite {
    @Test
    void aMessageIsACloudEventAroundTheRecordAndItsHeadersAreTheIdentity() {
        String json = record(1, "purchase", ",\"card\":\"0042\",\"raw\":\"Straße\"");
        try (Upstream upstream = upstream()) {
            greeting(upstream);
            assertThat(upstream.load(parcel(1, "purchase", json)).deliver()).isEqualTo(taken(2));
        }
        ConsumerRecord<String, String> message =
                broker().committed(prefix).stream()
                        .filter(each -> each.topic().equals(prefix + ".purchase"))
                        .findFirst()
                        .orElseThrow();

        assertThat(message.value())
                .isEqualTo(
                        "{\"specversion\":\"1.0\",\"id\":\""
                                + NAME
                                + "/77/1/0\",\"source\":\"/larder/"
                                + NAME
                                + "\",\"type\":\"io.larder.record.purchase.v1\",\"subject\":\"T1\",\"time\":\"2024-05-06T07:08:09.1+08:00\",\"datacontenttype\":\"application/json\",\"dataschema\":\"urn:larder:schema:record:1\",\"data\":"
                                + json
                                + "}");
        assertThat(message.key()).isEqualTo("T1");
        Map<String, String> headers = new LinkedHashMap<>();
        message.headers().forEach(each -> headers.put(each.key(), new String(each.value(), UTF_8)));
        assertThat(headers)
                .containsExactly(
                        Map.entry("content-type", "application/cloudevents+json; charset=UTF-8"),
                        Map.entry("kind", "purchase"),
                        Map.entry("box", NAME),
                        Map.entry("epoch", "77"),
                        Map.entry("seq", "1"),
                        Map.entry("row", "0"),
                        Map.entry("key", "BUYLOG/1"),
                        Map.entry("contentDigest", "5d41"));
    }

    @Test
    void theCursorSurvivesAndABatchThatCameAlreadyIsNotSentAgain() {
        try (Upstream upstream = upstream()) {
            assertThat(upstream.load(parcel(1, "purchase", record(1, "purchase", ""))).deliver())
                    .isInstanceOf(Upstream.Elsewhere.class);
            assertThat(greeting(upstream))
                    .isEqualTo(new Upstream.Welcome(Position.START, Optional.empty()));
            for (int i = 0; i < 3; i++) {
                assertThat(
                                upstream.load(parcel(1, "purchase", record(1, "purchase", "")))
                                        .deliver())
                        .isEqualTo(taken(2));
            }
            assertThat(upstream.load(parcel(3, "purchase", record(3, "purchase", ""))).deliver())
                    .isEqualTo(new Upstream.Elsewhere("headquarters stands at 2/0"));
        }
        try (Upstream upstream = upstream()) {
            assertThat(greeting(upstream))
                    .isEqualTo(new Upstream.Welcome(new Position(2, 0), Optional.of("m1")));
        }
        assertThat(data()).hasSize(1);
    }

    @Test
    void whatCameFromOtherBoxesKeepsTheIdentityTheyGaveIt() throws Exception {
        SmallBox headquarters = box("hq");
        String other = "ffeeddccbbaa9988";
        String json = record(5, "punch", "").replace(NAME, other);
        Batch header =
                new Batch(other, 77, new Position(5, 0), new Position(6, 0), 1, Optional.of("5@1"));
        headquarters
                .store
                .journal()
                .append(
                        new Draft(
                                EntryKind.BATCH,
                                "",
                                BatchCodec.pack(header, List.of(json)),
                                false,
                                SmallBox.CLOCK.get()));
        headquarters.take(0, "rice");
        headquarters.relay(upstream());
        headquarters.drained();

        assertThat(data()).containsExactlyInAnyOrderElementsOf(headquarters.records());
        ConsumerRecord<String, String> message =
                broker().committed(prefix).stream()
                        .filter(each -> each.topic().equals(prefix + ".punch"))
                        .findFirst()
                        .orElseThrow();
        assertThat(message.value())
                .startsWith(
                        "{\"specversion\":\"1.0\",\"id\":\""
                                + other
                                + "/77/5/0\",\"source\":\"/larder/"
                                + other)
                .endsWith(",\"data\":" + json + "}");
        assertThat(message.headers().lastHeader("box").value()).isEqualTo(other.getBytes(UTF_8));
        assertThat(message.headers().lastHeader("seq").value()).isEqualTo("5".getBytes(UTF_8));
    }

    @Test
    void anOlderProducerIsFencedAndLeavesNothing() {
        try (Upstream older = upstream();
                Upstream newer = upstream()) {
            older.hello(hello());
            assertThat(older.load(parcel(1, "purchase", record(1, "purchase", ""))).deliver())
                    .isEqualTo(taken(2));
            assertThat(newer.hello(hello()))
                    .isEqualTo(new Upstream.Welcome(new Position(2, 0), Optional.of("m1")));

            assertThat(older.load(parcel(2, "purchase", record(2, "purchase", ""))).deliver())
                    .isInstanceOfSatisfying(
                            Upstream.Down.class,
                            down -> assertThat(down.why()).contains("another box with our name"));
            assertThat(newer.load(parcel(2, "purchase", record(2, "purchase", ""))).deliver())
                    .isEqualTo(taken(3));
        }
        assertThat(data()).hasSize(2);
    }

    @Test
    void aRecordThatCannotBeReadIsPoisonAndUndoesTheWholeBatch() {
        Position next = new Position(1, 2);
        Upstream.Parcel parcel =
                new Upstream.Parcel(
                        new Batch(NAME, 77, Position.START, next, 2, Optional.empty()),
                        List.of(
                                new Upstream.Item(
                                        Position.START,
                                        "punch",
                                        RecordLine.of(record(1, "punch", ""))),
                                new Upstream.Item(
                                        new Position(1, 1), "", RecordLine.of(record(1, "", "")))));
        try (Upstream upstream = upstream()) {
            greeting(upstream);

            assertThat(upstream.load(parcel).deliver())
                    .isEqualTo(new Upstream.Poison(2, "kind is missing"));
            assertThat(upstream.load(parcel(1, "punch", record(1, "punch", ""))).deliver())
                    .isEqualTo(taken(2));
        }
        assertThat(data()).containsExactly(record(1, "punch", ""));
    }

    @Test
    void closingCutsWhatIsUnderWay() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            KafkaUpstream upstream =
                    new KafkaUpstream(
                            broker().settings(
                                            "hq",
                                            prefix,
                                            silent.getLocalPort(),
                                            Duration.ofMinutes(2)));
            List<Upstream.Greeting> said = new ArrayList<>();
            Thread relay = Thread.ofPlatform().start(() -> said.add(upstream.hello(hello())));
            // It is under way when it has connected.
            silent.accept().close();
            upstream.close();
            relay.join(Duration.ofSeconds(20));

            assertThat(relay.isAlive()).isFalse();
            assertThat(said).containsExactly(Upstream.Down.because("closed"));
            assertThat(upstream.load(parcel(1, "punch", record(1, "punch", ""))).deliver())
                    .isEqualTo(Upstream.Down.because("closed"));
        }
    }
}
