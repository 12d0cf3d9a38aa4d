package io.larder.server.relay.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/// The settings in the words of Kafka's clients.
final class ClientProperties {
    private static final String LOGINS = "org.apache.kafka.common.security.";
    private static final long MOST_REQUEST_MILLIS = 60_000;

    private ClientProperties() {}

    static Map<String, Object> producer(KafkaSettings settings, String transactionalId) {
        Map<String, Object> to = common(settings);
        long transaction = settings.transaction().toMillis();
        to.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        to.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) transaction);
        to.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        to.put(ProducerConfig.ACKS_CONFIG, "all");
        to.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, settings.compression());
        to.put(ProducerConfig.LINGER_MS_CONFIG, KafkaLimits.LINGER_MILLIS);
        to.put(ProducerConfig.BATCH_SIZE_CONFIG, KafkaLimits.BATCH_BYTES);
        to.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) KafkaLimits.BUFFER_BYTES);
        to.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, KafkaLimits.MESSAGE_BYTES);
        to.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, settings.answer().toMillis());
        long delivery = Math.max(transaction, requestMillis(settings) + KafkaLimits.LINGER_MILLIS);
        to.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) delivery);
        return to;
    }

    static Map<String, Object> consumer(KafkaSettings settings) {
        Map<String, Object> to = common(settings);
        to.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        to.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        to.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        to.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        to.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, KafkaLimits.FETCH_BYTES);
        to.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, KafkaLimits.FETCH_BYTES);
        to.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, apiMillis(settings));
        return to;
    }

    static Map<String, Object> admin(KafkaSettings settings) {
        Map<String, Object> to = common(settings);
        to.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, apiMillis(settings));
        return to;
    }

    private static int requestMillis(KafkaSettings settings) {
        return (int) Math.min(settings.answer().toMillis(), MOST_REQUEST_MILLIS);
    }

    private static int apiMillis(KafkaSettings settings) {
        return (int) Math.max(settings.answer().toMillis(), requestMillis(settings));
    }

    private static Map<String, Object> common(KafkaSettings settings) {
        Map<String, Object> to = new HashMap<>();
        to.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.servers());
        to.put(CommonClientConfigs.CLIENT_ID_CONFIG, "larder-" + settings.name());
        to.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, requestMillis(settings));
        to.put(
                CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG,
                KafkaLimits.CONNECT.toMillis());
        // Clients are made anew after trouble; one that asks for its first brokers by itself spins.
        to.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
        // What nobody at a box reads: no beans, no reports to the broker.
        to.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        to.put("enable.metrics.push", false);
        boolean tls = settings.tls().isPresent();
        boolean sasl = settings.login().isPresent();
        to.put(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                (sasl ? "SASL_" : "") + (tls ? "SSL" : "PLAINTEXT"));
        settings.tls()
                .ifPresent(context -> {
                    to.put(GivenTls.CONTEXT, context);
                    to.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, GivenTls.class);
                });
        settings.login().ifPresent(login -> login(login, to));
        return to;
    }

    private static void login(KafkaSettings.Login login, Map<String, Object> to) {
        String module =
                login.mechanism().equals("PLAIN")
                        ? "plain.PlainLoginModule"
                        : "scram.ScramLoginModule";
        to.put(SaslConfigs.SASL_MECHANISM, login.mechanism());
        to.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                LOGINS
                        + module
                        + " required username="
                        + quoted(login.user())
                        + " password="
                        + quoted(login.password().reveal())
                        + ";");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
