package io.larder.server.protocol.attendance;

import static io.larder.server.protocol.Column.Need.HINT;
import static io.larder.server.protocol.Column.Need.OPTIONAL;
import static io.larder.server.protocol.Column.Need.OR_ZERO;
import static io.larder.server.protocol.Column.Need.REQUIRED;
import static io.larder.server.protocol.Column.Type.CODE;
import static io.larder.server.protocol.Column.Type.DECIMAL;
import static io.larder.server.protocol.Column.Type.INT;
import static io.larder.server.protocol.Column.Type.TEXT;
import static io.larder.server.protocol.Column.Type.TIME;

import io.larder.server.protocol.Column;
import io.larder.server.protocol.Lines;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Table;
import io.larder.server.protocol.Text;
import io.larder.server.protocol.attendance.TaggedLine.Pair;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import io.larder.server.record.TerminalTime.Decoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Punches, by position in 2 to 12 columns or as keys and values.
///
/// ```
/// PIN TAB TIME TAB STATUS TAB VERIFY TAB WORKCODE TAB RESERVED1 TAB RESERVED2
///     TAB MaskFlag TAB Temperature TAB ConvTemperature TAB TimeOffset TAB ExtendData
///     TAB IDNum    TAB Type                             on terminals that read identity cards
/// ```
///
/// A stranger has an empty PIN. The time offset is in seconds. Sources: PROTOCOL.md 2.2; traps
/// T-047, T-080.
final class PunchLines {
    private static final int MOMENT = 1;
    private static final int VARIANT = 7;
    private static final Pattern IDENTITY = Pattern.compile("[0-9A-Za-z]{4,32}");

    private static final List<Column> FIRST =
            List.of(
                    new Column("PIN", "pin", TEXT, OPTIONAL),
                    new Column("TIME", "time", TIME, REQUIRED),
                    new Column("STATUS", "status", INT, OR_ZERO),
                    new Column("VERIFY", "verify", INT, OR_ZERO),
                    new Column("WORKCODE", "workCode", TEXT, OPTIONAL),
                    new Column("RESERVED1", "reserved1", TEXT, OPTIONAL),
                    new Column("RESERVED2", "reserved2", TEXT, OPTIONAL));

    /// The sources do not agree on columns 7 to 11, so a value there that is not what it should be
    /// is left out.
    private static final Table ATTLOG =
            table(
                    new Column("MaskFlag", "mask", CODE, HINT),
                    new Column("Temperature", "temperature", DECIMAL, HINT),
                    new Column("ConvTemperature", "convertedTemperature", DECIMAL, HINT),
                    new Column("TimeOffset", "timeOffset", INT, HINT),
                    new Column("ExtendData", "extendData", TEXT, OPTIONAL));

    private static final Table WITH_CARD =
            table(
                    new Column("IDNum", "idNumber", TEXT, OPTIONAL),
                    new Column("Type", "idType", TEXT, OPTIONAL));

    private PunchLines() {}

    private static Table table(Column... others) {
        return new Table(
                UploadForm.ROWS,
                Kind.PUNCH,
                2,
                Stream.concat(FIRST.stream(), Stream.of(others)).toList(),
                new Table.Identity(
                        List.of("pin", "time"),
                        "\t",
                        List.of("status", "verify", "workCode"),
                        RecordKey.Rule.REVISED),
                Map.of());
    }

    static Row read(Bytes line, Decoder decoder) {
        TaggedLine pairs = TaggedLine.of(line);
        if (pairs.find("time").isPresent()) {
            return byKey(pairs, decoder);
        }
        List<String> cells = Lines.columnsOrBlanks(Text.decode(line), MOMENT);
        boolean withCard =
                cells.size() > VARIANT && IDENTITY.matcher(cells.get(VARIANT).strip()).matches();
        return (withCard ? WITH_CARD : ATTLOG).read(line, cells, decoder);
    }

    private static Row byKey(TaggedLine line, Decoder decoder) {
        Table table = line.find("idnum").isPresent() ? WITH_CARD : ATTLOG;
        List<Pair> unknown = new ArrayList<>(line.pairs());
        List<String> cells = new ArrayList<>();
        for (Column column : table.columns()) {
            Optional<Pair> pair = line.find(column.wire().toLowerCase(Locale.ROOT));
            pair.ifPresent(unknown::remove);
            cells.add(pair.map(line::text).orElse(""));
        }
        Row row = table.read(line.line(), cells, decoder);
        return row instanceof Row.Read(Record record) && !unknown.isEmpty()
                ? new Row.Read(withMore(record, line, unknown))
                : row;
    }

    private static Record withMore(Record record, TaggedLine line, List<Pair> unknown) {
        Map<String, Object> fields = new LinkedHashMap<>(record.fields());
        fields.put(
                LineFields.MORE,
                unknown.stream()
                        .map(pair -> pair.written() + "=" + line.text(pair))
                        .collect(Collectors.joining("&")));
        return new Record(record.kind(), record.key(), fields, record.raw());
    }
}
