package io.larder.server.door;

import io.larder.server.record.Bytes;

/// What stands at the beginning of a frame; of a control frame all of it.
sealed interface Frame {
    /// Bytes of a message, `length` of them, still to be read and to be freed of `mask`. The first
    /// part of a message `begins` it and says whether that is a `text`, the last one `ends` it.
    record Part(boolean begins, boolean text, boolean ends, int length, int mask)
            implements Frame {}

    /// To be answered with the same bytes.
    record Ping(Bytes said) implements Frame {}

    record Pong() implements Frame {}

    /// The sender wants to end.
    record Close() implements Frame {}

    /// No frame that may stand here; the connection cannot go on and is closed with `code`.
    record Broken(int code, String why) implements Frame {}

    /// The sender went away, perhaps in the middle.
    record Ended() implements Frame {}
}
