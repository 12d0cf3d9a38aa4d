package io.larder.server.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.server.json.Batch;
import io.larder.server.json.BatchCodec;
import io.larder.server.json.Json;
import io.larder.server.json.RecordLine;
import io.larder.server.relay.kafka.KafkaSettings;
import io.larder.server.relay.kafka.KafkaUpstream;
import io.larder.server.simulate.Line;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Position;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A box and a real Kafka broker.
@Timeout(180)
class KafkaUpstreamTest {
    private static final int HELLOS = 20;
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAME = "00112233445566aa";

    @TempDir static Path shared;
    private static @Nullable KafkaBroker started;
    private static @Nullable Line laid;

    @TempDir Path folder;
    private String prefix = "";
    private @Nullable SmallBox box;

    @BeforeAll
    static void startBroker() throws IOException {
        assumeTrue(
                KafkaBroker.whyNot().isEmpty(),
                () -> "skipped, because " + KafkaBroker.whyNot().orElse(""));
        Line line = Line.to(1);
        KafkaBroker broker = new KafkaBroker(shared, line.port(), Map.of());
        line.target(broker.linePort());
        broker.start();
        laid = line;
        started = broker;
    }

    @AfterAll
    static void stopBroker() {
        if (started != null) {
            started.close();
        }
    }

    private static KafkaBroker broker() {
        return java.util.Objects.requireNonNull(started);
    }

    private static Line line() {
        return java.util.Objects.requireNonNull(laid);
    }

    @BeforeEach
    void open(TestInfo test) {
        prefix = "t" + Integer.toHexString(test.getDisplayName().hashCode());
    }

    @AfterEach
    void close() {
        line().heal();
        if (box != null) {
            box.close();
        }
    }

    private SmallBox box(String name) throws IOException {
        SmallBox opened = new SmallBox(folder.resolve(name));
        box = opened;
        return opened;
    }

    private KafkaUpstream upstream() {
        return new KafkaUpstream(broker().settings("hq", prefix, line().port(), ANSWER));
    }

    private static void until(Relay relay, Predicate<RelayState> wanted)
            throws InterruptedException {
        assertThat(relay.await(wanted, PATIENCE)).as("%s", relay.state()).isTrue();
    }

    /// The records in the topics of the prefix, in order; one terminal, hence one partition.
    private List<String> data() {
        List<String> data = new ArrayList<>();
        for (ConsumerRecord<String, String> each : broker().committed(prefix)) {
            if (!each.topic().endsWith(".cursors")) {
                data.add(KafkaBroker.data(each.value()));
            }
        }
        return data;
    }

    /// The broker may have been started again a moment ago.
    private static Upstream.Greeting greeting(Upstream upstream) {
        Upstream.Greeting greeting = upstream.hello(hello());
        for (int i = 0; i < HELLOS && !(greeting instanceof Upstream.Welcome); i++) {
            greeting = upstream.hello(hello());
        }
        return greeting;
    }

    private static Upstream.Hello hello() {
        return new Upstream.Hello(NAME, 77, 1, 1, Position.START, Optional.empty());
    }

    private static String record(int seq, String kind, String more) {
        return "{\"kind\":\"%s\",\"box\":\"%s\",\"epoch\":77,\"seq\":%d,\"row\":0,\"terminal\":\"T1\",\"family\":\"canteen\",\"receivedAt\":\"2024-05-06T07:08:09.1+08:00\",\"key\":\"BUYLOG/%d\",\"contentDigest\":\"5d41\"%s}"
                .formatted(kind, NAME, seq, seq, more);
    }

    private static Upstream.Parcel parcel(int seq, String kind, String json) {
        Position from = new Position(seq, 0);
        return new Upstream.Parcel(
                new Batch(NAME, 77, from, new Position(seq + 1, 0), 1, Optional.of("m" + seq)),
                List.of(new Upstream.Item(from, kind, RecordLine.of(json))));
    }

    private static Upstream.Taken taken(int next) {
        return new Upstream.Taken(new Position(next, 0));
    }

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
    void aBrokerThatIsKilledGoesOnWhereItWas() throws Exception {
        SmallBox box = box("box");
        Relay relay = box.relay(upstream());
        box.takeMany(0, 3, 50);
        box.drained();
        broker().stop();
        line().cut();
        line().heal();
        box.takeMany(150, 3, 50);
        until(relay, state -> state.backlog() > 0);
        broker().start();
        relay.wake();
        until(relay, state -> state.connected() && state.backlog() == 0);

        assertThat(data()).isEqualTo(box.records());
    }

