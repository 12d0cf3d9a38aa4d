package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Row;
import io.larder.server.protocol.attendance.TaggedLine.Pair;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Identity cards that a terminal read, and errors that it ran into.
///
/// ```
/// IDCARD PIN=1 TAB SNNum=… TAB IDNum=… TAB Name=… TAB … TAB Photo=…
/// ERRORLOG ErrCode=D01E0001 TAB ErrMsg= TAB DataOrigin=cmd TAB CmdId=123 TAB Additional=
/// ```
///
/// Source: PROTOCOL.md 2.3.
final class OtherLines {
    static final String CARD = "IDCARD";
    static final String ERROR = "ERRORLOG";

    private OtherLines() {}

    /// The picture on the card is the content, as it came; the raw bytes are the line without it.
    static Row card(TaggedLine line) {
        LineFields draft =
                new LineFields(line)
                        .text("pin", "pin")
                        .text("number", "idnum")
                        .text("serial", "snnum")
                        .text("name", "name")
                        .text("gender", "gender")
                        .text("nation", "nation")
                        .text("birthday", "birthday")
                        .text("validity", "validinfo")
                        .text("address", "address")
                        .text("issuer", "issuer");
        if (draft.get("number") == null && draft.get("serial") == null) {
            return new Row.Odd(line.line(), CARD + " line: IDNum and SNNum are missing");
        }
        Optional<Pair> photo =
                line.find("photojpg", "photo").filter(pair -> pair.to() > pair.from());
        if (photo.isPresent()) {
            draft.take(List.of(photo.get()));
            draft.content(Contents.template(line.bytes(photo.get())));
        }
        Map<String, Object> fields = draft.all();
        Bytes raw = photo.map(line::without).orElse(line.line());
        return row(
                Kind.IDENTITY_CARD,
                new RecordKey(
                        CARD,
                        LineFields.key(fields, List.of("number", "serial", "pin")),
                        LineFields.content(fields),
                        RecordKey.Rule.STATE),
                fields,
                raw,
                photo.map(line::bytes));
    }

    /// Errors carry no time: the same one again counts as a repeat.
    static Row error(TaggedLine line) {
        Map<String, Object> fields =
                new LineFields(line)
                        .text("code", "errcode")
                        .text("message", "errmsg")
                        .text("origin", "dataorigin")
                        .text("commandId", "cmdid")
                        .text("additional", "additional")
                        .all();
        if (fields.isEmpty()) {
            return new Row.Odd(line.line(), ERROR + " line: nothing is said");
        }
        return row(
                Kind.TERMINAL_ERROR,
                new RecordKey(
                        ERROR,
                        LineFields.key(fields, List.of("code", "origin", "commandId")),
                        LineFields.content(fields),
                        RecordKey.Rule.REVISED),
                fields,
                line.line(),
                Optional.empty());
    }

    private static Row row(
            Kind kind,
            RecordKey key,
            Map<String, Object> fields,
            Bytes raw,
            Optional<Bytes> content) {
        return new Row.Read(new Record(kind, key, fields, raw, content));
    }
}
