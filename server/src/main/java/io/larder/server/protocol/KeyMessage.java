package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// A public key or a factor as it travels, in both directions. Source: PROTOCOL.md 5.1.
///
/// ```
/// POST /iclock/exchange?SN=<sn>&type=publickey   PublicKey=<text>
/// POST /iclock/exchange?SN=<sn>&type=factors     Factors=<text>
/// ```
public record KeyMessage(Step step, String text) {
    /// Longest text, bytes: a key of 4096 bits in base64 takes a seventh of it.
    private static final int LONGEST = 5_000;

    /// The steps of a key exchange.
    public enum Step {
        PUBLIC_KEY("publickey", "PublicKey"),
        FACTORS("factors", "Factors");

        private final String type;
        private final String key;

        Step(String type, String key) {
            this.type = type;
            this.key = key;
        }

        /// How the query names it.
        public String type() {
            return type;
        }
    }

    /// Empty when `type` is none of the two, or the body is not what it announces.
    public static Optional<KeyMessage> read(Wire.Request wire) {
        String type = wire.query().text("type", "").toLowerCase(Locale.ROOT);
        for (Step step : Step.values()) {
            if (step.type.equals(type)) {
                return text(step, wire.body()).map(text -> new KeyMessage(step, text));
            }
        }
        return Optional.empty();
    }

    /// Behind the first `=`: base64 may end in more of them.
    private static Optional<String> text(Step step, Bytes body) {
        if (body.length() > LONGEST) {
            return Optional.empty();
        }
        String[] pair = body.text(StandardCharsets.UTF_8).strip().split("=", 2);
        return pair.length == 2 && pair[0].strip().equalsIgnoreCase(step.key)
                ? Optional.of(pair[1].strip()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    /// The body that says it.
    public Bytes write() {
        return Bytes.utf8(step.key + "=" + text);
    }
}
