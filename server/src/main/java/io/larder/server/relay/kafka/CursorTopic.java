package io.larder.server.relay.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.utils.Utils;

/// Reads what the cluster has committed of one box's cursors.
///
/// All cursors of a box are in one partition, so that of a topic that many boxes share only that
/// one is read, and of that one, when we have written to it before, only what came since.
final class CursorTopic {
    private final Clients clients;
    private final KafkaSettings settings;
    private final String topic;

    CursorTopic(Clients clients, KafkaSettings settings, String topic) {
        this.clients = clients;
        this.settings = settings;
        this.topic = topic;
    }

    /// The partition of `box` among so many.
    static int partition(String box, int partitions) {
        byte[] name = box.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return Utils.toPositive(Utils.murmur2(name)) % partitions;
    }

    /// All places of a box by one upstream in one partition, from `offset` or from the beginning.
    Map<Long, Place> read(String whose, int partition, OptionalLong offset) {
        return read(whose, List.of(new TopicPartition(topic, partition)), offset);
    }

    /// The same anywhere: somebody may have given the topic more partitions.
    Map<Long, Place> readAll(String whose, int partitions) {
        return read(
                whose,
                IntStream.range(0, partitions)
                        .mapToObj(each -> new TopicPartition(topic, each))
                        .toList(),
                OptionalLong.empty());
    }

    private Map<Long, Place> read(
            String whose, List<TopicPartition> partitions, OptionalLong offset) {
        Map<TopicPartition, Long> ends = clients.withAdmin(admin -> ends(admin, partitions));
        if (offset.isPresent()
                && ends.values().stream().anyMatch(end -> end <= offset.getAsLong())) {
            // What we wrote is not there any more: the cluster is an older copy of itself.
            return Map.of();
        }
        return clients.withConsumer(consumer -> {
            consumer.assign(partitions);
            if (offset.isPresent()) {
                partitions.forEach(each -> consumer.seek(each, offset.getAsLong()));
            } else {
                consumer.seekToBeginning(partitions);
            }
            return read(whose, consumer, ends);
        });
    }

    /// The ends as written, beyond those of committed reading: a cursor of ours that is committed
    /// may stand behind an open transaction of another box, and must not be taken for missing.
    private static Map<TopicPartition, Long> ends(Admin admin, List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream()
                        .collect(Collectors.toMap(each -> each, _ -> OffsetSpec.latest()));
        ListOffsetsResult found =
                admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED));
        Map<TopicPartition, Long> ends = new HashMap<>();
        partitions.forEach(each -> ends.put(each, Wait.on(found.partitionResult(each)).offset()));
        return ends;
    }

    private Map<Long, Place> read(
            String whose, Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        Map<Integer, Map<Long, Place>> byPartition = new HashMap<>();
        Map<TopicPartition, Long> at = new HashMap<>();
        // An abandoned transaction is ended by the cluster after its time.
        Duration patience = settings.answer().plus(settings.transaction());
        long looks = Math.max(1, patience.dividedBy(KafkaLimits.LOOK));
        long idle = 0;
        while (!consumerIsAt(ends, consumer, at)) {
            Map<TopicPartition, Long> before = Map.copyOf(at);
            for (ConsumerRecord<byte[], byte[]> message : look(consumer)) {
                note(
                        whose,
                        message,
                        byPartition.computeIfAbsent(message.partition(), _ -> new HashMap<>()));
            }
            consumerIsAt(ends, consumer, at);
            idle = at.equals(before) ? idle + 1 : 0;
            if (idle > looks) {
                throw new TimeoutException(
                        "topic %s was read to %s of %s: a transaction is open there, or the line is too slow"
                                .formatted(topic, at, ends));
            }
        }
        Map<Long, Place> places = new HashMap<>();
        byPartition
                .values()
                .forEach(each ->
                        each.forEach((epoch, place) -> places.merge(epoch, place, Place::later)));
        return places;
    }

    private Iterable<ConsumerRecord<byte[], byte[]>> look(Consumer<byte[], byte[]> consumer) {
        if (clients.isCut()) {
            throw new WakeupException();
        }
        return consumer.poll(KafkaLimits.LOOK);
    }

    private static boolean consumerIsAt(
            Map<TopicPartition, Long> ends,
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> at) {
        ends.keySet().forEach(each -> at.put(each, consumer.position(each)));
        return ends.entrySet().stream()
                .allMatch(end -> at.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private void note(
            String whose, ConsumerRecord<byte[], byte[]> message, Map<Long, Place> places) {
        if (message.key() == null || message.value() == null) {
            return;
        }
        Place.epoch(whose, message.key())
                .ifPresent(epoch -> {
                    try {
                        Place place = Place.read(message.value());
                        if (place.next().seq() > 0) {
                            // The last one counts, also where a person had the box go back.
                            places.put(epoch, place);
                        }
                    } catch (IllegalArgumentException e) {
                        throw new KafkaException(
                                "topic %s, partition %d, offset %d: no cursor: %s"
                                        .formatted(
                                                topic,
                                                message.partition(),
                                                message.offset(),
                                                e.getMessage()),
                                e);
                    }
                });
    }
}
