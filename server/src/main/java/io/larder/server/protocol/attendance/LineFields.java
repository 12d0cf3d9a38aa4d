package io.larder.server.protocol.attendance;

import io.larder.server.protocol.attendance.TaggedLine.Pair;
import io.larder.server.record.TerminalTime;
import io.larder.server.record.TerminalTime.Decoder;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The fields of a record while they are taken out of a line, key by key. What is not taken or
/// cannot be read as what it should be is kept under `more`, so that a value in an unknown form
/// costs nothing but its name.
final class LineFields {
    /// Under this field stands what nobody knows: `key=value&key=value`, sorted by key.
    static final String MORE = "more";

    /// Longer unknown values are in the raw line only.
    private static final int LONGEST_MORE = 256;

    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");

    /// Fingers, faces and kinds are counted in small numbers.
    private static final long MOST_KEY = 999;

    private final TaggedLine line;
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final Set<Pair> taken = new HashSet<>();
    private @Nullable String fault;

    LineFields(TaggedLine line) {
        this.line = line;
    }

    /// A text; an empty one leaves the field out.
    LineFields text(String field, String... keys) {
        take(keys).map(line::text).filter(text -> !text.isEmpty()).ifPresent(put(field));
        return this;
    }

    /// A text that may be empty.
    LineFields emptyOrText(String field, String... keys) {
        take(keys).map(line::text).ifPresent(put(field));
        return this;
    }

    /// A text without which the line says nothing.
    LineFields required(String field, String... keys) {
        text(field, keys);
        if (!fields.containsKey(field)) {
            fault = first(fault, keys[0].toUpperCase(Locale.ROOT) + " is missing");
        }
        return this;
    }

    /// A whole number.
    LineFields number(String field, String... keys) {
        return readable(field, LineFields::whole, keys);
    }

    /// A whole number that tells records apart: `fallback` when it is missing or empty, the line is
    /// odd when it is no number.
    LineFields keyNumber(String field, long fallback, String... keys) {
        Optional<Pair> pair = take(keys);
        String text = pair.map(line::text).orElse("");
        Optional<Long> number =
                text.isEmpty()
                        ? Optional.of(fallback)
                        : whole(text).filter(value -> value >= 0 && value <= MOST_KEY);
        if (number.isPresent()) {
            fields.put(field, number.get());
        } else {
            fault =
                    first(
                            fault,
                            pair.map(Pair::written).orElse(field)
                                    + " is no whole number of at most three digits");
        }
        return this;
    }

    /// A moment; `0` means none.
    LineFields time(String field, Decoder decoder, String... keys) {
        Optional<Pair> none = line.find(keys).filter(pair -> line.text(pair).equals("0"));
        none.ifPresent(taken::add);
        return none.isPresent()
                ? this
                : readable(
                        field,
                        text -> TerminalTime.read(text, decoder).map(TerminalTime::iso),
                        keys);
    }

    /// The bytes that the record is about: their length and digest, and the length that the line
    /// says where that is another one.
    LineFields content(Contents.Content content, String... sizeKeys) {
        fields.putAll(content.fields());
        take(sizeKeys)
                .map(line::text)
                .flatMap(LineFields::whole)
                .filter(said -> said != content.saidSize())
                .ifPresent(put(Contents.SIZE_SAID));
        return this;
    }

    LineFields put(String field, Object value) {
        fields.put(field, value);
        return this;
    }

    /// The pair is read elsewhere.
    Optional<Pair> take(String... keys) {
        Optional<Pair> pair = line.find(keys);
        pair.ifPresent(taken::add);
        return pair;
    }

    void take(Collection<Pair> pairs) {
        taken.addAll(pairs);
    }

    @Nullable Object get(String field) {
        return fields.get(field);
    }

    /// What makes the line odd.
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /// All fields, with what is unknown.
    Map<String, Object> all() {
        String more =
                line.pairs().stream()
                        .filter(pair -> !taken.contains(pair))
                        .filter(pair -> pair.to() - pair.from() <= LONGEST_MORE)
                        .sorted(Comparator.comparing(Pair::key))
                        .map(pair -> pair.written() + "=" + line.text(pair))
                        .collect(Collectors.joining("&"));
        if (!more.isEmpty()) {
            fields.put(MORE, more);
        }
        return fields;
    }

    /// The values of `names` joined with `/`.
    static String key(Map<String, Object> fields, List<String> names) {
        return names.stream()
                .map(name -> String.valueOf(fields.getOrDefault(name, "")))
                .collect(Collectors.joining("/"));
    }

    /// Everything that makes a state, the same however its keys were ordered: what is empty was not
    /// said.
    static String content(Map<String, Object> fields) {
        return fields.entrySet().stream()
                .filter(field -> !field.getKey().equals("timeForm"))
                .filter(field -> !field.getValue().equals(""))
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("\t"));
    }

    private LineFields readable(
            String field, Function<String, Optional<? extends Object>> read, String... keys) {
        Optional<Pair> pair = line.find(keys);
        Optional<? extends Object> value = pair.map(line::text).flatMap(read);
        if (value.isPresent()) {
            taken.add(pair.get());
            fields.put(field, value.get());
        } else {
            pair.filter(empty -> line.text(empty).isEmpty()).ifPresent(taken::add);
        }
        return this;
    }

    private Consumer<Object> put(String field) {
        return value -> fields.put(field, value);
    }

    private static Optional<Long> whole(String text) {
        return WHOLE.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    private static String first(@Nullable String earlier, String later) {
        return earlier == null ? later : earlier;
    }
}
