package io.larder.server.protocol;

import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import org.jspecify.annotations.Nullable;

/// What a terminal wants, read from its request by one of the families.
public sealed interface Request {
    /// Initialisation: the terminal names itself and wants its options (PROTOCOL.md 1.1.1, 1.2.1).
    record Hello(Serial serial, Family family, Wire.Request wire) implements Request {}

    /// Rows, photos, anything with a body that must be kept before it is answered. `table` is the
    /// wire table in capitals or an empty text, `deferrable` marks what a terminal can hold back
    /// when room is short (photos, operation logs), `acknowledgement` is what its sender hears once
    /// it is durable.
    record Upload(
            Serial serial,
            Family family,
            String table,
            boolean deferrable,
            Wire.Request wire,
            String acknowledgement)
            implements Request {
        /// What nearly every upload is acknowledged with.
        public static final String OK = "OK";

        /// An upload that is acknowledged with `OK`.
        public Upload(
                Serial serial, Family family, String table, boolean deferrable, Wire.Request wire) {
            this(serial, family, table, deferrable, wire, OK);
        }
    }

    /// The terminal asks for commands (PROTOCOL.md 1.1.4, 1.2.7).
    record Poll(Serial serial, Family family, Wire.Request wire) implements Request {}

    /// The terminal asks something for a card (PROTOCOL.md 1.1.5). `service` is the leading digit
    /// of `RepType`, 0 for one that is none of 2 to 5 (trap T-038); `password` the one the holder
    /// gave, `newPassword` the one the card is to have, both in the clear and never printed.
    record CardService(Serial serial, int service, String card, String password, String newPassword)
            implements Request {
        @Override
        public String toString() {
            return "CardService[" + serial + ", " + service + ", " + card + "]";
        }
    }

    /// The terminal answers commands (PROTOCOL.md 3.3); kept like an upload.
    record Reply(Serial serial, Family family, Wire.Request wire) implements Request {}

    /// The terminal asks for the time (PROTOCOL.md 1.1.2); `packed` in the way of access-control
    /// devices (1.2.11).
    record AskTime(Serial serial, Family family, boolean packed) implements Request {
        /// Asks for a written time.
        public AskTime(Serial serial, Family family) {
            this(serial, family, false);
        }
    }

    /// The terminal asks for somebody whom it does not know, to remember him for a while
    /// (PROTOCOL.md 1.2.10).
    record AskPerson(Serial serial, String pin) implements Request {}

    /// The terminal asks whether somebody may pass (PROTOCOL.md 1.2.9). `means` is `CARD` or `FP`
    /// in capitals, `pin` the person's number or an empty text, `credential` what was presented.
    record Verify(Serial serial, String means, String pin, String credential) implements Request {
        @Override
        public String toString() {
            return "Verify[" + serial + ", " + means + ", " + pin + "]";
        }
    }

    /// Sign of life without content (PROTOCOL.md 1.2.11).
    record Ping(Serial serial) implements Request {}

    /// The terminal wants to exchange keys (PROTOCOL.md 5.1); see [KeyMessage].
    record ExchangeKeys(Serial serial, Wire.Request wire) implements Request {}

    /// The terminal downloads a file (PROTOCOL.md 3.6). `path` is its place below `/iclock/file/`
    /// as meant: decoded, upper and lower case kept, unchecked. `headOnly`: it asks only how long
    /// the file is.
    record Fetch(String path, boolean headOnly, Range range) implements Request {}

    /// A service that this box does not offer: answered with `status` and `why`, never with 200.
    /// `serial` is null when the request names none.
    record Refused(@Nullable Serial serial, int status, String why) implements Request {}
}
