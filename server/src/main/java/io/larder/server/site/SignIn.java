package io.larder.server.site;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/// What a meeting terminal recorded of one person: `way` as it said it, `fitting` when it found the
/// moment within the span for that, `visitor` when it took the person for one. Source: PROTOCOL.md
/// 6.7, trap T-100.
public record SignIn(String pin, Instant at, Way way, boolean fitting, boolean visitor) {
    /// Which way somebody went.
    public enum Way {
        IN,
        OUT,
        /// The terminal did not say.
        UNSAID
    }

    private static final String IN = "0";
    private static final String OUT = "1";
    private static final String VISITOR = "4";

    /// What the fields of a record of kind `verification` say; empty without person or moment. A
    /// moment without offset is local to `zone`.
    public static Optional<SignIn> of(Map<String, ?> fields, ZoneId zone) {
        String pin = text(fields, "pin");
        Optional<Instant> at =
                Moment.read(text(fields, "time")).map(text -> Moment.instant(text, zone));
        String status = text(fields, "status");
        String type = text(fields, "recordType");
        // What the person did counts more than whether it was in time.
        String said = type.equals(IN) || type.equals(OUT) ? type : status;
        Way way =
                switch (said) {
                    case IN -> Way.IN;
                    case OUT -> Way.OUT;
                    default -> Way.UNSAID;
                };
        return pin.isEmpty()
                ? Optional.empty()
                : at.map(moment ->
                        new SignIn(
                                pin,
                                moment,
                                way,
                                way != Way.UNSAID && status.equals(said),
                                text(fields, "category").equals(VISITOR)));
    }

    private static String text(Map<String, ?> fields, String name) {
        Object value = fields.get(name);
        return value == null ? "" : value.toString();
    }
}
