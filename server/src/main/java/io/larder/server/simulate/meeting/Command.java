package io.larder.server.simulate.meeting;

import io.larder.server.protocol.meeting.Values;
import java.util.List;
import java.util.Map;

/// A command as it came. `id` is its `cmdId`, `urgent` what `imme` says.
record Command(String funcId, String mid, String id, boolean urgent, Map<String, Object> params) {
    static Command of(Map<String, Object> message) {
        Map<String, Object> params = Values.object(Values.object(message, "payload"), "params");
        return new Command(
                Values.text(message, "funcId"),
                Values.text(message, "mid"),
                Values.text(params, "cmdId"),
                Values.text(message, "imme").equals("1"),
                params);
    }

    /// The elements of an array of objects.
    List<Map<String, Object>> elements(String array) {
        return Values.list(params, array).stream().map(Values::asObject).toList();
    }

    /// The texts of an array.
    static List<String> texts(Map<String, Object> object, String array) {
        return Values.list(object, array).stream().map(String::valueOf).toList();
    }
}
