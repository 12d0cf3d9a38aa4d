package io.larder.server.relay.mqtt;

import io.larder.server.relay.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The records of a parcel as messages, up to the first that cannot be one.
record RecordMessages(List<RecordMessage> list, Optional<Upstream.Poison> unfit) {
    static RecordMessages of(Upstream.Parcel parcel, MqttTopics topics) {
        List<RecordMessage> list = new ArrayList<>(parcel.items().size());
        for (Upstream.Item item : parcel.items()) {
            try {
                list.add(RecordMessage.of(topics, item.json()));
            } catch (IllegalArgumentException e) {
                String why = String.valueOf(e.getMessage());
                return new RecordMessages(
                        list, Optional.of(new Upstream.Poison(list.size() + 1, why)));
            }
        }
        return new RecordMessages(list, Optional.empty());
    }
}
