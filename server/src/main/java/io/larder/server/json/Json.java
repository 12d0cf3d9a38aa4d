package io.larder.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON text from and to plain values: `String`, `Long`, `Double`, `Boolean`, `List`, `Map` in
/// order; null members are left out. A whole number that is larger than any `Long` is read as its
/// digits, and so is one that is larger than any `Double`.
public final class Json {
    /// A record may carry a whole upload as base64: 3 MiB of body make 4 MiB of text.
    private static final int STRING_LIMIT = 8 << 20;

    private static final int DEPTH_LIMIT = 32;

    /// Names, values, brackets: what is read takes up to thirty times the memory of its text.
    private static final int TOKEN_LIMIT = 200_000;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    // UTF-8 it is: what looks like something else is not read by everybody.
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(STRING_LIMIT)
                                    .maxNestingDepth(DEPTH_LIMIT)
                                    .maxTokenCount(TOKEN_LIMIT)
                                    .build())
                    .build();

    private Json() {}

    /// The object as one line of text.
    public static String write(Map<String, ?> object) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            writeObject(json, object);
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot refuse to be written", e);
        }
        return out.toString();
    }

    private static void writeObject(JsonGenerator json, Map<?, ?> object) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> member : object.entrySet()) {
            Object value = member.getValue();
            if (value != null) {
                json.writeFieldName(String.valueOf(member.getKey()));
                writeValue(json, value);
            }
        }
        json.writeEndObject();
    }

    private static void writeValue(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case String text -> json.writeString(text);
            case Long number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean flag -> json.writeBoolean(flag);
            case Map<?, ?> object -> writeObject(json, object);
            case List<?> list -> {
                json.writeStartArray();
                for (Object element : list) {
                    writeValue(json, element);
                }
                json.writeEndArray();
            }
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    /// Reads one object; throws `IllegalArgumentException` saying where the text is none.
    public static Map<String, Object> read(String text) {
        return read(text, false);
    }

    private static Map<String, Object> read(String text, boolean once) {
        try (JsonParser json = FACTORY.createParser(text)) {
            json.configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, once);
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not a JSON object");
            }
            Map<String, Object> object = readObject(json);
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("text behind the JSON object");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot refuse to be read", e);
        }
    }

    /// As [#read], and refuses an object that says a name twice: what it said first would be hidden
    /// behind what it said last.
    public static Map<String, Object> readOnce(String text) {
        return read(text, true);
    }

    /// For who needs a few members of a large object.
    static JsonParser parser(Bytes text) throws IOException {
        return FACTORY.createParser(text.toArray());
    }

    /// The same for text.
    static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(text);
    }

    private static Map<String, Object> readObject(JsonParser json) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                object.put(name, readValue(json));
            }
        }
        return object;
    }

    private static Object readValue(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> readObject(json);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(readValue(json));
                }
                yield list;
            }
            case VALUE_NUMBER_INT ->
                    json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? json.getText()
                            : json.getLongValue();
            case VALUE_NUMBER_FLOAT ->
                    Double.isFinite(json.getDoubleValue()) ? json.getDoubleValue() : json.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> "";
            default -> json.getText();
        };
    }
}
