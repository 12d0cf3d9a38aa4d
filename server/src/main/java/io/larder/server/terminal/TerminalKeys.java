package io.larder.server.terminal;

import io.larder.crypto.keyexchange.Handshake;
import io.larder.crypto.keyexchange.KeyExchange;
import io.larder.crypto.keyexchange.SessionKey;
import io.larder.server.record.Serial;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One terminal's key exchange and what came of it, step by step: [#publicKey], then [#factor],
/// then [#session]. A transport with lasting connections makes one for each connection; over HTTP
/// [SessionKeys] keeps one for each terminal. Source: PROTOCOL.md 5.1, 5.3, 5.4.
public final class TerminalKeys {
    /// What a terminal hears to a step.
    public sealed interface Step {
        /// The box's public key or factor.
        record Said(String text) implements Step {}

        /// No key; the state is as before, except that a factor that does not fit ends the
        /// handshake.
        record Refused(Reason reason, String why) implements Step {}
    }

    /// Why a step was refused.
    public enum Reason {
        /// No fresh key pair is ready: the same step will do in a few seconds.
        NOT_READY,
        /// A factor before a public key.
        TOO_EARLY,
        /// What was sent is no key or factor of the algorithm set.
        UNFIT
    }

    /// A session. `unopened` counts its bodies that did not open.
    public record Session(SessionKey key, AtomicInteger unopened) {}

    private final KeyExchange exchange;
    private final Serial serial;
    private @Nullable Handshake begun;
    private @Nullable Session session;

    TerminalKeys(KeyExchange exchange, Serial serial) {
        this.exchange = exchange;
        this.serial = serial;
    }

    /// The terminal's public key: a new exchange begins under a fresh key pair, and an older
    /// session is over.
    public synchronized Step publicKey(String text) {
        Optional<Handshake> fresh = exchange.begin(serial.text());
        if (fresh.isEmpty()) {
            return new Step.Refused(Reason.NOT_READY, "no fresh key pair is ready");
        }
        Optional<String> answer = fresh.get().publicKey(text);
        if (answer.isEmpty()) {
            return new Step.Refused(Reason.UNFIT, "this is no public key of the algorithm set");
        }
        begun = fresh.get();
        session = null;
        return new Step.Said(answer.get());
    }

    /// The terminal's factor: the session begins with the message behind the answer.
    public synchronized Step factor(String text) {
        Handshake handshake = begun;
        begun = null;
        if (handshake == null) {
            return new Step.Refused(Reason.TOO_EARLY, "a factor comes behind a public key");
        }
        Optional<Handshake.Agreed> agreed = handshake.factor(text);
        if (agreed.isEmpty()) {
            return new Step.Refused(Reason.UNFIT, "this is no factor for the key of this box");
        }
        session = new Session(agreed.get().session(), new AtomicInteger());
        return new Step.Said(agreed.get().factor());
    }

    /// The session; empty while there is none, and everything is said in the clear.
    public synchronized Optional<Session> session() {
        return Optional.ofNullable(session);
    }
}
