package io.larder.server.protocol.meeting;

import io.larder.server.protocol.Row;
import io.larder.server.protocol.Sha256;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// People, their templates and their cards, as meeting terminals tell of them. Tables and keys are
/// those of attendance, so that both tell of the same people. Source: PROTOCOL.md 6.7; traps T-097,
/// T-101.
///
/// ```
/// {"pin":"7","firstName":"Ann","funSwitch":"0","disable":"0","password":…,"passwordSalt":…,
///  "bioDatas":[{"type":"9","majorVer":"58","minorVer":"12","fmt":"0","tmp":…}]}
/// ```
public final class MeetingPeople {
    private static final String USER = "USER";
    private static final String TEMPLATE = "TEMPLATE";
    private static final String CARD = "MULTICARD";
    private static final String TEMPLATES = "bioDatas";
    private static final String TEXT = "tmp";
    private static final char BETWEEN = ' ';

    /// A password as terminals tell it: `digest` and the `salt` it was made with, in hex.
    public record Password(String digest, String salt) {
        /// What stands as content of the record of a person; empty when it is nothing of the kind.
        public static Optional<Password> read(Bytes content) {
            String text = content.asLatin1();
            int blank = text.indexOf(BETWEEN);
            return blank < 0
                    ? Optional.empty()
                    : Optional.of(
                            new Password(text.substring(0, blank), text.substring(blank + 1)));
        }

        Bytes write() {
            return Bytes.utf8(digest + BETWEEN + salt);
        }
    }

    private MeetingPeople() {}

    /// The person, and each template as a row of its own: an odd one costs only itself.
    static List<Row> person(Map<String, Object> element) {
        List<Row> rows = new ArrayList<>();
        rows.add(user(element));
        String pin = Values.text(element, "pin");
        for (Object one : Values.list(element, TEMPLATES)) {
            rows.add(template(pin, Values.asObject(one)));
        }
        return rows;
    }

    private static Row user(Map<String, Object> element) {
        ElementFields draft =
                new ElementFields(element)
                        .required("pin", "pin")
                        .said("firstName", "firstName")
                        .text("lastName", "lastName")
                        .text("group", "group")
                        .text("idNumber", "idNum")
                        .time("validFrom", "startTime")
                        .time("validTo", "endTime")
                        .requiredNumber("funSwitch", "funSwitch")
                        .requiredNumber("disable", "disable")
                        .text("threatLevelGroup", "threatLevelGroupNum");
        String name = name(element);
        if (!name.isEmpty()) {
            draft.put("name", name);
        }
        String digest = draft.take("password");
        String salt = draft.take("passwordSalt");
        Optional<Bytes> password =
                digest.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Password(digest, salt).write());
        password.ifPresent(_ -> draft.put("password", "set"));
        if (draft.fault().isPresent()) {
            return new Row.Odd(
                    Hidden.of(element, Set.of(TEMPLATES)), "users: " + draft.fault().get());
        }
        Map<String, Object> fields = draft.all();
        String content =
                ElementFields.content(fields)
                        + password.map(one -> "\t" + Sha256.hex(one)).orElse("");
        return new Row.Read(
                new Record(
                        Kind.PERSON,
                        new RecordKey(USER, draft.key("pin"), content, RecordKey.Rule.STATE),
                        fields,
                        Hidden.of(element, Set.of(TEMPLATES)),
                        password));
    }

    private static String name(Map<String, Object> element) {
        return Stream.of("firstName", "lastName")
                .map(name -> Values.text(element, name).strip())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static Row template(String pin, Map<String, Object> element) {
        ElementFields draft = new ElementFields(element);
        if (!pin.isEmpty()) {
            draft.put("pin", pin);
        }
        draft.requiredNumber("type", "type")
                .numberOr("no", 0, "no")
                .numberOr("index", 0, "index")
                .required("version", "majorVer")
                .requiredNumber("format", "fmt")
                .numberOr("valid", 1, "valid")
                .numberOr("duress", 0, "duress");
        String major = draft.take("majorVer");
        String minor = draft.take("minorVer");
        draft.put("version", major + "." + minor);
        String text = draft.take(TEXT);
        Optional<String> fault =
                draft.fault()
                        .or(() -> pin.isEmpty() ? Optional.of("pin is missing") : Optional.empty())
                        .or(() -> missing("minorVer", minor))
                        .or(() -> missing(TEXT, text));
        if (fault.isPresent()) {
            return new Row.Odd(
                    Hidden.of(element, Set.of()), "bioDatas of " + pin + ": " + fault.get());
        }
        Bytes template = Bytes.utf8(text);
        draft.put("size", (long) template.length()).put("sha256", Sha256.hex(template));
        Map<String, Object> fields = draft.all();
        return new Row.Read(
                new Record(
                        Kind.TEMPLATE,
                        new RecordKey(
                                TEMPLATE,
                                draft.key("pin", "type", "no", "index"),
                                ElementFields.content(fields),
                                RecordKey.Rule.STATE),
                        fields,
                        Hidden.of(element, Set.of(TEXT)),
                        Optional.of(template)));
    }

    private static Optional<String> missing(String name, String text) {
        return text.isEmpty() ? Optional.of(name + " is missing") : Optional.empty();
    }

    /// A card of a person: `cardType` 0 for the main one, 1 for another; `lossFlag` 1 when it is
    /// lost.
    static List<Row> card(Map<String, Object> element) {
        ElementFields draft =
                new ElementFields(element)
                        .required("pin", "pin")
                        .required("card", "card")
                        .numberOr("cardType", 0, "type")
                        .numberOr("lossFlag", 0, "lossFlag");
        if (draft.fault().isPresent()) {
            return List.of(
                    new Row.Odd(
                            Hidden.of(element, Set.of()), "multiCards: " + draft.fault().get()));
        }
        Map<String, Object> fields = draft.all();
        return List.of(
                new Row.Read(
                        new Record(
                                Kind.PERSON,
                                new RecordKey(
                                        CARD,
                                        draft.key("pin", "card"),
                                        ElementFields.content(fields),
                                        RecordKey.Rule.STATE),
                                fields,
                                Hidden.of(element, Set.of()))));
    }
}
