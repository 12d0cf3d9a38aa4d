package io.larder.server.relay.mqtt;

import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAck;
import io.larder.server.json.Batch;
import io.larder.server.relay.Upstream;
import io.larder.storage.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Delivers to an MQTT 5 broker, each record a message that the broker acknowledges.
///
/// A broker has no transactions: the cursor is a message that it keeps, written behind the records
/// of each parcel. After a crash between the two a parcel comes twice, and its receivers drop it by
/// the identity of its records. A broker that keeps no messages leaves the box its own cursor.
public final class MqttUpstream implements Upstream {
    private static final System.Logger LOG = System.getLogger(MqttUpstream.class.getName());

    /// What it costs to move the cursor, about.
    private static final int CURSOR_BYTES = 300;

    private final MqttSettings settings;
    private final KeptCursor cursor;
    private final MqttLine line;
    private final LongAdder carried = new LongAdder();
    private final Map<Long, Place> places = new HashMap<>();

    /// The connection that the places were learned over.
    private @Nullable MqttSession placed;

    /// The broker keeps no cursor, and that was said.
    private boolean alone;

    /// Whether the broker keeps the place behind the last parcel.
    private CompletableFuture<Boolean> keeping = CompletableFuture.completedFuture(true);

    /// Connects when it is asked something.
    public MqttUpstream(MqttSettings settings) {
        this.settings = settings;
        this.cursor = new KeptCursor(settings.limits());
        this.line = MqttLine.forRecords(settings, cursor::heard);
    }

    @Override
    public Greeting hello(Hello said) {
        try {
            MqttSession session = line.open();
            Place known = session.equals(placed) ? places.get(said.epoch()) : null;
            Place place = rewound(session, said, known == null ? learn(session, said) : known);
            return new Welcome(place.next(), alone ? Optional.empty() : place.mark());
        } catch (BrokerDown e) {
            return Down.because(e.why());
        } catch (IllegalArgumentException e) {
            return Down.because(
                    "what the broker keeps at "
                            + settings.topics().cursor(said.box(), said.epoch())
                            + " is no cursor: "
                            + e.getMessage());
        }
    }

    /// A person wants it to begin again further back. The mark stays: its record is still there.
    private Place rewound(MqttSession session, Hello said, Place place) throws BrokerDown {
        Optional<Position> back =
                said.rewind()
                        .filter(to -> to.compareTo(place.next()) < 0)
                        .filter(to -> to.compareTo(first(said)) >= 0);
        if (back.isEmpty()) {
            return place;
        }
        Place further = place.moved(back.get());
        if (!alone) {
            if (!keep(session, said.box(), said.epoch(), further)) {
                goAlone(session, said.box(), said.epoch());
            }
        }
        places.put(said.epoch(), further);
        return further;
    }

    /// What the broker keeps is believed over what this process remembers of an earlier connection:
    /// a broker that lost what came lately lost the cursor with it.
    private Place learn(MqttSession session, Hello said) throws BrokerDown {
        Place place =
                switch (look(session, said)) {
                    case KeptCursor.Refused _ -> ownPlace(session, said);
                    case KeptCursor.Seen(var kept) -> keptPlace(session, said, kept);
                };
        if (!session.equals(placed)) {
            places.clear();
            placed = session;
            keeping = CompletableFuture.completedFuture(true);
        }
        places.put(said.epoch(), place);
        return place;
    }

    /// Looks twice when the box knows better than a broker that keeps nothing: one of several nodes
    /// may hear of what is kept a moment later.
    private KeptCursor.Look look(MqttSession session, Hello said) throws BrokerDown {
        var topic = settings.topics().cursor(said.box(), said.epoch());
        KeptCursor.Look look = cursor.look(session, topic);
        boolean nothing = look.equals(new KeptCursor.Seen(Optional.empty()));
        boolean known = said.cursor().compareTo(first(said)) > 0;
        return nothing && known ? cursor.look(session, topic) : look;
    }

    /// A broker that keeps nothing yet is asked to keep the beginning: whether it does that at all
    /// must be known before anything is sent.
    private Place keptPlace(MqttSession session, Hello said, Optional<String> kept)
            throws BrokerDown {
        Place place = kept.map(Place::read).orElseGet(() -> Place.at(first(said)));
        if (kept.isEmpty() && !keep(session, said.box(), said.epoch(), place)) {
            return ownPlace(session, said);
        }
        alone = false;
        return place;
    }

    private Place ownPlace(MqttSession session, Hello said) {
        if (!alone) {
            goAlone(session, said.box(), said.epoch());
        }
        Place place = places.getOrDefault(said.epoch(), Place.at(first(said)));
        return said.cursor().compareTo(place.next()) > 0 ? place.moved(said.cursor()) : place;
    }

    private void goAlone(MqttSession session, String box, long epoch) {
        LOG.log(
                System.Logger.Level.WARNING,
                "the broker {0}: the cursor is the box''s own, and nobody notices there when"
                        + " this box is restored from an old copy",
                session.retains()
                        ? "refuses to keep the cursor at " + settings.topics().cursor(box, epoch)
                        : "keeps no messages");
        alone = true;
    }

    private static Position first(Hello said) {
        return new Position(said.firstSeq(), 0);
    }

    /// Makes no messages yet: they are ten times as large as their records, and those of a whole
    /// parcel would only be copied around in a small heap.
    @Override
    public Cargo load(Parcel parcel) {
        return () -> take(parcel);
    }

