package io.larder.server.relay.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.larder.server.record.Kind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What an envelope says of a record, read from the front of its line and no further: the identity
/// it was first given, which of a record that came through another box is that box's.
record RecordFront(
        String kind,
        String box,
        String epoch,
        String seq,
        String row,
        @Nullable String terminal,
        @Nullable String receivedAt,
        @Nullable String key,
        @Nullable String contentDigest) {
    private static final int NAMES = 9;

    /// The longest line: the names before the end of the front may stand behind any other field.
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    /// Throws `IllegalArgumentException` saying what is missing or wrong.
    static RecordFront read(String line) {
        @Nullable String[] found = new String[NAMES];
        try (JsonParser json = FACTORY.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not a JSON object");
            }
            int left = NAMES;
            while (left > 0 && json.nextToken() == JsonToken.FIELD_NAME) {
                int place = place(json.currentName());
                JsonToken value = json.nextToken();
                if (place < 0) {
                    json.skipChildren();
                } else if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                    found[place] = json.getText();
                    left--;
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
        return checked(found);
    }

    private static int place(String name) {
        return switch (name) {
            case "kind" -> 0;
            case "box" -> 1;
            case "epoch" -> 2;
            case "seq" -> 3;
            case "row" -> 4;
            case "terminal" -> 5;
            case "receivedAt" -> 6;
            case "key" -> 7;
            case "contentDigest" -> 8;
            default -> -1;
        };
    }

    private static RecordFront checked(@Nullable String[] found) {
        String kind = must(found, 0, "kind");
        if (!kind.equals(Kind.GAP.word())) {
            must(found, 5, "terminal");
        }
        return new RecordFront(
                kind,
                must(found, 1, "box"),
                must(found, 2, "epoch"),
                must(found, 3, "seq"),
                must(found, 4, "row"),
                found[5],
                found[6],
                found[7],
                found[8]);
    }

    private static String must(@Nullable String[] found, int place, String name) {
        String text = found[place];
        if (text == null || text.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }
}
