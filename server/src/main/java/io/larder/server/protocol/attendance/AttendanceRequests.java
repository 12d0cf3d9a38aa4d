package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Lines;
import io.larder.server.protocol.Query;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.Request.AskPerson;
import io.larder.server.protocol.Request.AskTime;
import io.larder.server.protocol.Request.ExchangeKeys;
import io.larder.server.protocol.Request.Hello;
import io.larder.server.protocol.Request.Ping;
import io.larder.server.protocol.Request.Poll;
import io.larder.server.protocol.Request.Refused;
import io.larder.server.protocol.Request.Reply;
import io.larder.server.protocol.Request.Upload;
import io.larder.server.protocol.Request.Verify;
import io.larder.server.protocol.Sender;
import io.larder.server.protocol.Text;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tells what an attendance terminal wants. Access-control devices (`/iclock/registry`, `push`,
/// `rtdata`, `querydata`) are kept and answered, and not understood. Sources: PROTOCOL.md 1.2;
/// traps T-003, T-004, T-015, T-048.
public final class AttendanceRequests {
    /// What a question for a person says.
    private static final Set<String> VERIFIED = Set.of("PIN", "TMP");

    private AttendanceRequests() {}

    /// Empty when the path is none of an attendance terminal's.
    public static Optional<Request> read(Wire.Request wire) {
        return reader(wire.path())
                .map(reader ->
                        Sender.serial(wire)
                                .map(serial -> reader.read(wire, serial))
                                .orElseGet(() -> Sender.anonymous(wire)));
    }

    private interface Reader {
        Request read(Wire.Request wire, Serial serial);
    }

    private static Optional<Reader> reader(String path) {
        return switch (path) {
            case "/iclock/cdata" -> Optional.of(AttendanceRequests::data);
            case "/iclock/fdata" -> Optional.of(AttendanceRequests::photo);
            case "/iclock/getrequest" -> Optional.of(AttendanceRequests::poll);
            case "/iclock/devicecmd" -> Optional.of(AttendanceRequests::reply);
            case "/iclock/registry", "/iclock/push", "/iclock/querydata" ->
                    Optional.of(AttendanceRequests::access);
            case "/iclock/rtdata" -> Optional.of(AttendanceRequests::time);
            case "/iclock/ping" -> Optional.of((wire, serial) -> new Ping(serial));
            case "/iclock/exchange" ->
                    Optional.of((asked, serial) -> new ExchangeKeys(serial, asked));
            default -> Optional.empty();
        };
    }

    private static Request data(Wire.Request wire, Serial serial) {
        if (wire.query().has("AuthType")) {
            return verification(wire, serial);
        }
        if (Sender.table(wire).equals("REMOTEATT")) {
            return remoteAttendance(wire, serial);
        }
        return switch (wire.method()) {
            case "GET" -> question(wire, serial);
            case "POST" -> upload(wire, serial);
            default -> Sender.wrongMethod(wire, serial);
        };
    }

    private static Request question(Wire.Request wire, Serial serial) {
        Query query = wire.query();
        if (query.has("options")) {
            return new Hello(serial, Family.ATTENDANCE, wire);
        }
        if (query.has("PIN")) {
            return remoteAttendance(wire, serial);
        }
        if (query.text("type", "").equalsIgnoreCase("time")) {
            return new AskTime(serial, Family.ATTENDANCE);
        }
        return new Refused(
                serial, 400, "GET " + wire.path() + " has neither options=all nor type=time");
    }

    private static Request remoteAttendance(Wire.Request wire, Serial serial) {
        return wire.query()
                .text("PIN")
                .map(String::strip)
                .filter(pin -> !pin.isEmpty())
                .<Request>map(pin -> new AskPerson(serial, pin))
                .orElseGet(() -> new Refused(serial, 400, "PIN is missing, expected whose"));
    }

    /// One line of fields in the body; the credential is everything behind `TMP=`.
    private static Request verification(Wire.Request wire, Serial serial) {
        if (!wire.method().equals("POST")) {
            return Sender.wrongMethod(wire, serial);
        }
        Map<String, String> said = new HashMap<>();
        Lines.each(
                wire.body(),
                line ->
                        Lines.columns(Text.decode(line))
                                .forEach(column -> {
                                    String[] pair = column.split("=", 2);
                                    String name = pair[0].strip().toUpperCase(Locale.ROOT);
                                    if (VERIFIED.contains(name)) {
                                        said.put(name, pair.length > 1 ? pair[1].strip() : "");
                                    }
                                }));
        return new Verify(
                serial,
                wire.query().text("AuthType", "").strip().toUpperCase(Locale.ROOT),
                said.getOrDefault("PIN", ""),
                said.getOrDefault("TMP", ""));
    }

    private static Request upload(Wire.Request wire, Serial serial) {
        UploadForm form = UploadForm.of(wire);
        return form.table().isEmpty() && Sender.bodyIsReply(wire)
                ? new Reply(serial, Family.ATTENDANCE, wire)
                : new Upload(
                        serial,
                        Family.ATTENDANCE,
                        form.table(),
                        form.deferrable(),
                        wire,
                        AccessControl.has(form.table())
                                ? AccessControl.acknowledgement(wire, serial)
                                : Upload.OK);
    }

    private static Request access(Wire.Request wire, Serial serial) {
        return new Upload(
                serial,
                Family.ATTENDANCE,
                UploadForm.of(wire).table(),
                false,
                wire,
                AccessControl.acknowledgement(wire, serial));
    }

    private static Request time(Wire.Request wire, Serial serial) {
        return wire.query().text("type", "").equalsIgnoreCase("time")
                ? new AskTime(serial, Family.ATTENDANCE, true)
                : new Refused(serial, 404, wire.path() + ": only type=time is offered");
    }

    private static Request photo(Wire.Request wire, Serial serial) {
        return wire.method().equals("POST")
                ? upload(wire, serial)
                : Sender.wrongMethod(wire, serial);
    }

    private static Request poll(Wire.Request wire, Serial serial) {
        return wire.method().equals("GET")
                ? new Poll(serial, Family.ATTENDANCE, wire)
                : Sender.wrongMethod(wire, serial);
    }

    private static Request reply(Wire.Request wire, Serial serial) {
        return Sender.reply(wire)
                .<Request>map(reply -> new Reply(serial, Family.ATTENDANCE, reply))
                .orElseGet(() -> new Refused(serial, 400, "a reply without ID"));
    }
}
