package io.larder.server.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

/// Record fields in the order in which they are written down here.
public final class Fields {
    private Fields() {}

    public static Map<String, Object> of(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            fields.put(
                    (String) namesAndValues[i],
                    value instanceof Integer number ? (Object) number.longValue() : value);
        }
        return fields;
    }
}
