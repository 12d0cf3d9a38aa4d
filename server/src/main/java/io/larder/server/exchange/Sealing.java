package io.larder.server.exchange;

import io.larder.crypto.keyexchange.Opened;
import io.larder.crypto.keyexchange.SessionKey;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.Sender;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import io.larder.server.record.Upload;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.SessionKeys;
import io.larder.server.terminal.TerminalKeys;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Intake;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Stands around everything a terminal with a session says and hears: opens the body before anybody
/// reads it, seals what it is answered. Nothing sealed is taken for plain, nothing plain for sealed
/// (PROTOCOL.md 5.3). In the clear stay initialisations, which end the session, the key exchange
/// itself, files, refusals, and of every request what is not its body.
final class Sealing {
    /// The method under which a body that did not open stands in the journal.
    static final String UNOPENED = "UNOPENED";

    /// Bodies of one session that did not open and are kept; more of them say nothing new, and the
    /// terminal, which was refused, still has what it wanted to say.
    private static final int MOST_UNOPENED = 16;

    /// Open bodies of all terminals together, bytes: each stands in memory beside its sealed form.
    private static final int ROOM_BYTES = 4 << 20;

    /// Longest wait for room.
    private static final long ROOM_SECONDS = 5;

    /// Whoever understands requests in the clear.
    @FunctionalInterface
    interface Inner {
        Answer answer(Request request, Wire.Request wire);
    }

    private final SessionKeys keys;
    private final Intake intake;
    private final BoxClock clock;
    private final Semaphore room = new Semaphore(ROOM_BYTES, true);

    Sealing(SessionKeys keys, Intake intake, BoxClock clock) {
        this.keys = keys;
        this.intake = intake;
        this.clock = clock;
    }

    /// Answers `wire`; `known` is the family that its terminal has shown, null for none.
    Answer answer(Wire.Request wire, @Nullable Family known, Inner inner) {
        Request request = Routing.read(wire, known);
        return switch (request) {
            case Request.Hello hello -> greeted(hello, inner.answer(request, wire));
            case Request.ExchangeKeys _, Request.Fetch _ -> inner.answer(request, wire);
            case Request.Upload _,
                    Request.Reply _,
                    Request.Poll _,
                    Request.CardService _,
                    Request.AskPerson _,
                    Request.Verify _,
                    Request.AskTime _,
                    Request.Ping _,
                    Request.Refused _ ->
                    Sender.serial(wire)
                            .flatMap(serial ->
                                    keys.session(serial)
                                            .map(session -> new Talk(serial, session, inner)))
                            .map(talk -> talk.answer(request, wire, known))
                            .orElseGet(() -> plain(request, wire, inner));
        };
    }

    /// Only whom the box greets begins anew: others could end a stranger's session.
    private Answer greeted(Request.Hello hello, Answer answer) {
        if (answer instanceof Answer.Text) {
            keys.discard(hello.serial());
        }
        return answer;
    }

    private Answer plain(Request request, Wire.Request wire, Inner inner) {
        return keys.isSealed(wire.body())
                ? new Answer.Refused(
                        503,
                        "the body is sealed and this terminal has no session: it must initialise"
                                + " anew",
                        Exchange.SOON_SECONDS)
                : inner.answer(request, wire);
    }

    /// One request and its answer within a session.
    private final class Talk {
        private final Serial serial;
        private final TerminalKeys.Session session;
        private final Inner inner;

        Talk(Serial serial, TerminalKeys.Session session, Inner inner) {
            this.serial = serial;
            this.session = session;
            this.inner = inner;
        }

        Answer answer(Request request, Wire.Request wire, @Nullable Family known) {
            if (wire.body().isEmpty() && !wire.method().equals("POST")) {
                return seal(inner.answer(request, wire));
            }
            int bytes = Math.min(wire.body().length(), ROOM_BYTES);
            if (!enter(bytes)) {
                return new Answer.Refused(
                        503, "too many sealed uploads at once", Exchange.SOON_SECONDS);
            }
            try {
                return opened(wire, known);
            } finally {
                room.release(bytes);
            }
        }

        private boolean enter(int bytes) {
            try {
                return room.tryAcquire(bytes, ROOM_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private Answer opened(Wire.Request wire, @Nullable Family known) {
            Opened opened = session.key().open(wire.body().toArray());
            Optional<byte[]> body = opened.body();
            if (body.isEmpty()) {
                return unopened(wire, opened.why());
            }
            Wire.Request clear = wire.with(Bytes.wrap(body.get()));
            return seal(inner.answer(Routing.read(clear, known), clear));
        }

        /// Refused, so that the terminal keeps what it has, and kept for people to see.
        private Answer unopened(Wire.Request wire, String why) {
            if (session.unopened().incrementAndGet() <= MOST_UNOPENED) {
                Upload upload = new Upload(UNOPENED, wire.target(), wire.peer(), wire.body());
                Draft draft =
                        new Draft(
                                EntryKind.UPLOAD,
                                serial.text(),
                                upload.write(),
                                true,
                                clock.stamp());
                switch (intake.append(draft)) {
                    case Receipt _ -> {}
                    case Refused refused -> {
                        return Exchange.refuse(refused);
                    }
                }
            }
            return new Answer.Refused(
                    500, "the body does not open: " + why, Exchange.LATER_SECONDS);
        }

        private Answer seal(Answer answer) {
            return switch (answer) {
                case Answer.Stored(_, String acknowledgement) ->
                        seal(acknowledgement.getBytes(StandardCharsets.ISO_8859_1));
                case Answer.Idle() -> seal(Answer.OK.toArray());
                case Answer.Text(Bytes body) -> seal(body.toArray());
                case Answer.Keys _,
                        Answer.Sealed _,
                        Answer.File _,
                        Answer.OutOfRange _,
                        Answer.Refused _ ->
                        answer;
            };
        }

        private Answer seal(byte[] clear) {
            SessionKey key = session.key();
            return new Answer.Sealed(Bytes.wrap(key.seal(clear)));
        }
    }
}
