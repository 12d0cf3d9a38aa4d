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
    private static final String BEARER = "Bearer ";

    private final Store store;
    private final Secret token;
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
        this.store = store;
        this.token = token;
        this.clock = clock;
        this.seal = seal;
        this.places = new Places(store);
    }

    /// Whether an `Authorization` header lets its sender in.
    public boolean admits(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && token.matches(authorization.substring(BEARER.length()).strip());
    }

    /// `POST hello`: how far headquarters is with this box and epoch.
    public Reply hello(byte[] body) {
        String box;
        long epoch;
        long firstSeq;
        try {
            Fields said = new Fields(Json.read(new String(body, UTF_8)));
            said.version(Batch.VERSION);
            box = said.box();
            epoch = said.number("epoch", 1, Fields.MAX_EXACT);
            firstSeq = said.number("firstSeq", 1, Fields.MAX_EXACT);
        } catch (IllegalArgumentException e) {
            return Reply.refused(400, String.valueOf(e.getMessage()));
        }
        return at(
                box,
                epoch,
                place -> {
                    place.begin(new Position(firstSeq, 0));
                    return Reply.stands(200, place.next().orElseThrow(), place.mark());
                });
    }

    /// `POST batch`: takes it whole or not at all.
    public Reply batch(byte[] packed) {
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
        return at(batch.box(), batch.epoch(), place -> take(place, batch, kept));
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
        if (box.equals(store.journal().box())) {
            return Reply.refused(403, "box " + box + " is headquarters itself");
        }
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
        Draft draft = new Draft(EntryKind.BATCH, batch.box(), packed, true, clock.get());
        return switch (store.journal().append(draft)) {
            case Receipt _ -> {
                place.move(batch.next(), batch.mark());
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
