package io.larder.server.exchange.meeting;

import io.larder.server.protocol.meeting.Fault;
import io.larder.server.protocol.meeting.Message;
import java.util.Map;

/// What a message is answered with.
sealed interface Said {
    /// Done, with results.
    record Done(Map<String, ?> results) implements Said {}

    /// Not done; the connection goes on.
    record Not(Fault fault, String why) implements Said {}

    /// Not done, and the connection ends.
    record Over(Fault fault, String why) implements Said {}

    /// Done, without results.
    static Said done() {
        return new Done(Map.of());
    }

    /// The text on the wire.
    default String text(String mid) {
        return switch (this) {
            case Done(Map<String, ?> results) -> Message.done(mid, results);
            case Not(Fault fault, String why) -> Message.refused(mid, fault, why);
            case Over(Fault fault, String why) -> Message.refused(mid, fault, why);
        };
    }
}
