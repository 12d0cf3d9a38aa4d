package io.larder.server.door;

import io.larder.server.protocol.Answer;

/// What reading the head of a request gave.
sealed interface Heard {
    /// A head that can be answered. `method` is `GET` or `POST`, `target` as received. `keepOpen`:
    /// another request may follow on this connection; `awaitsContinue`: the body comes only after a
    /// 100.
    record Head(
            String method, String target, boolean keepOpen, boolean awaitsContinue, Framing framing)
            implements Heard {}

    /// Bytes that are no request for us. `line` is the request line for the log; the connection
    /// cannot go on, because where the next request begins is unknown.
    record Unfit(Answer.Refused refused, String line) implements Heard {}

    /// The sender went away, perhaps in the middle.
    record Ended() implements Heard {}
}
