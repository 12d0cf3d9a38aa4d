package io.larder.server.protocol;

import io.larder.server.protocol.Request.Refused;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// What every request under `/iclock` has in common: who sends it, which table it names, whether it
/// carries a reply to commands.
public final class Sender {
    private Sender() {}

    /// The serial number in `SN`, empty when it is missing or none.
    public static Optional<Serial> serial(Wire.Request wire) {
        return wire.query().text("SN").flatMap(Serial::read);
    }

    /// The refusal of a request without a serial number.
    public static Refused anonymous(Wire.Request wire) {
        return new Refused(
                null,
                400,
                wire.query().has("SN")
                        ? "SN is not a serial number, expected 1 to 32 letters or digits"
                        : "SN is missing, expected the serial number");
    }

    /// The refusal of a service that is not there: 404 with its name.
    public static Refused notFound(Wire.Request wire) {
        return new Refused(serial(wire).orElse(null), 404, "no service at " + wire.path());
    }

    /// The refusal of a method that the path does not know.
    public static Refused wrongMethod(Wire.Request wire, @Nullable Serial serial) {
        return new Refused(serial, 405, wire.method() + " is not a method of " + wire.path());
    }

    /// The wire table in capitals, an empty text when none is named.
    public static String table(Wire.Request wire) {
        return wire.query().text("table", "").toUpperCase(Locale.ROOT);
    }

    /// True when the body answers commands though it was sent elsewhere (trap T-004).
    public static boolean bodyIsReply(Wire.Request wire) {
        return wire.body().startsWith("ID=");
    }

    /// The request as a reply to commands: a POST as it is; for a GET with `ID=` in the query the
    /// query stands for the body (trap T-003). Empty for a GET without.
    public static Optional<Wire.Request> reply(Wire.Request wire) {
        if (!wire.method().equals("GET")) {
            return Optional.of(wire);
        }
        return wire.query().has("ID") ? Optional.of(withQueryAsBody(wire)) : Optional.empty();
    }

    private static Wire.Request withQueryAsBody(Wire.Request wire) {
        StringJoiner body = new StringJoiner("&");
        for (String name : new String[] {"ID", "Return", "CMD"}) {
            wire.query().bytes(name).ifPresent(value -> body.add(name + "=" + value.asLatin1()));
        }
        return wire.with(Bytes.latin1(body.toString()));
    }
}
