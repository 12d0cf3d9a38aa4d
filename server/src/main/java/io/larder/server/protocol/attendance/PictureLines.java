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
import java.util.function.Consumer;

/// Pictures of people: for the screen (`USERPIC`) and for comparing faces (`BIOPHOTO`).
///
/// ```
/// USERPIC PIN=123 TAB FileName=123.jpg TAB Size=10 TAB Content=…
/// BIOPHOTO PIN=5 TAB FileName=5.jpg TAB Type=9 TAB Size=36908 TAB Content=…
/// ```
///
/// `Size` counts the base64 text, the record's `size` the picture. The content is the picture, the
/// raw bytes are the line without it. Source: PROTOCOL.md 2.3.
final class PictureLines {
    static final String PERSON = "USERPIC";
    static final String FACE = "BIOPHOTO";

    private PictureLines() {}

    static Row read(TaggedLine line, String tag, Consumer<String> notices) {
        boolean face = tag.equals(FACE);
        LineFields draft =
                new LineFields(line).required("pin", "pin").put("of", face ? "face" : "person");
        if (face) {
            draft.keyNumber("type", 0, "type").keyNumber("no", 0, "no", "fid");
        }
        draft.take("filename")
                .map(pair -> lastPart(line.text(pair)))
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> draft.put("fileName", name));
        Optional<Pair> text = draft.take("content");
        if (draft.fault().isPresent()) {
            return new Row.Odd(line.line(), tag + " line: " + draft.fault().get());
        }
        Bytes encoded = text.map(line::bytes).orElse(Bytes.EMPTY);
        Optional<Contents.Content> picture = Contents.encodedPicture(encoded);
        if (picture.isEmpty()) {
            return new Row.Odd(line.line(), tag + " line: Content is no base64 text");
        }
        Map<String, Object> fields = draft.content(picture.get(), "size").all();
        List<String> names = face ? List.of("pin", "type", "no") : List.of("pin");
        RecordKey key =
                new RecordKey(
                        tag,
                        LineFields.key(fields, names),
                        LineFields.content(fields),
                        RecordKey.Rule.STATE);
        notice(tag, fields, notices);
        return new Row.Read(
                new Record(
                        Kind.PHOTO,
                        key,
                        fields,
                        line.without(text.get()),
                        Optional.of(picture.get().bytes())));
    }

    /// A stated size that is not the one that came is worth a look, and nothing is lost.
    static void notice(String tag, Map<String, Object> fields, Consumer<String> notices) {
        if (fields.containsKey(Contents.SIZE_SAID)) {
            notices.accept(
                    tag
                            + " of "
                            + fields.getOrDefault("pin", "nobody")
                            + " says a size of "
                            + fields.get(Contents.SIZE_SAID)
                            + " and is another");
        }
    }

    /// The name behind all slashes: a name, and never a path.
    static String lastPart(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).strip();
    }
}
