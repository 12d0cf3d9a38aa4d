package io.larder.server.relay.kafka;

import io.larder.server.relay.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/// The records of a parcel as messages, up to the first that cannot be one.
record Messages(List<ProducerRecord<byte[], byte[]>> list, Optional<Refused> unfit) {
    static Messages of(Upstream.Parcel parcel, KafkaSettings settings) {
        List<ProducerRecord<byte[], byte[]>> list = new ArrayList<>(parcel.items().size());
        Envelope envelope = new Envelope(settings);
        for (Upstream.Item item : parcel.items()) {
            try {
                list.add(envelope.of(item));
            } catch (IllegalArgumentException e) {
                return new Messages(list, Optional.of(new Refused(list.size() + 1, false, e)));
            }
        }
        return new Messages(list, Optional.empty());
    }

    List<String> topics() {
        return list.stream().map(ProducerRecord::topic).distinct().toList();
    }
}
