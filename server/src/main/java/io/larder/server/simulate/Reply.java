package io.larder.server.simulate;

import io.larder.server.record.Bytes;
import java.util.Map;

/// What a terminal has to say about one command, before it is spelled ([Replies]).
sealed interface Reply {
    String id();

    /// 0 or more is done.
    long code();

    /// `command` is empty when the reply does not repeat it.
    record Line(String id, long code, String command) implements Reply {}

    /// A line and facts about the terminal; the map has an order.
    record Facts(String id, Map<String, String> facts) implements Reply {
        @Override
        public long code() {
            return Codes.DONE;
        }
    }

    /// A file, or what a shell command printed.
    record Content(String id, long code, String command, String file, Bytes content)
            implements Reply {}

    /// No reply: the terminal starts anew instead (PROTOCOL.md T-083).
    record Silence(String id) implements Reply {
        @Override
        public long code() {
            return Codes.DONE;
        }
    }

    /// Whether the command had an effect.
    default boolean isDone() {
        return code() >= 0;
    }
}
