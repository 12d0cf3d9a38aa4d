package io.larder.server.protocol.meeting;

import io.larder.server.protocol.Row;
import io.larder.server.protocol.Sha256;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.MediaType;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Photos of people, photos to compare with, and photos of verifications. The picture stands in the
/// element, or in a file that the terminal sent before: then the record has `fileId` and no content
/// until somebody finds the file. Source: PROTOCOL.md 6.7; trap T-098.
final class MeetingPhotos {
    private static final String CONTENT = "content";
    private static final String[] FILE = {"contentFileId", "contentFileDialog"};

    private MeetingPhotos() {}

    /// True when the element brings neither a picture nor the name of a file.
    static boolean isEmpty(Map<String, Object> element) {
        return Values.text(element, CONTENT).isBlank() && Values.text(element, FILE).isBlank();
    }

    static List<Row> person(Map<String, Object> element) {
        ElementFields draft = new ElementFields(element).required("pin", "pin").put("of", "person");
        return List.of(row("USERPIC", RecordKey.Rule.STATE, element, draft, "pin"));
    }

    static List<Row> face(Map<String, Object> element) {
        ElementFields draft =
                new ElementFields(element)
                        .required("pin", "pin")
                        .put("of", "face")
                        .requiredNumber("type", "type")
                        .numberOr("no", 0, "no")
                        .numberOr("index", 0, "index");
        return List.of(row("BIOPHOTO", RecordKey.Rule.STATE, element, draft, "pin", "type", "no"));
    }

    /// It may come before the verification that it shows.
    static List<Row> verification(Map<String, Object> element) {
        ElementFields draft =
                new ElementFields(element)
                        .required("pin", "pin")
                        .put("of", "verification")
                        .required("meeting", "meetCode")
                        .timeAndInstant("time", "photoTime")
                        .text("logId", "logId");
        String[] key =
                Values.text(element, "logId").isEmpty()
                        ? new String[] {"pin", "meeting", "time"}
                        : new String[] {"logId"};
        return List.of(row("VERIFYPHOTO", RecordKey.Rule.REVISED, element, draft, key));
    }

    private static Row row(
            String table,
            RecordKey.Rule rule,
            Map<String, Object> element,
            ElementFields draft,
            String... key) {
        draft.textOr("extension", "jpg", "extension");
        String text = draft.take(CONTENT).strip();
        String file = draft.take(FILE).strip();
        Optional<Bytes> picture = decoded(text);
        Optional<String> fault =
                draft.fault()
                        .or(() ->
                                isEmpty(element)
                                        ? Optional.of("content and contentFileId are both empty")
                                        : Optional.empty())
                        .or(() ->
                                picture.isEmpty() && file.isEmpty()
                                        ? Optional.of("content is no base64 text")
                                        : Optional.empty());
        if (fault.isPresent()) {
            return new Row.Odd(Hidden.of(element, Set.of()), table + ": " + fault.get());
        }
        picture.ifPresentOrElse(
                bytes ->
                        draft.put("size", (long) bytes.length())
                                .put("sha256", Sha256.hex(bytes))
                                .put("mediaType", MediaType.of(bytes).word()),
                () -> draft.put("fileId", file));
        Map<String, Object> fields = draft.all();
        return new Row.Read(
                new Record(
                        Kind.PHOTO,
                        new RecordKey(table, draft.key(key), ElementFields.content(fields), rule),
                        fields,
                        Hidden.of(element, Set.of(CONTENT)),
                        picture));
    }

    /// The bytes of a base64 text; empty when it is none, or empty.
    static Optional<Bytes> decoded(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return bytes.length == 0 ? Optional.empty() : Optional.of(Bytes.wrap(bytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
