package io.larder.server.door;

import io.larder.server.protocol.Answer;
import java.util.Optional;

/// What reading the head of a request gave.
sealed interface Heard {
    /// A head that can be answered. `method` is `GET`, `POST` or, of a file, `HEAD`; `target` as
    /// received. `keepOpen`: another request may follow on this connection; `awaitsContinue`: the
    /// body comes only after a 100; `range`: the one range asked for, or empty; `host`: by what
    /// name and port the box was reached, or empty; `upgrade`: the wish to go on in WebSocket.
    record Head(
            String method,
            String target,
            boolean keepOpen,
            boolean awaitsContinue,
            Framing framing,
            String range,
            String host,
            Optional<Handshake> upgrade)
            implements Heard {
        boolean wantsHeadOnly() {
            return method.equals("HEAD");
        }
    }

    /// Bytes that are no request for us. `line` is the request line for the log; the connection
    /// cannot go on, because where the next request begins is unknown.
    record Unfit(Answer.Refused refused, String line) implements Heard {}

    /// The sender went away, perhaps in the middle.
    record Ended() implements Heard {}
}
