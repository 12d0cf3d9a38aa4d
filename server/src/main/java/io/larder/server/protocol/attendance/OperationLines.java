package io.larder.server.protocol.attendance;

import static io.larder.server.protocol.Column.Need.OPTIONAL;
import static io.larder.server.protocol.Column.Need.REQUIRED;
import static io.larder.server.protocol.Column.Type.INT;
import static io.larder.server.protocol.Column.Type.TEXT;
import static io.larder.server.protocol.Column.Type.TIME;

import io.larder.server.protocol.AlarmReasons;
import io.larder.server.protocol.Column;
import io.larder.server.protocol.Lines;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Table;
import io.larder.server.protocol.Text;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import io.larder.server.record.TerminalTime.Decoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What somebody did at a terminal, by position, with or without a tag.
///
/// ```
/// OPLOG 6 TAB 0 TAB 2008-08-28 14:07:37 TAB 982 TAB 1 TAB 1024 TAB 0
/// 4 TAB 0 TAB 2021-01-13 08:00:00 TAB 0 TAB 0 TAB 0 TAB 0
/// ```
///
/// Identical rows are one record: everything is its key. Sources: PROTOCOL.md 2.3; trap T-074.
final class OperationLines {
    static final String TAG = "OPLOG";

    private static final long ALARM = 3;
    private static final int MOMENT = 2;

    private static final Table OPLOG =
            new Table(
                    TAG,
                    Kind.OPERATION,
                    3,
                    List.of(
                            new Column("OpCode", "code", INT, REQUIRED),
                            new Column("AdminID", "admin", TEXT, OPTIONAL),
                            new Column("Time", "time", TIME, REQUIRED),
                            new Column("Object1", "object1", TEXT, OPTIONAL),
                            new Column("Object2", "object2", TEXT, OPTIONAL),
                            new Column("Object3", "object3", TEXT, OPTIONAL),
                            new Column("Object4", "object4", TEXT, OPTIONAL)),
                    new Table.Identity(
                            List.of(
                                    "code", "admin", "time", "object1", "object2", "object3",
                                    "object4"),
                            "\t",
                            List.of(),
                            RecordKey.Rule.REVISED),
                    Map.of());

    private OperationLines() {}

    /// True for a row without a tag.
    static boolean isBare(Bytes line) {
        return !line.isEmpty() && line.at(0) >= '0' && line.at(0) <= '9';
    }

    static Row read(Bytes line, Decoder decoder) {
        String text = Text.decode(line).stripLeading();
        String row =
                text.regionMatches(true, 0, TAG, 0, TAG.length())
                        ? text.substring(TAG.length()).stripLeading()
                        : text;
        return switch (OPLOG.read(line, Lines.columnsOrBlanks(row, MOMENT), decoder)) {
            case Row.Read(Record record) -> new Row.Read(withAlarm(record));
            case Row.Odd odd -> odd;
        };
    }

    /// The sources do not agree which object of an alarm is its reason: one of the list is.
    private static Record withAlarm(Record record) {
        Map<String, Object> fields = record.fields();
        Optional<Long> reason =
                fields.get("code") instanceof Long code && code == ALARM
                        ? AlarmReasons.find(text(fields, "object1"), text(fields, "object2"))
                        : Optional.empty();
        if (reason.isEmpty()) {
            return record;
        }
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put("alarm", reason.get());
        return new Record(record.kind(), record.key(), more, record.raw());
    }

    private static String text(Map<String, Object> fields, String name) {
        return String.valueOf(fields.getOrDefault(name, ""));
    }
}
