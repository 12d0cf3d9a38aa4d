/// An existing server of the terminals' own protocol as upstream: the box presents each of its
/// terminals there, hands on what they uploaded, and takes the server's commands over. What is
/// promised and what not is in `docs/push-replay.md`.
@NullMarked
package io.larder.server.relay.push;

import org.jspecify.annotations.NullMarked;
