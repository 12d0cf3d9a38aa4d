package io.larder.server.protocol.meeting;

import io.larder.server.json.Json;
import io.larder.server.protocol.OptionItems;
import io.larder.server.record.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a terminal said, as it may be kept beside a record: digests of passwords are `***`, and
/// what is large and kept elsewhere is left out.
final class Hidden {
    private static final String HIDDEN = "***";

    private Hidden() {}

    /// True for a name whose value nobody should see.
    static boolean isSecret(String name) {
        return OptionItems.parameter(name).secret();
    }

    /// The JSON of an element without the members `left`.
    static Bytes of(Map<String, Object> element, Set<String> left) {
        Map<String, Object> shown = new LinkedHashMap<>(element);
        shown.keySet().removeAll(left);
        return Bytes.utf8(Json.write(object(shown)));
    }

    private static Map<String, Object> object(Map<?, ?> object) {
        Map<String, Object> shown = new LinkedHashMap<>();
        object.forEach((name, value) ->
                shown.put(
                        String.valueOf(name),
                        isSecret(String.valueOf(name)) && !"".equals(value)
                                ? HIDDEN
                                : value(value)));
        return shown;
    }

    private static Object value(Object value) {
        return switch (value) {
            case Map<?, ?> object -> object(object);
            case List<?> list -> list.stream().map(Hidden::value).toList();
            default -> value;
        };
    }
}
