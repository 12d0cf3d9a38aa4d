package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.server.json.Batch;
import io.larder.server.json.RecordLine;
import io.larder.server.relay.kafka.KafkaUpstream;
import io.larder.server.simulate.Line;
import io.larder.storage.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A box and a real Kafka broker, which tests of one class share; each has topics of its own.
@Timeout(180)
abstract class KafkaSite {
    private static final int HELLOS = 20;
    static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String NAME = "00112233445566aa";

    @TempDir static Path shared;
    private static @Nullable KafkaBroker started;
    private static @Nullable Line laid;

    @TempDir Path folder;
    String prefix = "";
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

    static KafkaBroker broker() {
        return java.util.Objects.requireNonNull(started);
    }

    static Line line() {
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

    SmallBox box(String name) throws IOException {
        SmallBox opened = new SmallBox(folder.resolve(name));
        box = opened;
        return opened;
    }

    KafkaUpstream upstream() {
        return new KafkaUpstream(broker().settings("hq", prefix, line().port(), ANSWER));
    }

    static void until(Relay relay, Predicate<RelayState> wanted) throws InterruptedException {
        assertThat(relay.await(wanted, PATIENCE)).as("%s", relay.state()).isTrue();
    }

    /// The records in the topics of the prefix, in order; one terminal, hence one partition.
    List<String> data() {
        List<String> data = new ArrayList<>();
        for (ConsumerRecord<String, String> each : broker().committed(prefix)) {
            if (!each.topic().endsWith(".cursors")) {
                data.add(KafkaBroker.data(each.value()));
            }
        }
        return data;
    }

    /// The broker may have been started again a moment ago.
    static Upstream.Greeting greeting(Upstream upstream) {
        Upstream.Greeting greeting = upstream.hello(hello());
        for (int i = 0; i < HELLOS && !(greeting instanceof Upstream.Welcome); i++) {
            greeting = upstream.hello(hello());
        }
        return greeting;
    }

    static Upstream.Hello hello() {
        return new Upstream.Hello(NAME, 77, 1, 1, Position.START, Optional.empty());
    }

    static String record(int seq, String kind, String more) {
        return "{\"kind\":\"%s\",\"box\":\"%s\",\"epoch\":77,\"seq\":%d,\"row\":0,\"terminal\":\"T1\",\"family\":\"canteen\",\"receivedAt\":\"2024-05-06T07:08:09.1+08:00\",\"key\":\"BUYLOG/%d\",\"contentDigest\":\"5d41\"%s}"
                .formatted(kind, NAME, seq, seq, more);
    }

    static Upstream.Parcel parcel(int seq, String kind, String json) {
        Position from = new Position(seq, 0);
        return new Upstream.Parcel(
                new Batch(NAME, 77, from, new Position(seq + 1, 0), 1, Optional.of("m" + seq)),
                List.of(new Upstream.Item(from, kind, RecordLine.of(json))));
    }

    static Upstream.Taken taken(int next) {
        return new Upstream.Taken(new Position(next, 0));
    }
}