    private Delivery take(Parcel parcel) {
        Place place = places.get(parcel.header().epoch());
        if (place == null) {
            return new Elsewhere("headquarters wants a hello");
        }
        if (parcel.header().next().compareTo(place.next()) <= 0) {
            return new Taken(place.next());
        }
        if (!parcel.header().from().equals(place.next())) {
            return new Elsewhere("headquarters stands at " + place.next());
        }
        try {
            if (parcel.items().isEmpty()) {
                // Not worth a message: passing over it again costs nothing.
                places.put(parcel.header().epoch(), place.taken(parcel.header()));
                return new Taken(parcel.header().next());
            }
            return send(parcel, place);
        } catch (BrokerDown e) {
            return down(e);
        }
    }

    private Delivery send(Parcel parcel, Place place) throws BrokerDown {
        MqttSession session = line.open();
        if (!session.equals(placed)) {
            return new Elsewhere("the connection is a new one");
        }
        List<Item> items = parcel.items();
        long bytes = items.stream().mapToLong(item -> item.json().length()).sum();
        Window window =
                new Window(
                        session,
                        settings.limits().allowedFor(bytes),
                        taken -> keepOnTheWay(session, parcel, place, taken));
        Optional<Delivery> unfit = Optional.empty();
        boolean going = true;
        for (int i = 0; i < items.size() && going && unfit.isEmpty(); i++) {
            try {
                RecordMessage next = RecordMessage.of(settings.topics(), items.get(i).line());
                unfit = tooLarge(session, next, i, items.get(i));
                going = unfit.isEmpty() && publish(window, next);
            } catch (IllegalArgumentException e) {
                unfit = Optional.of(new Poison(i + 1, String.valueOf(e.getMessage())));
            }
        }
        window.finish();
        Optional<Delivery> found = unfit;
        int taken = window.prefix();
        if (taken == items.size()) {
            return written(session, parcel, place);
        }
        if (taken > 0) {
            places.put(parcel.header().epoch(), place.moved(items.get(taken).position()));
        }
        return window.refused()
                .map(MqttUpstream::refused)
                .or(() -> window.down().map(MqttUpstream::down))
                .or(() -> found)
                .orElseThrow();
    }

    private boolean publish(Window window, RecordMessage next) {
        boolean published = window.publish(next.message());
        if (published) {
            carried.add(next.bytes());
        }
        return published;
    }

    /// A record in the middle is too large: what comes before it is there, and it begins the next
    /// parcel.
    private static Optional<Delivery> tooLarge(
            MqttSession session, RecordMessage next, int index, Item item) {
        if (next.bytes() <= session.maximumPacketSize()) {
            return Optional.empty();
        }
        return Optional.of(
                index > 0
                        ? new Elsewhere("headquarters stands at " + item.position())
                        : new TooLarge(
                                next.bytes()
                                        + " bytes, the broker takes "
                                        + session.maximumPacketSize()));
    }

    /// Has the broker keep the place, and waits for that no sooner than with the next parcel: until
    /// it is kept a crash makes doubles, no more. What waits is the broker's answer, and it comes
    /// quicker when something is sent that it can go with.
    private Delivery written(MqttSession session, Parcel parcel, Place place) {
        Place taken = place.taken(parcel.header());
        places.put(parcel.header().epoch(), taken);
        if (!alone && !isKept(session)) {
            goAlone(session, parcel.header().box(), parcel.header().epoch());
        }
        if (!alone) {
            keeping = keepSoon(session, parcel.header(), taken);
        }
        return new Taken(taken.next());
    }

    /// Whether the broker kept the place before. Without an answer, the next may be kept.
    private boolean isKept(MqttSession session) {
        try {
            return session.await(keeping, settings.limits().answer());
        } catch (BrokerDown e) {
            return true;
        }
    }

    private CompletableFuture<Boolean> keepSoon(MqttSession session, Batch header, Place place) {
        carried.add(CURSOR_BYTES);
        return cursor.keepSoon(
                session,
                settings.topics().cursor(header.box(), header.epoch()),
                place.write(header.box(), header.epoch()));
    }

    /// Has the broker keep the place; false when it refuses.
    private boolean keep(MqttSession session, String box, long epoch, Place place)
            throws BrokerDown {
        carried.add(CURSOR_BYTES);
        return cursor.keep(session, settings.topics().cursor(box, epoch), place.write(box, epoch));
    }

    /// Over a slow line a parcel takes long, and the line may not last: what is there by now is
    /// there for good.
    private void keepOnTheWay(MqttSession session, Parcel parcel, Place place, int taken) {
        // Meanwhile all may have come: then the end of the parcel says so.
        if (!alone && taken > 0 && taken < parcel.items().size()) {
            var _ =
                    keepSoon(
                            session,
                            parcel.header(),
                            place.moved(parcel.items().get(taken).position()));
        }
    }

    private static Delivery refused(Window.Refused refused) {
        Mqtt5PubAck answer = refused.answer();
        String why = Reasons.words(answer.getReasonCode(), answer.getReasonString());
        return switch (answer.getReasonCode()) {
            case PAYLOAD_FORMAT_INVALID, TOPIC_NAME_INVALID ->
                    new Poison(refused.index() + 1, "the broker says " + why);
            case SUCCESS,
                    NO_MATCHING_SUBSCRIBERS,
                    UNSPECIFIED_ERROR,
                    IMPLEMENTATION_SPECIFIC_ERROR,
                    NOT_AUTHORIZED,
                    PACKET_IDENTIFIER_IN_USE,
                    QUOTA_EXCEEDED ->
                    Down.because("the broker refuses a record: " + why);
        };
    }

    private static Delivery down(BrokerDown down) {
        return down.isTooLarge() ? new TooLarge(down.why()) : Down.because(down.why());
    }

    /// Records and cursors; what the broker answers is four bytes for each.
    @Override
    public long carried() {
        return carried.sum();
    }

    @Override
    public void close() {
        line.close();
    }
}
