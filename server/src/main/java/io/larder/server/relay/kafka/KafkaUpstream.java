package io.larder.server.relay.kafka;

import io.larder.server.json.Batch;
import io.larder.server.relay.Upstream;
import io.larder.storage.Position;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Delivers to Apache Kafka: the records of a parcel and how far the box is go in one transaction,
/// so that who reads committed messages has each record once, whatever happens to the box.
///
/// After any doubt the producer is given up. The next hello fences it, ends what it left open, and
/// asks the cursor topic what became of it.
public final class KafkaUpstream implements Upstream {
    private final KafkaSettings settings;
    private final Clients clients;
    private @Nullable Session session;
    private Optional<Session.Seen> seen = Optional.empty();

    /// Connects with the first hello.
    public KafkaUpstream(KafkaSettings settings) {
        this.settings = settings;
        this.clients = new Clients(settings);
    }

    @Override
    public Greeting hello(Hello said) {
        try {
            Session current = session;
            if (current == null || !current.isOf(said.box())) {
                clients.closeProducer();
                current = Session.open(said.box(), settings, clients, seen);
                session = current;
            }
            Place first = new Place(new Position(said.firstSeq(), 0), Optional.empty());
            Place place = current.greet(said.epoch(), first);
            if (said.rewind().filter(to -> to.compareTo(place.next()) < 0).isPresent()) {
                return goBack(current, said);
            }
            return new Welcome(place.next(), place.mark());
        } catch (RuntimeException e) {
            return down(e);
        }
    }

    /// What the cluster has is written once more from there on.
    private Greeting goBack(Session current, Hello said) {
        Place back = new Place(said.rewind().orElseThrow(), Optional.empty());
        current.move(said.epoch(), back);
        seen = current.seen();
        return new Welcome(back.next(), Optional.empty());
    }

    @Override
    public long carried() {
        return clients.carried();
    }

    @Override
    public Cargo load(Parcel parcel) {
        Messages messages = Messages.of(parcel, settings);
        return () -> deliver(parcel.header(), messages);
    }

    private Delivery deliver(Batch header, Messages messages) {
        Session current = session;
        if (current == null || !current.isOf(header.box())) {
            return clients.isCut() ? Down.because("closed") : new Elsewhere("no hello yet");
        }
        Optional<Place> place = current.place(header.epoch());
        if (place.isEmpty()) {
            return new Elsewhere("no hello for epoch " + header.epoch());
        }
        Position at = place.get().next();
        if (header.next().compareTo(at) <= 0) {
            return new Taken(at);
        }
        if (!header.from().equals(at)) {
            return new Elsewhere("headquarters stands at " + at);
        }
        return take(current, header, messages);
    }

    private Delivery take(Session current, Batch header, Messages messages) {
        try {
            current.take(header, messages);
            seen = current.seen();
            return new Taken(header.next());
        } catch (Refused e) {
            String why = String.valueOf(e.getMessage());
            return e.tooLarge ? new TooLarge(why) : new Poison(e.line, why);
        } catch (RuntimeException e) {
            return down(e);
        }
    }

    private Down down(RuntimeException failed) {
        session = null;
        clients.closeProducer();
        return Down.because(clients.isCut() ? "closed" : Reasons.why(failed, settings.answer()));
    }

    @Override
    public void close() {
        clients.cut();
    }
}
