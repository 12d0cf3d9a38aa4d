package io.larder.server.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.larder.storage.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A record in the envelope that brokers and what stands behind them know: CloudEvents 1.0, JSON,
/// structured mode. The record is in it as it is.
///
/// ```
/// {"specversion":"1.0", "id":"BOX/EPOCH/SEQ/ROW", "source":"/larder/BOX", "type":"io.larder.record.KIND.v1",
///  "subject":TERMINAL, "time":receivedAt, "datacontenttype":"application/json",
///  "dataschema":"urn:larder:record:KIND:1", "data":{record}}
/// ```
///
/// `id` is where the record was first numbered: it is the same however often and over however many
/// boxes it comes. `subject` is missing where no terminal states the record.
public record CloudEvent(RecordIdentity identity, Optional<String> receivedAt, String data) {
    /// What such a text is, for whoever takes it.
    public static final String CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

    private static final Set<String> TEXTS =
            Set.of("kind", "terminal", "box", "key", "contentDigest", "receivedAt");
    private static final Set<String> NUMBERS = Set.of("epoch", "seq", "row");
    private static final int WANTED = TEXTS.size() + NUMBERS.size();

    /// The `$id` of docs/schema/record.schema.json.
    private static final String SCHEMA = "urn:larder:schema:record:1";

    private static final int TEXT_LIMIT = 4096;

    private static final int ENVELOPE_CHARACTERS = 400;

    /// The envelope of one record line; throws `IllegalArgumentException` when it does not say
    /// whose it is. Reads only up to where it knows that: the rest may be megabytes.
    public static CloudEvent of(String record) {
        Fields fields = new Fields(head(record));
        RecordIdentity identity =
                new RecordIdentity(
                        RecordIdentity.must(fields, "kind"),
                        RecordIdentity.terminal(fields),
                        fields.box(),
                        fields.number("epoch", 1, Fields.MAX_EXACT),
                        new Position(
                                fields.number("seq", 1, Fields.MAX_EXACT),
                                (int) fields.number("row", 0, Integer.MAX_VALUE)),
                        fields.text("key", TEXT_LIMIT),
                        fields.text("contentDigest", TEXT_LIMIT));
        return new CloudEvent(identity, fields.text("receivedAt", TEXT_LIMIT), record);
    }

    /// What a receiver drops doubles by: `BOX/EPOCH/SEQ/ROW`.
    public String id() {
        Position position = identity.position();
        return identity.box()
                + '/'
                + identity.epoch()
                + '/'
                + position.seq()
                + '/'
                + position.row();
    }

    /// As one line of JSON.
    public String write() {
        JsonLine out = new JsonLine(data.length() + ENVELOPE_CHARACTERS);
        out.member("specversion", "1.0");
        out.member("id", id());
        out.member("source", "/larder/" + identity.box());
        out.member("type", "io.larder.record." + identity.kind() + ".v1");
        if (!identity.terminal().isEmpty()) {
            out.member("subject", identity.terminal());
        }
        receivedAt.ifPresent(time -> out.member("time", time));
        out.member("datacontenttype", "application/json");
        out.member("dataschema", SCHEMA);
        out.json("data", data);
        return out.end();
    }

    private static Map<String, Object> head(String record) {
        Map<String, Object> found = new HashMap<>();
        try (JsonParser json = Json.parser(record)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not a JSON object");
            }
            while (found.size() < WANTED && json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_STRING && TEXTS.contains(name)) {
                    found.put(name, json.getText());
                } else if (value == JsonToken.VALUE_NUMBER_INT && NUMBERS.contains(name)) {
                    found.put(name, json.getLongValue());
                } else {
                    json.skipChildren();
                }
            }
            return found;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot refuse to be read", e);
        }
    }
}
