package io.larder.server.config;

/// What stands at the other end of a way up.
public enum UpstreamKind {
    /// Another Larder, or a program that follows docs/upstream.md.
    LARDER,
    /// A server of the terminals' own protocol, docs/push-replay.md.
    PUSH,
    /// Apache Kafka, see docs/kafka.md.
    KAFKA,
    /// An MQTT 5 broker, see docs/mqtt.md.
    MQTT
}
