package io.larder.server.relay.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.json.Json;
import io.larder.server.relay.Upstream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/// A record as a message: CloudEvents 1.0 in structured JSON around the record as it is.
///
/// ```
/// key     = terminal
/// headers = content-type, kind, box, epoch, seq, row, key, contentDigest
/// value   = {"specversion":"1.0","id":"EPOCH-SEQ-ROW","source":"urn:larder:box:BOX", … ,"data":{…}}
/// ```
final class Envelope {
    private static final byte[] CONTENT_TYPE =
            "application/cloudevents+json; charset=UTF-8".getBytes(UTF_8);
    private static final String SCHEMA = "urn:larder:schema:record:1";
    private static final byte[] DATA = ",\"data\":".getBytes(UTF_8);

    private Envelope() {}

    /// Throws `IllegalArgumentException` when the record does not say what every record must.
    static ProducerRecord<byte[], byte[]> of(Upstream.Item item, Topics topics) {
        RecordFront front = RecordFront.read(item.json());
        String terminal = front.terminal();
        String key = terminal == null ? front.box() : terminal;
        return new ProducerRecord<>(
                topics.of(front.kind()),
                null,
                key.getBytes(UTF_8),
                value(front, item.json().getBytes(UTF_8)),
                headers(front));
    }

    private static byte[] value(RecordFront front, byte[] data) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("specversion", "1.0");
        out.put("id", front.epoch() + "-" + front.seq() + "-" + front.row());
        out.put("source", "urn:larder:box:" + front.box());
        out.put("type", "larder.record." + front.kind());
        out.put("subject", front.terminal());
        out.put("time", front.receivedAt());
        out.put("datacontenttype", "application/json");
        out.put("dataschema", SCHEMA);
        byte[] head = Json.write(out).getBytes(UTF_8);
        int open = head.length - 1;
        byte[] value = new byte[open + DATA.length + data.length + 1];
        System.arraycopy(head, 0, value, 0, open);
        System.arraycopy(DATA, 0, value, open, DATA.length);
        System.arraycopy(data, 0, value, open + DATA.length, data.length);
        value[value.length - 1] = '}';
        return value;
    }

    private static List<Header> headers(RecordFront front) {
        List<Header> headers = new ArrayList<>(8);
        headers.add(new RecordHeader("content-type", CONTENT_TYPE));
        add(headers, "kind", front.kind());
        add(headers, "box", front.box());
        add(headers, "epoch", front.epoch());
        add(headers, "seq", front.seq());
        add(headers, "row", front.row());
        add(headers, "key", front.key());
        add(headers, "contentDigest", front.contentDigest());
        return headers;
    }

    private static void add(List<Header> to, String name, @Nullable String text) {
        if (text != null) {
            to.add(new RecordHeader(name, text.getBytes(UTF_8)));
        }
    }
}
