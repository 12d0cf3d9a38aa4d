package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Row;
import io.larder.server.protocol.Sha256;
import io.larder.server.protocol.attendance.TaggedLine.Pair;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import io.larder.server.record.TerminalTime.Decoder;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// People as attendance terminals tell of them.
///
/// ```
/// USER PIN=982 TAB Name=Richard TAB Pri=14 TAB Passwd=9822 TAB Card=[15CD5B07] TAB Grp=1 TAB TZ=
/// ```
///
/// The password is in no field and no raw bytes: it is the record's content. Sources: PROTOCOL.md
/// 2.3, 2.4; traps T-049, T-050.
public final class AttendancePeople {
    static final String TABLE = "USER";

    private static final String[] PASSWORD = {"passwd", "password", "pwd"};
    private static final Bytes HIDDEN = Bytes.latin1("***");
    private static final Pattern WHOLE_CARD = Pattern.compile("\\[ *((?:[0-9A-Fa-f]{2}){1,16}) *]");
    private static final Pattern NO_CARD = Pattern.compile("0*");

    private AttendancePeople() {}

    /// The password in a `USER` line as it came, in the clear; empty when the line has none.
    public static Optional<Bytes> password(Bytes line) {
        return password(TaggedLine.of(line));
    }

    private static Optional<Bytes> password(TaggedLine line) {
        return passwords(line).stream().findFirst().map(line::bytes);
    }

    static Row read(TaggedLine line, Decoder decoder) {
        LineFields draft =
                new LineFields(line)
                        .required("pin", "pin")
                        .text("name", "name")
                        .number("privilege", "pri", "privilege");
        if (draft.get("privilege") instanceof Long privilege) {
            draft.put("privileged", privilege != 0);
        }
        card(line, draft);
        draft.text("group", "grp", "group")
                .emptyOrText("timeZone", "tz")
                .number("verify", "verify")
                .text("viceCard", "vicecard")
                .time("validFrom", decoder, "startdatetime", "starttime")
                .time("validTo", decoder, "enddatetime", "endtime");
        draft.take(line.all(PASSWORD));
        Optional<Bytes> password = password(line);
        if (password.isPresent()) {
            draft.put("password", "set");
        }
        if (draft.fault().isPresent()) {
            return new Row.Odd(line.line(), "USER line: " + draft.fault().get());
        }
        Map<String, Object> fields = draft.all();
        String content =
                LineFields.content(fields)
                        + password.map(clear -> "\t" + Sha256.hex(clear)).orElse("");
        RecordKey key =
                new RecordKey(
                        TABLE,
                        LineFields.key(fields, List.of("pin")),
                        content,
                        RecordKey.Rule.STATE);
        return new Row.Read(
                new Record(Kind.PERSON, key, fields, line.with(passwords(line), HIDDEN), password));
    }

    private static List<Pair> passwords(TaggedLine line) {
        return line.all(PASSWORD).stream().filter(pair -> pair.to() > pair.from()).toList();
    }

    /// In brackets the whole number in hex, least significant byte first; without them the number
    /// as a reader shows it. Nothing but zeros is no card.
    private static void card(TaggedLine line, LineFields draft) {
        String text = draft.take("card").map(line::text).orElse("");
        Matcher whole = WHOLE_CARD.matcher(text);
        String card = whole.matches() ? decimal(whole.group(1)) : text.startsWith("[") ? "" : text;
        if (!NO_CARD.matcher(card).matches()) {
            draft.put("card", card);
        }
        if (text.startsWith("[")) {
            draft.put("cardRaw", text);
        }
    }

    private static String decimal(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        byte[] turned = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            turned[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, turned).toString();
    }
}
