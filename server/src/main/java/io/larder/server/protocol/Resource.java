package io.larder.server.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// Code tables that lie beside the classes: one heading, then lines of values between commas, of
/// which the last may hold commas itself.
final class Resource {
    private Resource() {}

    /// The lines of `name` below the heading, each cut into `columns` values.
    static List<List<String>> rows(String name, int columns) {
        try (InputStream in = Resource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name + " beside the classes");
            }
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> row(name, line, columns))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + name, e);
        }
    }

    private static List<String> row(String name, String line, int columns) {
        List<String> values = List.of(line.split(",", columns));
        if (values.size() != columns) {
            throw new IllegalStateException(
                    name + " has the line '" + line + "', expected " + columns + " values");
        }
        return values;
    }
}
