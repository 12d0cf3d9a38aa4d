package io.larder.server.protocol.meeting;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values of messages as terminals mean them: everything is a text on the wire, numbers and flags
/// too, but what comes in may be a JSON number or flag all the same (trap T-112).
public final class Values {
    private Values() {}

    /// The text of a member; empty when it is missing or no single value.
    public static String text(Map<String, Object> object, String name) {
        return text(object.get(name));
    }

    /// The text of the first of those names that has one: firmware spells some fields in two ways.
    public static String text(Map<String, Object> object, String... names) {
        for (String name : names) {
            String text = text(object.get(name));
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    /// The text of the first of those names that one or the other object has.
    static String first(Map<String, Object> one, Map<String, Object> other, String... names) {
        String text = text(one, names);
        return text.isEmpty() ? text(other, names) : text;
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean flag -> flag ? "1" : "0";
            case Long number -> Long.toString(number);
            case Double number -> Double.toString(number);
            case null, default -> "";
        };
    }

    /// The object under a name; empty when there is none.
    public static Map<String, Object> object(Map<String, Object> object, String name) {
        return asObject(object.get(name));
    }

    /// The elements of the array under the first of those names that has one; no elements when
    /// there is none.
    public static List<?> list(Map<String, Object> object, String... names) {
        for (String name : names) {
            if (object.get(name) instanceof List<?> list) {
                return list;
            }
        }
        return List.of();
    }

    /// A value as an object; empty when it is none.
    @SuppressWarnings("unchecked") // objects come out of our own reader, which has text names only
    public static Map<String, Object> asObject(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
