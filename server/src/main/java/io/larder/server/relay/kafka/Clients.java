package io.larder.server.relay.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Makes the clients of one upstream, one of each at a time, and lets another thread cut what they
/// are doing without an interrupt.
final class Clients {
    /// Kafka's clients tell of one cut line many times, and all that matters comes as an exception:
    /// silent unless somebody set a level. Held here, since a logger nobody holds forgets its
    /// level.
    private static final Logger OF_KAFKA = Logger.getLogger("org.apache.kafka");

    static {
        if (OF_KAFKA.getLevel() == null) {
            OF_KAFKA.setLevel(Level.OFF);
        }
    }

    private final KafkaSettings settings;

    /// What producers put on the line that are gone.
    private long carriedBefore;

    private @Nullable Producer<byte[], byte[]> producer;
    private @Nullable Consumer<byte[], byte[]> consumer;
    private @Nullable Admin admin;
    private boolean cut;

    Clients(KafkaSettings settings) {
        this.settings = settings;
    }

    synchronized boolean isCut() {
        return cut;
    }

    /// A producer that stays until [#closeProducer].
    synchronized Producer<byte[], byte[]> producer(String transactionalId) {
        mustGoOn();
        Producer<byte[], byte[]> made =
                new KafkaProducer<>(
                        ClientProperties.producer(settings, transactionalId),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        producer = made;
        return made;
    }

    /// What is not committed is given up.
    void closeProducer() {
        Producer<byte[], byte[]> had;
        synchronized (this) {
            had = producer;
            carriedBefore += had == null ? 0 : carried(had);
            producer = null;
        }
        if (had != null) {
            had.close(Duration.ZERO);
        }
    }

    /// Bytes that producers put on the line; searching and making topics is not counted.
    synchronized long carried() {
        return carriedBefore + (producer == null ? 0 : carried(producer));
    }

    private static long carried(Producer<?, ?> producer) {
        return producer.metrics().entrySet().stream()
                .filter(each ->
                        each.getKey().group().equals("producer-metrics")
                                && each.getKey().name().equals("outgoing-byte-total"))
                .mapToLong(each -> ((Double) each.getValue().metricValue()).longValue())
                .sum();
    }

    /// Uses an admin client for as long as `work` takes.
    <T> T withAdmin(Function<Admin, T> work) {
        Admin made;
        synchronized (this) {
            mustGoOn();
            made = Admin.create(ClientProperties.admin(settings));
            admin = made;
        }
        try {
            return work.apply(made);
        } finally {
            synchronized (this) {
                admin = null;
            }
            made.close(KafkaLimits.CLOSING);
        }
    }

    /// Uses a consumer of committed messages for as long as `work` takes.
    <T> T withConsumer(Function<Consumer<byte[], byte[]>, T> work) {
        Consumer<byte[], byte[]> made;
        synchronized (this) {
            mustGoOn();
            Map<String, Object> properties = ClientProperties.consumer(settings);
            made =
                    new KafkaConsumer<>(
                            properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            consumer = made;
        }
        try {
            return work.apply(made);
        } finally {
            synchronized (this) {
                consumer = null;
            }
            made.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(KafkaLimits.CLOSING));
        }
    }

    private void mustGoOn() {
        if (cut) {
            throw new Cut();
        }
    }

    /// Ends what is under way, from any thread; nothing new begins after.
    void cut() {
        Producer<byte[], byte[]> producing;
        synchronized (this) {
            cut = true;
            producing = producer;
            if (consumer != null) {
                consumer.wakeup();
            }
            if (admin != null) {
                admin.close(Duration.ZERO);
            }
        }
        if (producing != null) {
            producing.close(Duration.ZERO);
        }
    }

    /// The upstream is being closed.
    static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1;

        Cut() {
            super("closed");
        }
    }
}
