package io.larder.server.protocol.canteen;

import io.larder.server.protocol.Query;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.Request.AskTime;
import io.larder.server.protocol.Request.CardService;
import io.larder.server.protocol.Request.ExchangeKeys;
import io.larder.server.protocol.Request.Hello;
import io.larder.server.protocol.Request.Poll;
import io.larder.server.protocol.Request.Refused;
import io.larder.server.protocol.Request.Reply;
import io.larder.server.protocol.Request.Upload;
import io.larder.server.protocol.Sender;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells what a canteen terminal wants. Sources: PROTOCOL.md 1.1; traps T-001 to T-004.
public final class CanteenRequests {
    private static final String CONSUMPTION_TERMINAL = "30";

    private static final String CARD_SERVICE = "RepType";

    /// The digits of `RepType`: lost, released, may the password change, it has changed.
    private static final String CARD_SERVICES = "2345";

    private static final int FIRST_SERVICE = 2;

    private CanteenRequests() {}

    /// Empty when the request is none of a canteen terminal's. `known` is the family the terminal
    /// showed before; on the paths that attendance terminals use too, it decides unless a table
    /// name, `device_type` or `RepType` does.
    public static Optional<Request> read(Wire.Request wire, @Nullable Family known) {
        return reader(wire, known)
                .map(reader ->
                        Sender.serial(wire)
                                .map(serial -> reader.read(wire, serial))
                                .orElseGet(() -> Sender.anonymous(wire)));
    }

    private interface Reader {
        Request read(Wire.Request wire, Serial serial);
    }

    private static Optional<Reader> reader(Wire.Request wire, @Nullable Family known) {
        boolean ours = known == Family.CANTEEN;
        return switch (wire.path()) {
            case "/iclock/cpos" -> Optional.of(CanteenRequests::records);
            case "/iclock/posrequest" -> Optional.of(CanteenRequests::poll);
            case "/iclock/posdevicecmd" -> Optional.of(CanteenRequests::reply);
            case "/iclock/exchange" ->
                    Optional.of((asked, serial) -> new ExchangeKeys(serial, asked));
            case "/iclock/cdata" -> only(ours || saysCanteen(wire), CanteenRequests::records);
            case "/iclock/getrequest" ->
                    only(ours || wire.query().has(CARD_SERVICE), CanteenRequests::poll);
            case "/iclock/devicecmd" -> only(ours, CanteenRequests::reply);
            default -> Optional.empty();
        };
    }

    private static Optional<Reader> only(boolean ours, Reader reader) {
        return ours ? Optional.of(reader) : Optional.empty();
    }

    private static boolean saysCanteen(Wire.Request wire) {
        return CanteenTables.has(Sender.table(wire))
                || wire.query().has(CARD_SERVICE)
                || wire.query().text("device_type", "").equals(CONSUMPTION_TERMINAL);
    }

    private static Request records(Wire.Request wire, Serial serial) {
        return switch (wire.method()) {
            case "GET" -> question(wire, serial);
            case "POST" -> upload(wire, serial);
            default -> Sender.wrongMethod(wire, serial);
        };
    }

    private static Request question(Wire.Request wire, Serial serial) {
        if (wire.query().has("options")) {
            return new Hello(serial, Family.CANTEEN, wire);
        }
        if (wire.query().text("type", "").equalsIgnoreCase("time")) {
            return new AskTime(serial, Family.CANTEEN);
        }
        return new Refused(
                serial, 400, "GET " + wire.path() + " has neither options=all nor type=time");
    }

    private static Request upload(Wire.Request wire, Serial serial) {
        if (wire.query().has(CARD_SERVICE)) {
            // Passwords stand in its query, and a card service is asked with GET alone.
            return Sender.wrongMethod(wire, serial);
        }
        String table = Sender.table(wire);
        return table.isEmpty() && Sender.bodyIsReply(wire)
                ? new Reply(serial, Family.CANTEEN, wire)
                : new Upload(serial, Family.CANTEEN, table, false, wire);
    }

    private static Request poll(Wire.Request wire, Serial serial) {
        if (!wire.method().equals("GET")) {
            return Sender.wrongMethod(wire, serial);
        }
        return wire.query().has(CARD_SERVICE)
                ? cardService(wire.query(), serial)
                : new Poll(serial, Family.CANTEEN, wire);
    }

    private static Request cardService(Query query, Serial serial) {
        String type = query.text(CARD_SERVICE, "");
        int service = type.isEmpty() ? 0 : CARD_SERVICES.indexOf(type.charAt(0)) + FIRST_SERVICE;
        return new CardService(
                serial,
                service < FIRST_SERVICE ? 0 : service,
                query.text("Card", ""),
                query.text("Pwd").or(() -> query.text("OldPwd")).orElse(""),
                query.text("NewPwd", ""));
    }

    private static Request reply(Wire.Request wire, Serial serial) {
        return Sender.reply(wire)
                .<Request>map(reply -> new Reply(serial, Family.CANTEEN, reply))
                .orElseGet(() -> new Refused(serial, 400, "a reply without ID"));
    }
}
