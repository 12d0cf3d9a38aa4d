package io.larder.server.relay.larder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Seal;
import io.larder.crypto.Secret;
import io.larder.server.json.Batch;
import io.larder.server.json.BatchCodec;
import io.larder.server.json.Fields;
import io.larder.server.json.Json;
import io.larder.server.json.RecordIdentity;
import io.larder.server.json.SealedLine;
import io.larder.server.json.UnreadableBatch;
import io.larder.server.record.Bytes;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerException;
import io.larder.storage.Position;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import io.larder.storage.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The receiving side of headquarters, without sockets: reads a batch to its end, checks that it
/// begins where the box stands, journals it as it came (with those records closed that must not lie
/// in the clear), and only then answers that it has it. What it means is the projector's work, as
/// with an upload.
public final class Receiver {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(30);

    /// Somebody who was let in where nobody keeps a roster.
    private static final Caller ANYBODY = new Caller.Somebody("");

    private final Store store;
    private final Gate gate;
    private final Optional<Roster> roster;
    private final Supplier<Draft.Stamp> clock;
    private final Optional<Seal> seal;
    private final Places places;

    /// Knows how far each box is from the ledger as soon as that has everything from before now.
    /// Keeps everything in the clear.
    public Receiver(Store store, Secret token, Supplier<Draft.Stamp> clock) {
        this(store, token, clock, Optional.empty());
    }

    /// As before; `seal` closes what must not lie in the clear.
    public Receiver(Store store, Secret token, Supplier<Draft.Stamp> clock, Optional<Seal> seal) {
        this(store, Optional.of(token), clock, seal, Optional.empty());
    }

    /// One that lets in who knows the token, if there is one, and the boxes of `roster`, of which
    /// it takes note.
    public Receiver(
            Store store,
            Optional<Secret> token,
            Supplier<Draft.Stamp> clock,
            Optional<Seal> seal,
            Optional<Roster> roster) {
        this.store = store;
        this.gate = new Gate(token, roster);
        this.roster = roster;
        this.clock = clock;
        this.seal = seal;
        this.places = new Places(store);
    }

    /// Whether an `Authorization` header lets its sender in.
    public boolean admits(String authorization) {
        return gate.isToken(authorization);
    }

    Gate gate() {
        return gate;
    }

    /// Takes note of who asks; the refusal, if he asks for another box than his own.
    Optional<Reply> named(Caller caller, byte[] body) {
        String box;
        try {
            box = new Fields(Json.read(new String(body, UTF_8))).box();
        } catch (IllegalArgumentException e) {
            return Optional.of(Reply.refused(400, String.valueOf(e.getMessage())));
        }
        Optional<Reply> refusal = refusal(caller, box);
        if (refusal.isEmpty()) {
            roster.ifPresent(each -> each.contacts().heard(box));
        }
        return refusal;
    }

    private Optional<Reply> refusal(Caller caller, String box) {
        return box.equals(store.journal().box())
                ? Optional.of(Reply.refused(403, "box " + box + " is headquarters itself"))
                : gate.refusal(caller, box).map(why -> Reply.refused(403, why));
    }

    /// `POST hello` of somebody who knows the token.
    public Reply hello(byte[] body) {
        return hello(ANYBODY, body);
    }

    /// `POST hello`: how far headquarters is with this box and epoch.
    Reply hello(Caller caller, byte[] body) {
        Hello said;
        try {
            said = Hello.read(body);
        } catch (IllegalArgumentException e) {
            return Reply.refused(400, String.valueOf(e.getMessage()));
        }
        return refusal(caller, said.box())
                .orElseGet(() -> {
                    roster.ifPresent(each ->
                            each.contacts()
                                    .greeted(
                                            said.box(),
                                            said.program(),
                                            said.epoch(),
                                            said.lastSeq()));
                    return at(
                            said.box(),
                            said.epoch(),
                            place -> {
                                place.begin(new Position(said.firstSeq(), 0));
                                said.rewind().ifPresent(place::rewind);
                                return Reply.stands(200, place.next().orElseThrow(), place.mark());
                            });
                });
    }

