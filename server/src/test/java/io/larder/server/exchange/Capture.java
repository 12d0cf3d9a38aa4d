package io.larder.server.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Requests as they were seen on the wire, from the fixtures.
public final class Capture {
    private Capture() {}

    /// A fixture file.
    public static Bytes file(String name) {
        try (InputStream in = Capture.class.getResourceAsStream("/fixtures/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + name);
            }
            return Bytes.wrap(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Cuts a request as a tolerant door does: method before the first blank of the first line,
    /// version behind the last one, body behind the empty line.
    public static Wire.Request request(Bytes bytes) {
        String text = bytes.asLatin1();
        int headEnd = text.indexOf("\r\n\r\n");
        String line = text.substring(0, text.indexOf("\r\n"));
        int first = line.indexOf(' ');
        return Wire.Request.of(
                line.substring(0, first),
                line.substring(first + 1, line.lastIndexOf(' ')),
                bytes.slice(headEnd + 4, bytes.length()),
                "192.168.1.20");
    }

    /// Cuts anything: what lacks a part has an empty one.
    public static Wire.Request tolerant(Bytes bytes) {
        String text = bytes.asLatin1();
        int lineEnd = text.indexOf('\n');
        String line = (lineEnd < 0 ? text : text.substring(0, lineEnd)).strip();
        int headEnd = text.indexOf("\r\n\r\n");
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        return Wire.Request.of(
                first < 0 ? "POST" : line.substring(0, first),
                first < last ? line.substring(first + 1, last) : line.substring(first + 1),
                headEnd < 0 ? Bytes.EMPTY : bytes.slice(headEnd + 4, bytes.length()),
                "192.168.1.20");
    }

    /// The wire examples by their ids.
    public static Map<String, Wire.Request> examples() {
        Map<String, Wire.Request> examples = new LinkedHashMap<>();
        exampleBytes().forEach((id, bytes) -> examples.put(id, request(bytes)));
        return examples;
    }

    /// The same as they were on the wire.
    public static Map<String, Bytes> exampleBytes() {
        Map<String, Bytes> examples = new LinkedHashMap<>();
        file("wire_examples.jsonl")
                .text(UTF_8)
                .lines()
                .map(Capture::members)
                .forEach(example ->
                        examples.put(
                                example.getOrDefault("id", ""),
                                Bytes.latin1(example.getOrDefault("request", ""))));
        return examples;
    }

    private static Map<String, String> members(String json) {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    members.put(parser.currentName(), parser.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return members;
    }
}
