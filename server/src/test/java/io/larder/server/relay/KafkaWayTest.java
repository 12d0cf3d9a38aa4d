package io.larder.server.relay;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.server.relay.kafka.KafkaUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// All tests share one broker, which takes seconds to start; each has topics of its own.
class KafkaWayTest extends WayContract {
    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static @Nullable KafkaBroker shared;

    @BeforeAll
    static void share(@TempDir Path folder) throws IOException {
        shared = new KafkaBroker(folder);
    }

    @AfterAll
    static void end() {
        if (shared != null) {
            shared.close();
            shared = null;
        }
    }

    @Override
    FarEnd make(Path folder) throws IOException {
        assumeTrue(
                KafkaBroker.whyNot().isEmpty(),
                () -> "skipped, because " + KafkaBroker.whyNot().orElse(""));
        return new Kafka(shared == null ? new KafkaBroker(folder) : shared);
    }

    /// A broker tells its clients where to come next, which must be the line of the contract.
    private static final class Kafka implements FarEnd {
        private static final Duration HASTY = Duration.ofSeconds(2);
        private final String prefix = "site" + TOPICS.incrementAndGet();
        private final KafkaBroker broker;

        Kafka(KafkaBroker broker) {
            this.broker = broker;
        }

        @Override
        public Promise promise() {
            return Promise.ONCE;
        }

        @Override
        public boolean tellsRestoredCopies() {
            return true;
        }

        @Override
        public void start() throws IOException {
            if (!broker.isRunning()) {
                broker.start();
            }
        }

        @Override
        public void kill() {
            broker.stop();
        }

        @Override
        public int port() {
            return broker.linePort();
        }

        @Override
        public int lineAt() {
            return broker.lineAt();
        }

        @Override
        public Upstream upstream(int port) {
            return new KafkaUpstream(broker.settings("hq", prefix, port, HASTY));
        }

        @Override
        public List<String> seen() {
            return broker.committed(prefix).stream()
                    .filter(each -> !each.topic().endsWith(".cursors"))
                    .map(ConsumerRecord::value)
                    .map(KafkaBroker::data)
                    .toList();
        }

        @Override
        public void close() {
            if (!broker.equals(shared)) {
                broker.close();
            }
        }
    }
}
