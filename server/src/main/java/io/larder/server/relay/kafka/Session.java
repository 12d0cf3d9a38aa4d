package io.larder.server.relay.kafka;

import io.larder.server.json.Batch;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/// One life of a producer, from its first hello to the first doubt. While it lasts nobody else can
/// commit under the box's transactional id, so what it remembers is what the cluster has.
final class Session {
    /// What an earlier session knew: where its last cursor stands in the topic, and all places.
    record Seen(String box, int partition, long epoch, long offset, Map<Long, Place> places) {}

    private final String box;
    private final String whose;
    private final Producer<byte[], byte[]> producer;
    private final Topics topics;
    private final CursorTopic cursors;
    private final int partitions;
    private final int partition;
    private final Map<Long, Place> places = new HashMap<>();
    private boolean searched;
    private Optional<Seen> seen;

    private Session(
            String box,
            String whose,
            Producer<byte[], byte[]> producer,
            Topics topics,
            CursorTopic cursors,
            int partitions,
            Optional<Seen> seen) {
        this.box = box;
        this.whose = whose;
        this.producer = producer;
        this.topics = topics;
        this.cursors = cursors;
        this.partitions = partitions;
        this.partition = CursorTopic.partition(box, partitions);
        this.seen = seen;
    }

    /// Fences every older producer of this box and upstream, ends what it left open, and reads what
    /// it committed.
    static Session open(String box, KafkaSettings settings, Clients clients, Optional<Seen> seen) {
        Topics topics = new Topics(settings, clients);
        int partitions = topics.look();
        Producer<byte[], byte[]> producer =
                clients.producer("larder-" + box + "-" + settings.name());
        producer.initTransactions();
        CursorTopic cursors = new CursorTopic(clients, settings, topics.cursors());
        Session session =
                new Session(box, whose(box, settings), producer, topics, cursors, partitions, seen);
        session.readPlaces();
        return session;
    }

    /// Whose cursor it is: two upstreams of a box may have one cluster and the same topics.
    static String whose(String box, KafkaSettings settings) {
        return box + "/" + settings.name();
    }

    boolean isOf(String other) {
        return box.equals(other);
    }

    Optional<Seen> seen() {
        return seen;
    }

    private void readPlaces() {
        if (seen.isPresent()
                && seen.get().box().equals(box)
                && seen.get().partition() == partition) {
            Seen last = seen.get();
            Map<Long, Place> since = cursors.read(whose, partition, OptionalLong.of(last.offset()));
            // The last cursor of a key is never compacted away: if it is not there, this is another
            // cluster than the one we knew, or an older copy of it.
            if (since.containsKey(last.epoch())) {
                places.putAll(last.places());
                places.putAll(since);
                return;
            }
        }
        seen = Optional.empty();
        places.putAll(cursors.read(whose, partition, OptionalLong.empty()));
    }

    /// What the cluster has of an epoch, or `first` when that is nothing.
    Place greet(long epoch, Place first) {
        if (!places.containsKey(epoch) && !searched && partitions > 1) {
            cursors.readAll(whose, partitions)
                    .forEach((each, place) -> places.merge(each, place, Place::later));
            searched = true;
        }
        return places.computeIfAbsent(epoch, _ -> first);
    }

    /// Where an epoch stands; empty when there was no hello for it.
    Optional<Place> place(long epoch) {
        return Optional.ofNullable(places.get(epoch));
    }

    /// Everything of a parcel and the new place, or nothing. Throws what the cluster says, and
    /// `Refused` when it was about one record: then the transaction is undone and the session goes
    /// on.
    void take(Batch header, Messages messages) {
        if (messages.unfit().isPresent()) {
            throw messages.unfit().get();
        }
        Place before =
                places.getOrDefault(header.epoch(), new Place(header.from(), Optional.empty()));
        Place after = new Place(header.next(), header.mark().or(before::mark));
        topics.ensure(messages.topics());
        producer.beginTransaction();
        Refusals refusals = new Refusals();
        sendAll(messages, refusals);
        Future<RecordMetadata> cursor = send(header.epoch(), after, refusals);
        producer.flush();
        Optional<Refused> first = refusals.first();
        if (first.isPresent()) {
            producer.abortTransaction();
            throw first.get();
        }
        producer.commitTransaction();
        moved(header.epoch(), after, cursor);
    }

    /// The box stands elsewhere from now on.
    void move(long epoch, Place place) {
        producer.beginTransaction();
        Future<RecordMetadata> cursor = send(epoch, place, new Refusals());
        producer.commitTransaction();
        moved(epoch, place, cursor);
    }

    private void moved(long epoch, Place place, Future<RecordMetadata> cursor) {
        places.put(epoch, place);
        long offset = Wait.on(cursor).offset();
        seen = Optional.of(new Seen(box, partition, epoch, offset, Map.copyOf(places)));
    }

    private void sendAll(Messages messages, Refusals refusals) {
        int line = 0;
        for (ProducerRecord<byte[], byte[]> message : messages.list()) {
            line++;
            if (refusals.any()) {
                return;
            }
            try {
                Future<RecordMetadata> _ = producer.send(message, refusals.of(line));
            } catch (KafkaException e) {
                // After a refusal the producer takes nothing but an abort.
                if (!refusals.any()) {
                    throw e;
                }
            }
        }
    }

    private Future<RecordMetadata> send(long epoch, Place place, Refusals refusals) {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(
                        topics.cursors(), partition, Place.key(whose, epoch), place.value());
        try {
            return producer.send(message);
        } catch (KafkaException e) {
            if (!refusals.any()) {
                throw e;
            }
            return CompletableFuture.failedFuture(e);
        }
    }
}
