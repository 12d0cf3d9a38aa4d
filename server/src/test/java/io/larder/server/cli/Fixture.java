package io.larder.server.cli;

import io.larder.server.json.Json;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Requests as real terminals sent them and as the documents print them.
final class Fixture {
    /// A documented request with the answer it must get; `body` is empty when `form` says it.
    record Example(
            String id, Bytes request, int status, Optional<String> body, Optional<String> form) {}

    private Fixture() {}

    static Bytes file(String name) {
        try (InputStream in = Fixture.class.getResourceAsStream("/fixtures/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + name);
            }
            return Bytes.wrap(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The documented requests in order.
    static List<Example> examples() {
        return file("wire_examples.jsonl")
                .text(StandardCharsets.UTF_8)
                .lines()
                .map(Json::read)
                .map(example ->
                        new Example(
                                String.valueOf(example.get("id")),
                                Bytes.latin1(String.valueOf(example.get("request"))),
                                Integer.parseInt(String.valueOf(example.get("expect_status"))),
                                Optional.ofNullable(example.get("expect_body"))
                                        .map(Object::toString),
                                Optional.ofNullable(example.get("expect_body_regex"))
                                        .map(Object::toString)))
                .toList();
    }

    static Example example(String id) {
        return examples().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    }
}
