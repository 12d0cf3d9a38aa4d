package io.larder.bench;

import io.larder.server.relay.kafka.KafkaSettings;
import io.larder.server.relay.kafka.KafkaUpstream;
import io.larder.storage.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// How fast a backlog goes up to Kafka: the whole relay to a real broker, then a bare producer that
/// sends the messages the relay made, ready in memory, in transactions of as many, with the same
/// settings. Arguments: number of records, 1,000,000 if not said; rounds, 3; compression, `gzip`.
public final class KafkaDrain {
    /// Messages of the relay that the bare producer sends again and again: they fit the heap.
    private static final int SAMPLE = 20_000;

    /// Held here, since a logger nobody holds forgets its level.
    private static final Logger OF_KAFKA = Logger.getLogger("org.apache.kafka");

    private KafkaDrain() {}

    public static void main(String[] args) throws Exception {
        OF_KAFKA.setLevel(Level.OFF);
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        String compression = args.length > 2 ? args[2] : "gzip";
        Path folder = Files.createTempDirectory("kafka-drain");
        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("broker"));
                Store box = Store.open(folder.resolve("box"), FullBox.SETTINGS)) {
            FullBox.fill(box, records / FullBox.ROWS);
            Rounds all = new Rounds("records", "bare producer");
            for (int round = 0; round < rounds; round++) {
                round(box, settings(broker, "larder" + round, compression), records, all);
            }
            System.out.println(all.middle().line());
        }
    }

    private static KafkaSettings settings(KafkaBroker broker, String name, String compression) {
        return new KafkaSettings(
                name,
                List.of(broker.servers),
                name,
                Optional.empty(),
                Optional.empty(),
                KafkaSettings.Making.AS_THE_BROKER,
                compression,
                Duration.ofSeconds(30),
                Duration.ofSeconds(60));
    }

    /// One after the other, so that both see the same machine.
    private static void round(Store box, KafkaSettings settings, int records, Rounds all)
            throws Exception {
        double relay =
                print(
                        "relay",
                        records,
                        FullBox.drain(box, settings.name(), new KafkaUpstream(settings)));
        List<ProducerRecord<byte[], byte[]>> messages = sample(settings);
        int batch = perTransaction(settings, records);
        System.out.printf("%d records in a transaction%n", batch);
        double bare = print("bare producer", records, produce(settings, messages, records, batch));
        System.out.printf("%-20s %.2f%n", "relay / bare", relay / bare);
        all.add(relay, bare);
    }

    private static double print(String what, int records, long nanos) {
        double rate = records * 1e9 / nanos;
        System.out.printf("%-20s %,12.0f records/s%n", what, rate);
        return rate;
    }

    /// The first messages that the relay made, for another topic.
    private static List<ProducerRecord<byte[], byte[]>> sample(KafkaSettings settings) {
        List<ProducerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(settings)) {
            List<TopicPartition> all =
                    List.of(new TopicPartition(settings.prefix() + ".purchase", 0));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long end = consumer.endOffsets(all).getOrDefault(all.getFirst(), 0L);
            while (found.size() < SAMPLE && consumer.position(all.getFirst()) < end) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
                    found.add(
                            new ProducerRecord<>(
                                    "bare", null, each.key(), each.value(), each.headers()));
                }
            }
        }
        return found;
    }

    /// As many as the relay took: each transaction left one message among the cursors.
    private static int perTransaction(KafkaSettings settings, int records) {
        long transactions = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(settings)) {
            List<TopicPartition> all =
                    consumer.partitionsFor(settings.prefix() + ".cursors").stream()
                            .map(each -> new TopicPartition(each.topic(), each.partition()))
                            .toList();
            for (long end : consumer.endOffsets(all).values()) {
                // Behind each message stands the mark of its commit.
                transactions += end / 2;
            }
        }
        return (int) (records / Math.max(1, transactions));
    }

    private static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings settings) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", settings.servers(), "enable.metrics.push", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static long produce(
            KafkaSettings settings,
            List<ProducerRecord<byte[], byte[]>> messages,
            int records,
            int batch) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", settings.servers());
        // What the shipped jar leaves out.
        properties.put("enable.metrics.push", false);
        properties.put("transactional.id", settings.name() + "-bare");
        properties.put("compression.type", settings.compression());
        properties.put("linger.ms", 20);
        properties.put("batch.size", 256 << 10);
        properties.put("buffer.memory", (long) (8 << 20));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.partitionsFor("bare");
            long start = System.nanoTime();
            for (int at = 0; at < records; ) {
                producer.beginTransaction();
                for (int end = Math.min(records, at + batch); at < end; at++) {
                    Future<RecordMetadata> _ = producer.send(messages.get(at % messages.size()));
                }
                producer.commitTransaction();
            }
            return System.nanoTime() - start;
        }
    }
}
