package io.larder.server.exchange.meeting;

import io.larder.crypto.keyexchange.Opened;
import io.larder.crypto.keyexchange.SessionKey;
import io.larder.server.protocol.meeting.Fault;
import io.larder.server.protocol.meeting.Message;
import io.larder.server.protocol.meeting.Values;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.terminal.SessionKeys;
import io.larder.server.terminal.TerminalKeys;
import io.larder.server.terminal.TerminalKeys.Reason;
import io.larder.server.terminal.TerminalKeys.Step;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What goes to and fro on one connection, in the clear until keys were exchanged, sealed in binary
/// frames behind the answer that carries the box's factor. Keys are exchanged once, before the
/// log-in; a new connection begins anew. Source: PROTOCOL.md 5.3, 5.4.
final class Voice {
    /// Stands for a terminal that does not name itself before it registers.
    private static final Serial UNNAMED = new Serial("-");

    private final Speaker speaker;
    private final SessionKeys offered;
    private @Nullable TerminalKeys begun;
    private volatile @Nullable SessionKey sealing;

    Voice(Speaker speaker, SessionKeys offered) {
        this.speaker = speaker;
        this.offered = offered;
    }

    /// What the terminal said; empty when it had to be sealed and does not open.
    Optional<Bytes> opened(Bytes said) {
        SessionKey key = sealing;
        if (key == null) {
            return Optional.of(said);
        }
        Opened opened = key.open(said.toArray());
        return opened.body().map(Bytes::wrap);
    }

    /// Says a text. One at a time: what is sealed counts up.
    synchronized void say(String text) {
        SessionKey key = sealing;
        if (key == null) {
            speaker.say(text);
        } else {
            speaker.sayClosed(Bytes.wrap(key.seal(text.getBytes(StandardCharsets.UTF_8))));
        }
    }

    void end(int closeCode, String why) {
        speaker.end(closeCode, why);
    }

    /// The terminal's public key, answered with the box's.
    Said publicKey(Message message) {
        if (sealing != null) {
            return new Said.Over(Fault.WRONG_FIELD, "keys were exchanged on this connection");
        }
        Serial serial = Serial.read(message.serial()).orElse(UNNAMED);
        Optional<TerminalKeys> keys = offered.connection(serial);
        begun = keys.orElse(null);
        return keys.map(each ->
                        said(
                                "publicKey",
                                each.publicKey(Values.text(message.params(), "publicKey"))))
                .orElseGet(Voice::notOffered);
    }

    /// The terminal's factor, answered with the box's: from the next message on all is sealed.
    Said factor(Message message) {
        if (!offered.offered()) {
            return notOffered();
        }
        TerminalKeys keys = begun;
        return keys == null || sealing != null
                ? new Said.Over(Fault.WRONG_FIELD, "a factor comes behind a public key")
                : said("factor", keys.factor(Values.text(message.params(), "factor")));
    }

    /// An answer was said: what was agreed with it counts from here on.
    void answered() {
        TerminalKeys keys = begun;
        if (keys != null && sealing == null) {
            sealing = keys.session().map(TerminalKeys.Session::key).orElse(null);
        }
    }

    private static Said notOffered() {
        return new Said.Not(Fault.UNKNOWN_FUNCTION, "key exchange is not offered");
    }

    private static Said said(String name, Step step) {
        return switch (step) {
            case Step.Said(String own) -> new Said.Done(Map.of(name, own));
            case Step.Refused(Reason reason, String why) ->
                    switch (reason) {
                        case NOT_READY -> new Said.Not(Fault.TRY_AGAIN, why);
                        case TOO_EARLY, UNFIT -> new Said.Over(Fault.WRONG_FIELD, why);
                    };
        };
    }
}
