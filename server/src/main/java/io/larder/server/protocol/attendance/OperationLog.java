package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Row;
import io.larder.server.record.Bytes;
import io.larder.server.record.TerminalTime.Decoder;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Lines that begin with a word for what they tell of, in the operation log and in tables of their
/// own, where the word may be missing. Sources: PROTOCOL.md 2.3, 2.4.
final class OperationLog {
    /// Tables of such lines, and the tag of those that have none.
    private static final Map<String, String> TABLES =
            Map.of(
                    UploadForm.OPERATIONS,
                    "",
                    "USERINFO",
                    AttendancePeople.TABLE,
                    "FINGERTMP",
                    "FP",
                    "FACE",
                    "FACE",
                    "FVEIN",
                    "FVEIN",
                    "BIODATA",
                    "BIODATA",
                    PictureLines.PERSON,
                    PictureLines.PERSON,
                    PictureLines.FACE,
                    PictureLines.FACE,
                    OtherLines.CARD,
                    OtherLines.CARD,
                    OtherLines.ERROR,
                    OtherLines.ERROR);

    private static final Set<String> PEOPLE = Set.of(AttendancePeople.TABLE, "USERINFO");

    private OperationLog() {}

    /// True when the lines of `table` are of this kind.
    static boolean has(String table) {
        return TABLES.containsKey(table);
    }

    /// Reads one line of `table`; `notices` takes what a person should see though nothing is lost.
    static Row read(Bytes line, String table, Decoder decoder, Consumer<String> notices) {
        boolean log = table.equals(UploadForm.OPERATIONS);
        if (log && OperationLines.isBare(line)) {
            return OperationLines.read(line, decoder);
        }
        TaggedLine tagged = TaggedLine.of(line);
        String tag = tagged.tag().isEmpty() ? TABLES.getOrDefault(table, "") : tagged.tag();
        if (PEOPLE.contains(tag)) {
            return AttendancePeople.read(tagged, decoder);
        }
        if (TemplateLines.knows(tag)) {
            return TemplateLines.read(tagged, tag, notices);
        }
        return switch (tag) {
            case PictureLines.PERSON, PictureLines.FACE -> PictureLines.read(tagged, tag, notices);
            case OperationLines.TAG -> OperationLines.read(line, decoder);
            case OtherLines.CARD -> OtherLines.card(tagged);
            case OtherLines.ERROR -> OtherLines.error(tagged);
            case "" -> new Row.Odd(line, table + " line has no tag");
            default -> new Row.Odd(line, table + " line has the tag " + tag + ", not known");
        };
    }
}
