package io.larder.server.protocol;

import io.larder.server.protocol.Column.Cell;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import io.larder.server.record.TerminalTime;
import io.larder.server.record.TerminalTime.Decoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// An upload table as data: `name` in capitals, the `kind` of record a row states, its columns in
/// wire order of which the first `fewest` must be there, what identifies a row, and fields that are
/// the same in each row. Columns behind the last one known stay in the row's raw bytes only.
/// Source: PROTOCOL.md 2.
public record Table(
        String name,
        Kind kind,
        int fewest,
        List<Column> columns,
        Identity identity,
        Map<String, Object> constants) {
    /// The fields that make the key, joined with `separator`, and those that make the content,
    /// joined with TAB. `timeForm` is in neither: the same moment written another way is the same
    /// fact.
    public record Identity(
            List<String> key, String separator, List<String> content, RecordKey.Rule rule) {
        /// Keeps unchangeable copies.
        public Identity {
            key = List.copyOf(key);
            content = List.copyOf(content);
        }
    }

    /// Keeps unchangeable copies.
    public Table {
        columns = List.copyOf(columns);
        constants = Map.copyOf(constants);
    }

    /// A table whose rows carry a number that the terminal counts up: the key is that number (with
    /// `/` and a line number where `keyFields` names two), the content everything.
    public static Table numbered(
            String name, Kind kind, int fewest, List<String> keyFields, List<Column> columns) {
        List<String> all = columns.stream().map(Column::field).toList();
        Identity identity = new Identity(keyFields, "/", all, RecordKey.Rule.NUMBERED);
        return new Table(name, kind, fewest, columns, identity, Map.of());
    }

    /// The same table under another name, with a field that each of its rows carries.
    public Table as(String otherName, String field, Object value) {
        return new Table(otherName, kind, fewest, columns, identity, Map.of(field, value));
    }

    /// Reads one line that was cut into `cells`.
    public Row read(Bytes line, List<String> cells, Decoder decoder) {
        if (cells.size() < fewest) {
            return new Row.Odd(
                    line,
                    name + " row has " + cells.size() + " columns, expected at least " + fewest);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            switch (column.read(i < cells.size() ? cells.get(i) : "", decoder)) {
                case Cell.Value(TerminalTime time) -> {
                    fields.put(column.field(), time.iso());
                    fields.put("timeForm", time.form().word());
                }
                case Cell.Value(Object value) -> fields.put(column.field(), value);
                case Cell.Absent() -> {}
                case Cell.Fault(String why) -> {
                    return new Row.Odd(line, name + " column " + why);
                }
            }
        }
        fields.putAll(constants);
        return new Row.Read(new Record(kind, key(fields), fields, line));
    }

    /// The value of a record number column in a row that may be odd otherwise.
    public OptionalLong number(String field, List<String> cells) {
        for (int i = 0; i < Math.min(columns.size(), cells.size()); i++) {
            Column column = columns.get(i);
            if (column.field().equals(field)
                    && column.read(cells.get(i), Decoder.AUTO) instanceof Cell.Value(Long value)) {
                return OptionalLong.of(value);
            }
        }
        return OptionalLong.empty();
    }

    private RecordKey key(Map<String, Object> fields) {
        return new RecordKey(
                name,
                joined(identity.key, identity.separator, fields),
                joined(identity.content, "\t", fields),
                identity.rule);
    }

    private static String joined(List<String> names, String separator, Map<String, Object> fields) {
        List<String> values = new ArrayList<>();
        for (String name : names) {
            values.add(String.valueOf(fields.getOrDefault(name, "")));
        }
        return String.join(separator, values);
    }
}
