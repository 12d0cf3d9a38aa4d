package io.larder.server.json;

import io.larder.storage.Position;
import java.util.LinkedHashMap;
import java.util.Map;

/// Positions as the upstream format writes them: `{"seq":8,"row":0}`.
public final class Positions {
    private Positions() {}

    /// As names and values.
    public static Map<String, Object> write(Position position) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("seq", position.seq());
        out.put("row", (long) position.row());
        return out;
    }

    /// The position in member `name`; throws `IllegalArgumentException` when there is none.
    public static Position read(Map<String, Object> object, String name) {
        if (object.get(name) instanceof Map<?, ?> map
                && map.get("seq") instanceof Long seq
                && map.get("row") instanceof Long row
                && seq >= 1
                && seq <= Fields.MAX_EXACT
                && row >= 0
                && row <= Integer.MAX_VALUE) {
            return new Position(seq, row.intValue());
        }
        throw new IllegalArgumentException(
                name + " is no position, expected {\"seq\":from 1,\"row\":from 0}");
    }

    /// Reads `seq/row`, the form in which facts hold a position.
    public static Position parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("no position: " + text);
        }
        return new Position(
                Long.parseLong(text.substring(0, slash)),
                Integer.parseInt(text.substring(slash + 1)));
    }
}
