package io.larder.server.simulate.clock;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// `key=value` joined by TAB; keys are compared without case and a value may contain `=`
/// (PROTOCOL.md 1.0.3).
final class Fields {
    private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private Fields() {}

    static Fields read(String text) {
        Fields fields = new Fields();
        Arrays.stream(text.split("\t", -1)).forEach(fields::add);
        return fields;
    }

    private void add(String part) {
        int equals = part.indexOf('=');
        if (equals > 0) {
            values.put(part.substring(0, equals).strip(), part.substring(equals + 1));
        }
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /// Whether all of `keys` are there and none is empty.
    boolean name(String... keys) {
        return Arrays.stream(keys).noneMatch(key -> text(key, "").isEmpty());
    }

    String text(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    /// The value of the first of `spellings` that is there.
    String first(List<String> spellings) {
        return spellings.stream().filter(this::has).findFirst().map(values::get).orElse("");
    }

    int number(String key, int otherwise) {
        return whole(text(key, "")).orElse(otherwise);
    }

    /// True when `key` is missing, or says how long `content` is.
    boolean fits(String key, String content) {
        return !has(key) || number(key, -1) == content.length();
    }

    Map<String, String> all() {
        return new TreeMap<>(values);
    }

    static OptionalInt whole(String text) {
        return text.matches("-?\\d{1,9}")
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }
}
