package io.larder.server.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.storage.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What every record that travels must say about itself: where it has its number from, whose it is
/// and what kind it is. `key` and `contentDigest` are its natural key within `terminal`. The other
/// fields are passed over without being kept, however large they are.
public record RecordIdentity(
        String kind,
        String terminal,
        String box,
        long epoch,
        Position position,
        Optional<String> key,
        Optional<String> contentDigest) {
    private static final Set<String> WANTED =
            Set.of("kind", "terminal", "box", "epoch", "seq", "row", "key", "contentDigest");
    private static final int TEXT_LIMIT = 4096;
    private static final Pattern HEX = Pattern.compile("(?:[0-9A-Fa-f]{2}){0,64}");

    /// Reads the identity of one record line; throws `IllegalArgumentException` saying what is
    /// missing or wrong.
    public static RecordIdentity read(Bytes line) {
        Fields fields = new Fields(wanted(line));
        return new RecordIdentity(
                must(fields, "kind"),
                terminal(fields),
                fields.box(),
                fields.number("epoch", 1, Fields.MAX_EXACT),
                new Position(
                        fields.number("seq", 1, Fields.MAX_EXACT),
                        (int) fields.number("row", 0, Integer.MAX_VALUE)),
                fields.text("key", TEXT_LIMIT),
                digest(fields));
    }

    private static Optional<String> digest(Fields fields) {
        Optional<String> digest = fields.text("contentDigest", TEXT_LIMIT);
        if (digest.filter(text -> !HEX.matcher(text).matches()).isPresent()) {
            throw new IllegalArgumentException("contentDigest is no digest in hex");
        }
        return digest;
    }

    /// Whether it is as [#read] wants it: says whose the record is, with a key that is not too
    /// long.
    boolean isWhole() {
        return (!terminal.isEmpty() || isOfBox(kind))
                && key.filter(text -> text.length() > TEXT_LIMIT).isEmpty();
    }

    static boolean isOfBox(String kind) {
        return Kind.of(kind).filter(Kind::isOfBox).isPresent();
    }

    static String terminal(Fields fields) {
        return isOfBox(fields.text("kind", TEXT_LIMIT).orElse("")) ? "" : must(fields, "terminal");
    }

    static String must(Fields fields, String name) {
        return fields.text(name, TEXT_LIMIT)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }

    private static Map<String, Object> wanted(Bytes line) {
        Map<String, Object> found = new HashMap<>();
        try (JsonParser json = Json.parser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not a JSON object");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (!WANTED.contains(name)) {
                    json.skipChildren();
                } else if (value == JsonToken.VALUE_STRING) {
                    found.put(name, json.getText());
                } else if (value == JsonToken.VALUE_NUMBER_INT) {
                    found.put(name, json.getLongValue());
                } else if (value != JsonToken.VALUE_NULL) {
                    throw new IllegalArgumentException(name + " is neither text nor number");
                }
            }
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("text behind the JSON object");
            }
            return found;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot refuse to be read", e);
        }
    }
}
