package io.larder.server.simulate.meeting;

import io.larder.server.protocol.meeting.Values;
import java.util.Map;

/// What the box answered to a message.
record Answer(String mid, String code, String note, Map<String, Object> results) {
    static Answer of(Map<String, Object> message) {
        return new Answer(
                Values.text(message, "mid"),
                Values.text(message, "code"),
                Values.text(message, "message"),
                Values.object(Values.object(message, "payload"), "results"));
    }

    /// Whether the message may be forgotten.
    boolean isDone() {
        return code.equals("00000000");
    }
}
