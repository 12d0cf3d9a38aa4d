package io.larder.server.relay.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.json.CloudEvent;
import io.larder.server.json.RecordIdentity;
import io.larder.server.relay.Upstream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/// Records as messages: each in its CloudEvents envelope, with its identity beside it.
///
/// ```
/// key     = terminal
/// headers = content-type, kind, box, epoch, seq, row, key, contentDigest
/// ```
///
/// For one parcel: what one message has in common with the one before it is there once.
final class Envelope {
    private static final Header CONTENT_TYPE = header("content-type", CloudEvent.CONTENT_TYPE);

    private record Said(String text, Header header) {}

    private final KafkaSettings settings;
    private final Map<String, Said> before = new HashMap<>();

    Envelope(KafkaSettings settings) {
        this.settings = settings;
    }

    /// Throws `IllegalArgumentException` when the record does not say what every record must.
    ProducerRecord<byte[], byte[]> of(Upstream.Item item) {
        CloudEvent event = item.line().event();
        RecordIdentity identity = event.identity();
        String key = identity.terminal().isEmpty() ? identity.box() : identity.terminal();
        return new ProducerRecord<>(
                Topics.of(settings, identity.kind()),
                null,
                key.getBytes(UTF_8),
                event.write().getBytes(UTF_8),
                headers(identity));
    }

    private List<Header> headers(RecordIdentity identity) {
        List<Header> headers = new ArrayList<>(8);
        headers.add(CONTENT_TYPE);
        headers.add(common("kind", identity.kind()));
        headers.add(common("box", identity.box()));
        headers.add(common("epoch", Long.toString(identity.epoch())));
        headers.add(common("seq", Long.toString(identity.position().seq())));
        headers.add(header("row", Integer.toString(identity.position().row())));
        identity.key().ifPresent(text -> headers.add(header("key", text)));
        identity.contentDigest().ifPresent(text -> headers.add(header("contentDigest", text)));
        return headers;
    }

    private Header common(String name, String text) {
        Said known = before.get(name);
        if (known == null || !known.text().equals(text)) {
            known = new Said(text, header(name, text));
            before.put(name, known);
        }
        return known.header();
    }

    private static Header header(String name, String text) {
        return new RecordHeader(name, text.getBytes(UTF_8));
    }
}
