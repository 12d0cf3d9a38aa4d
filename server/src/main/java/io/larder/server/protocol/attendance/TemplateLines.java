package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Row;
import io.larder.server.protocol.attendance.TaggedLine.Pair;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Templates of fingers, faces, veins and palms.
///
/// ```
/// FP PIN=2 TAB FID=0 TAB Size=1124 TAB Valid=1 TAB TMP=…
/// BIODATA Pin=5 TAB No=0 TAB Index=0 TAB Valid=1 TAB Duress=0 TAB Type=9 TAB MajorVer=58 TAB … Tmp=…
/// ```
///
/// The content is the template's text as it came, the raw bytes are the line without it. The
/// version is in `BIODATA` only; elsewhere the terminal's algorithm decides. Sources: PROTOCOL.md
/// 2.3, 2.4; the vendor's numbers of bio_types.csv; traps T-051, T-075.
final class TemplateLines {
    static final String TABLE = "TEMPLATE";

    /// Bio types of lines that name none.
    private static final Map<String, Long> TYPES =
            Map.of("FP", 1L, "FINGERTMP", 1L, "FACE", 2L, "FVEIN", 7L);

    private TemplateLines() {}

    static boolean knows(String tag) {
        return TYPES.containsKey(tag) || tag.equals("BIODATA");
    }

    static Row read(TaggedLine line, String tag, Consumer<String> notices) {
        LineFields draft = new LineFields(line).required("pin", "pin");
        if (TYPES.containsKey(tag)) {
            draft.put("type", TYPES.getOrDefault(tag, 0L));
        } else {
            draft.required("type", "type").keyNumber("type", 0, "type");
        }
        draft.keyNumber("no", 0, "no", "fid", "fingerid").keyNumber("index", 0, "index");
        version(line, draft).ifPresent(version -> draft.put("version", version));
        draft.number("format", "format")
                .number("valid", "valid", "vaild")
                .number("duress", "duress");
        Optional<Pair> text = draft.take("tmp");
        if (draft.fault().isPresent()) {
            return new Row.Odd(line.line(), tag + " line: " + draft.fault().get());
        }
        if (text.isEmpty() || line.text(text.get()).isEmpty()) {
            return new Row.Odd(line.line(), tag + " line: TMP is missing");
        }
        Contents.Content content = Contents.template(line.bytes(text.get()));
        Map<String, Object> fields = draft.content(content, "size").all();
        RecordKey key =
                new RecordKey(
                        TABLE,
                        LineFields.key(fields, List.of("pin", "type", "no", "index")),
                        LineFields.content(fields),
                        RecordKey.Rule.STATE);
        PictureLines.notice(tag, fields, notices);
        return new Row.Read(
                new Record(
                        Kind.TEMPLATE,
                        key,
                        fields,
                        line.without(text.get()),
                        Optional.of(content.bytes())));
    }

    private static Optional<String> version(TaggedLine line, LineFields draft) {
        String major = draft.take("majorver").map(line::text).orElse("");
        String minor = draft.take("minorver").map(line::text).orElse("");
        return major.isEmpty()
                ? Optional.empty()
                : Optional.of(minor.isEmpty() ? major : major + "." + minor);
    }
}
