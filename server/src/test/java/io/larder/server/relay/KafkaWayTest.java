package io.larder.server.relay;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.server.relay.kafka.KafkaUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

class KafkaWayTest extends WayContract {
    @Override
    FarEnd make(Path folder) throws IOException {
        assumeTrue(
                KafkaBroker.whyNot().isEmpty(),
                () -> "skipped, because " + KafkaBroker.whyNot().orElse(""));
        return new Kafka(folder);
    }

    /// A broker tells its clients where to come next, which must be the line of the contract.
    private static final class Kafka implements FarEnd {
        private static final String PREFIX = "site";
        private static final Duration HASTY = Duration.ofSeconds(2);
        private final KafkaBroker broker;

        Kafka(Path folder) throws IOException {
            broker = new KafkaBroker(folder);
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
            broker.start();
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
            return new KafkaUpstream(broker.settings("hq", PREFIX, port, HASTY));
        }

        @Override
        public List<String> seen() {
            return broker.committed(PREFIX).stream()
                    .filter(each -> !each.topic().endsWith(".cursors"))
                    .map(ConsumerRecord::value)
                    .map(KafkaBroker::data)
                    .toList();
        }

        @Override
        public void close() {
            broker.close();
        }
    }
}
