package io.larder.server.json;

import io.larder.server.record.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Records of one kind as CSV (RFC 4180): a header, lines that end with CR LF, a cell quoted where
/// it must be; an absent field is an empty cell, lists and objects are JSON.
public final class RecordCsv {
    private static final String END = "\r\n";

    private final List<String> columns;

    public RecordCsv(Kind kind) {
        columns = RecordColumns.of(kind);
    }

    /// The first line.
    public String header() {
        return line(columns.stream());
    }

    /// A record, as names and values, as one line (which holds line ends when a value does).
    public String line(Map<String, Object> record) {
        return line(columns.stream().map(column -> text(record.get(column))));
    }

    private static String line(Stream<String> cells) {
        return cells.map(RecordCsv::quoted).collect(Collectors.joining(",", "", END));
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> object -> Json.write(named(object));
            case List<?> list -> {
                String object = Json.write(Map.of("a", list));
                yield object.substring("{\"a\":".length(), object.length() - 1);
            }
            default -> String.valueOf(value);
        };
    }

    private static Map<String, Object> named(Map<?, ?> object) {
        Map<String, Object> named = new LinkedHashMap<>();
        object.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
