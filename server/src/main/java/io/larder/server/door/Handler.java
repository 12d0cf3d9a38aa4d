package io.larder.server.door;

import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;

/// One request in, one answer out. Called on the connection's own virtual thread with a request
/// whose bytes are all there; may block until an upload is durable.
@FunctionalInterface
public interface Handler {
    Answer handle(Wire.Request request);
}
