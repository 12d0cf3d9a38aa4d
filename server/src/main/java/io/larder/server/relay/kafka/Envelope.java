package io.larder.server.relay.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.json.CloudEvent;
import io.larder.server.json.RecordIdentity;
import io.larder.server.relay.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/// A record as a message: in its CloudEvents envelope, with its identity beside it.
///
/// ```
/// key     = terminal
/// headers = content-type, kind, box, epoch, seq, row, key, contentDigest
/// ```
final class Envelope {
    private static final byte[] CONTENT_TYPE = CloudEvent.CONTENT_TYPE.getBytes(UTF_8);

    private Envelope() {}

    /// Throws `IllegalArgumentException` when the record does not say what every record must.
    static ProducerRecord<byte[], byte[]> of(Upstream.Item item, KafkaSettings settings) {
        CloudEvent event = CloudEvent.of(item.json());
        RecordIdentity identity = event.identity();
        String key = identity.terminal().isEmpty() ? identity.box() : identity.terminal();
        return new ProducerRecord<>(
                Topics.of(settings, identity.kind()),
                null,
                key.getBytes(UTF_8),
                event.write().getBytes(UTF_8),
                headers(identity));
    }

    private static List<Header> headers(RecordIdentity identity) {
        List<Header> headers = new ArrayList<>(8);
        headers.add(new RecordHeader("content-type", CONTENT_TYPE));
        add(headers, "kind", identity.kind());
        add(headers, "box", identity.box());
        add(headers, "epoch", Long.toString(identity.epoch()));
        add(headers, "seq", Long.toString(identity.position().seq()));
        add(headers, "row", Integer.toString(identity.position().row()));
        add(headers, "key", identity.key());
        add(headers, "contentDigest", identity.contentDigest());
        return headers;
    }

    private static void add(List<Header> to, String name, Optional<String> text) {
        text.ifPresent(value -> add(to, name, value));
    }

    private static void add(List<Header> to, String name, String text) {
        to.add(new RecordHeader(name, text.getBytes(UTF_8)));
    }
}
