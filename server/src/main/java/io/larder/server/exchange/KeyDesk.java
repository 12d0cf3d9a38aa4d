package io.larder.server.exchange;

import io.larder.server.protocol.Answer;
import io.larder.server.protocol.KeyMessage;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.Version;
import io.larder.server.protocol.Wire;
import io.larder.server.terminal.Adjustments;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.SessionKeys;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.TerminalKeys;
import io.larder.server.terminal.TerminalKeys.Reason;
import io.larder.server.terminal.TerminalKeys.Step;
import java.util.Optional;

/// Exchanges keys with terminals over HTTP, if both sides do. Whoever gets no key gets a refusal:
/// any 200 could be taken for a key. Source: PROTOCOL.md 4.6, 5.1, 5.3; traps T-091, T-092.
final class KeyDesk {
    private final SessionKeys keys;

    KeyDesk(SessionKeys keys) {
        this.keys = keys;
    }

    /// Whether keys are exchanged with this terminal: the box offers it, the terminal announced a
    /// version that has it, and no person set an older one.
    boolean serves(Terminal terminal) {
        String pushver = Facts.said(terminal.facts()).getOrDefault("pushver", "");
        return keys.offered()
                && Version.read(pushver).orElse(Version.UNNAMED).compareTo(Version.ENCRYPTED) >= 0
                && Facts.set(terminal.facts())
                        .getOrDefault(Adjustments.PUSH_PROT_VER, "")
                        .isEmpty();
    }

    /// The refusal of every exchange, for a box that has no algorithms.
    Optional<Answer> refusal(Request.ExchangeKeys request) {
        return keys.offered()
                ? Optional.empty()
                : Optional.of(notOffered(request, "key exchange is not offered"));
    }

    Answer answer(Terminal terminal, Request.ExchangeKeys request) {
        if (!serves(terminal)) {
            return notOffered(request, "key exchange is not offered to this terminal");
        }
        return KeyMessage.read(request.wire())
                .map(message -> step(terminal, message))
                .orElseGet(() ->
                        new Answer.Refused(
                                400,
                                "expected type=publickey with PublicKey= or type=factors with"
                                        + " Factors=",
                                0));
    }

    private Answer step(Terminal terminal, KeyMessage message) {
        TerminalKeys own = keys.of(terminal.serial()).orElseThrow();
        Step step =
                switch (message.step()) {
                    case PUBLIC_KEY -> own.publicKey(message.text());
                    case FACTORS -> own.factor(message.text());
                };
        return switch (step) {
            case Step.Said(String text) ->
                    new Answer.Keys(new KeyMessage(message.step(), text).write());
            case Step.Refused(Reason reason, String why) -> refused(reason, why);
        };
    }

    private static Answer refused(Reason reason, String why) {
        return switch (reason) {
            case NOT_READY -> new Answer.Refused(503, why, Exchange.SOON_SECONDS);
            case TOO_EARLY, UNFIT -> new Answer.Refused(400, why, 0);
        };
    }

    private static Answer notOffered(Request.ExchangeKeys request, String why) {
        Wire.Request wire = request.wire();
        return new Answer.Refused(404, wire.path() + ": " + why, 0);
    }
}
