package io.larder.server.door;

import io.larder.server.protocol.Answer;
import io.larder.server.record.Bytes;

/// What reading a body gave.
sealed interface Body {
    /// All bytes that the head announced.
    record Whole(Bytes bytes) implements Body {}

    /// Too large, malformed, or no room: the rest was not read, so the connection cannot go on.
    record Unfit(Answer.Refused refused) implements Body {}

    /// The sender went away in the middle: not an upload.
    record Cut() implements Body {}
}
