package io.larder.server.relay.mqtt;

import io.larder.crypto.Secret;
import java.util.Optional;

/// How one box reaches its broker.
///
/// - `box`: the name of the store; `program`: what runs, for people who look at the presence.
/// - `clientId`: under this name the broker knows the line for records; the one for orders has
///   `-orders` behind it.
/// - `tls` is empty for a line in the clear.
public record MqttSettings(
        String host,
        int port,
        Optional<MqttTls> tls,
        Optional<Login> login,
        String clientId,
        String box,
        String program,
        MqttTopics topics,
        MqttLimits limits) {
    /// A user of the broker and the password, if any.
    public record Login(String user, Optional<Secret> password) {}
}
