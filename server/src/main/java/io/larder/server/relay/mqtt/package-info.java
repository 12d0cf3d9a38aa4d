/// An MQTT 5 broker as upstream: records are published to it, orders come from it. Topics and
/// payloads are described in `docs/mqtt.md`.
@NullMarked
package io.larder.server.relay.mqtt;

import org.jspecify.annotations.NullMarked;