    /// `POST batch` of somebody who knows the token.
    public Reply batch(byte[] packed) {
        return batch(ANYBODY, packed);
    }

    /// `POST batch`: takes it whole or not at all.
    Reply batch(Caller caller, byte[] packed) {
        Set<Integer> secret = new HashSet<>();
        Batch batch;
        byte[] kept;
        try {
            batch = BatchCodec.unpack(packed, (line, record) -> check(line, record, secret));
            kept =
                    seal.isEmpty() || secret.isEmpty()
                            ? packed
                            : sealed(packed, batch.box(), secret);
        } catch (UnreadableBatch e) {
            return Reply.unreadable(e.line(), e.why());
        }
        return refusal(caller, batch.box())
                .orElseGet(() -> at(batch.box(), batch.epoch(), place -> take(place, batch, kept)));
    }

    private static void check(int line, Bytes record, Set<Integer> secret) throws UnreadableBatch {
        try {
            if (SealedLine.isSecret(RecordIdentity.read(record).kind(), record)) {
                secret.add(line);
            }
        } catch (IllegalArgumentException e) {
            throw new UnreadableBatch(line, String.valueOf(e.getMessage()), e);
        }
    }

    /// The batch with those lines closed. On the thread of whoever sent it.
    private byte[] sealed(byte[] packed, String box, Set<Integer> secret) throws UnreadableBatch {
        List<String> lines = new ArrayList<>();
        Batch batch =
                BatchCodec.unpack(
                        packed,
                        (line, record) ->
                                lines.add(
                                        secret.contains(line)
                                                ? sealed(box, record)
                                                : record.text(UTF_8)));
        return BatchCodec.pack(batch, lines);
    }

    private String sealed(String box, Bytes record) {
        byte[] line = SealedLine.packed(record);
        return SealedLine.write(seal.orElseThrow().close(line, SealedLine.about(box)));
    }

    private Reply at(String box, long epoch, Places.Use use) {
        try {
            return places.with(box, epoch, use)
                    .orElseGet(() -> Reply.later("still reading what was received before", SOON));
        } catch (LedgerException e) {
            return Reply.later("the ledger cannot be read", LATER);
        }
    }

    private Reply take(Places.Place place, Batch batch, byte[] packed) {
        Optional<Position> next = place.next();
        if (next.isEmpty()) {
            return Reply.refused(409, "no hello from this box and epoch yet");
        }
        if (batch.next().compareTo(next.get()) <= 0) {
            return Reply.stands(200, next.get(), place.mark());
        }
        if (!batch.from().equals(next.get())) {
            return Reply.stands(409, next.get(), place.mark());
        }
        Optional<Duration> wait =
                roster.flatMap(
                        each -> each.quotas().wait(batch.box(), each.megabytes(batch.box())));
        if (wait.isPresent()) {
            return Reply.enough("box " + batch.box() + " has sent what it may today", wait.get());
        }
        Draft draft = new Draft(EntryKind.BATCH, batch.box(), packed, true, clock.get());
        return switch (store.journal().append(draft)) {
            case Receipt _ -> {
                place.move(batch.next(), batch.mark());
                roster.ifPresent(each -> {
                    each.quotas().count(batch.box(), packed.length);
                    each.contacts().sent(batch.box(), batch.epoch(), batch.lastSeq());
                });
                yield Reply.stands(200, batch.next(), place.mark());
            }
            case Refused refused -> notKept(refused);
        };
    }

    private static Reply notKept(Refused refused) {
        return switch (refused.reason()) {
            case TOO_LARGE -> Reply.refused(413, refused.why());
            case BUSY -> Reply.later(refused.why(), SOON);
            case FULL, FAILED, CLOSED -> Reply.later(refused.why(), LATER);
        };
    }
}