    @Test
    void aBoxRestoredFromAnOldCopyBeginsANewEpochAndNothingIsOverwritten() throws Exception {
        SmallBox box = box("box");
        box.takeMany(0, 4, 5);
        box.relay(upstream());
        box.drained();
        box.close();
        SmallBox.copy(folder.resolve("box"), folder.resolve("copy"));
        box = box("box");
        box.takeMany(20, 4, 5);
        box.relay(upstream());
        box.drained();
        List<String> before = data();
        box.close();

        SmallBox.copy(folder.resolve("copy"), folder.resolve("box"));
        box = box("box");
        Relay relay = box.relay(upstream());
        box.drained();
        box.takeMany(40, 2, 5);
        box.drained();

        assertThat(box.journaled(EntryKind.EPOCH)).hasSize(1);
        assertThat(relay.state().alarms()).hasSize(1);
        assertThat(data()).startsWith(before.toArray(String[]::new));
        assertThat(data().stream().map(it -> Json.read(it).get("key")).toList())
                .containsExactlyElementsOf(
                        IntStream.range(0, 50).mapToObj(i -> (Object) ("BUYLOG/" + i)).toList());
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
    void aRecordThatTheTopicDoesNotTakeIsTooLargeAndTheNextOneGoes() {
        broker().admin(admin ->
                admin.createTopics(
                                List.of(
                                        new NewTopic(prefix + ".photo", 1, (short) 1)
                                                .configs(Map.of("max.message.bytes", "2000"))))
                        .all()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join());
        StringBuilder noise = new StringBuilder();
        new java.util.Random(5).ints(9000, 'a', 'z').forEach(it -> noise.append((char) it));
        try (Upstream upstream = upstream()) {
            greeting(upstream);

            assertThat(
                            upstream.load(
                                            parcel(
                                                    1,
                                                    "photo",
                                                    record(1, "photo", ",\"x\":\"" + noise + "\"")))
                                    .deliver())
                    .isInstanceOf(Upstream.TooLarge.class);
            assertThat(upstream.load(parcel(1, "photo", record(1, "photo", ""))).deliver())
                    .isEqualTo(taken(2));
        }
        assertThat(data()).hasSize(1);
    }

    @Test
    void aPictureOfThreeMegabytesFitsATopicThatTheBoxMade() {
        StringBuilder content = new StringBuilder();
        new java.util.Random(6).ints(4 << 20, 'A', 'Z').forEach(it -> content.append((char) it));
        String json = record(1, "photo", ",\"contentBase64\":\"" + content + "\"");
        try (Upstream upstream = upstream()) {
            greeting(upstream);

            assertThat(upstream.load(parcel(1, "photo", json)).deliver()).isEqualTo(taken(2));
        }
        assertThat(data()).containsExactly(json);
    }

    @Test
    void aKindThatNobodyKnowsMakesNoTopicOfItsOwn() {
        try (Upstream upstream = upstream()) {
            greeting(upstream);
            assertThat(upstream.load(parcel(1, "cursors", record(1, "cursors", ""))).deliver())
                    .isEqualTo(taken(2));
        }
        assertThat(broker().committed(prefix).stream().map(ConsumerRecord::topic).toList())
                .containsExactlyInAnyOrder(prefix + ".other", prefix + ".cursors");
    }

    @Test
    void aCursorIsFoundAlsoWhenItsTopicGotMorePartitions() {
        try (Upstream upstream = upstream()) {
            greeting(upstream);
            upstream.load(parcel(1, "purchase", record(1, "purchase", ""))).deliver();
        }
        for (int count = 9; count < 12; count++) {
            Map<String, NewPartitions> more =
                    Map.of(prefix + ".cursors", NewPartitions.increaseTo(count));
            broker().admin(admin ->
                    admin.createPartitions(more)
                            .all()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join());
            try (Upstream upstream = upstream()) {
                assertThat(greeting(upstream))
                        .isEqualTo(new Upstream.Welcome(new Position(2, 0), Optional.of("m1")));
            }
        }
    }

    @Test
    void aCursorTopicThatForgetsIsRefused() {
        broker().admin(admin ->
                admin.createTopics(List.of(new NewTopic(prefix + ".cursors", 1, (short) 1)))
                        .all()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join());
        try (Upstream upstream = upstream()) {
            assertThat(greeting(upstream))
                    .isInstanceOfSatisfying(
                            Upstream.Down.class,
                            down -> assertThat(down.why()).contains("expected compact"));
        }
    }

    @Test
    void topicsThatMayNotBeMadeAreNamed() {
        KafkaSettings made = broker().settings("hq", prefix, line().port(), ANSWER);
        KafkaSettings settings =
                new KafkaSettings(
                        made.name(),
                        made.servers(),
                        made.prefix(),
                        made.tls(),
                        made.login(),
                        new KafkaSettings.Making(false, Optional.empty(), Optional.empty()),
                        made.compression(),
                        made.answer(),
                        made.transaction());
        try (Upstream upstream = new KafkaUpstream(settings)) {
            assertThat(greeting(upstream))
                    .isEqualTo(
                            Upstream.Down.because(
                                    "there is no topic "
                                            + prefix
                                            + ".cursors that we may see, and none is made by us"));
        }
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
