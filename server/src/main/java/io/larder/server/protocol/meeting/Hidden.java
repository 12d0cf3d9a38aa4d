package io.larder.server.protocol.meeting;

import io.larder.server.json.Json;
import io.larder.server.protocol.OptionItems;
import io.larder.server.record.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// What a terminal said, as it may be kept beside a record: digests of passwords are `***`, and
/// what is large and kept elsewhere is left out.
final class Hidden {
    private static final String HIDDEN = "***";

    private Hidden() {}

    /// True for a name whose value nobody should see.
    static boolean isSecret(String name) {
        return OptionItems.parameter(name).secret();
    }

    /// The JSON of an element in which only values under names that are `known` are shown: nobody
    /// can tell what stands under the others.
    static Bytes but(Map<String, Object> element, Predicate<String> known) {
        return Bytes.utf8(Json.write(object(element, known)));
    }

    /// The JSON of an element without the members `left`.
    static Bytes of(Map<String, Object> element, Set<String> left) {
        Map<String, Object> shown = new LinkedHashMap<>(element);
        shown.keySet().removeAll(left);
        return Bytes.utf8(Json.write(object(shown, _ -> true)));
    }

    private static Map<String, Object> object(Map<?, ?> object, Predicate<String> known) {
        Map<String, Object> shown = new LinkedHashMap<>();
        object.forEach((key, value) -> {
            String name = String.valueOf(key);
            shown.put(
                    name,
                    isSecret(name) && !"".equals(value)
                            ? HIDDEN
                            : value(value, known, known.test(name)));
        });
        return shown;
    }

    private static Object value(Object value, Predicate<String> known, boolean shown) {
        return switch (value) {
            case Map<?, ?> object -> object(object, known);
            case List<?> list -> list.stream().map(each -> value(each, known, shown)).toList();
            default -> shown || "".equals(value) ? value : HIDDEN;
        };
    }
}
