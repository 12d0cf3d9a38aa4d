package io.larder.server.relay.kafka;

import io.larder.crypto.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Where a Kafka cluster is, who we are there, and how it is to be used.
///
/// - `name`: of the upstream; with the box's name it makes the transactional id.
/// - `servers`: `host:port` of some brokers; they name the others.
/// - `prefix`: what the names of all topics begin with.
/// - `tls`: whom we believe and what we show; without it the line is in the clear.
/// - `login`: SASL, over either.
/// - `topics`: whether and how missing topics are made.
/// - `compression`: `gzip` or `none`; the others would need native code.
/// - `answer`: how long the broker may be silent; `transaction`: how long one batch may take. An
///   abandoned transaction keeps readers of committed records waiting for so long.
public record KafkaSettings(
        String name,
        List<String> servers,
        String prefix,
        Optional<SSLContext> tls,
        Optional<Login> login,
        Making topics,
        String compression,
        Duration answer,
        Duration transaction) {
    /// The ways to log in that need nothing but a name and a password.
    public static final List<String> MECHANISMS =
            List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

    /// The ways to compress.
    public static final List<String> COMPRESSIONS = List.of("gzip", "none");

    /// Keeps an unchangeable copy.
    public KafkaSettings {
        servers = List.copyOf(servers);
    }

    /// A user of the cluster; `mechanism` is one of [#MECHANISMS].
    public record Login(String mechanism, String user, Secret password) {}

    /// How topics are made when they are missing; what is empty is left to the broker.
    public record Making(boolean allowed, Optional<Integer> partitions, Optional<Short> replicas) {
        /// As the broker makes them.
        public static final Making AS_THE_BROKER =
                new Making(true, Optional.empty(), Optional.empty());
    }
}
