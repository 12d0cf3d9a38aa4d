package io.larder.server.command;

import io.larder.server.protocol.Order;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An order on its way from headquarters down to the box of its terminal. Its fields are in the
/// clear: it is put on the line and never written down.
///
/// - `reference`: headquarters' number for it, 1 to 64 letters, digits, `-`, `_`, `.`;
/// - `ttlSeconds`: for how long it is still good; `by`: who ordered it; `confirmed`: he was asked
///   whether he means it.
public record RemoteOrder(
        String reference,
        String terminal,
        String name,
        String argument,
        Map<String, String> fields,
        long ttlSeconds,
        String by,
        boolean confirmed) {
    private static final int LONGEST_BY = 120;

    /// Keeps an unchangeable copy in order.
    public RemoteOrder {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// As names and values for JSON.
    Map<String, Object> object() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("reference", reference);
        out.put("terminal", terminal);
        out.put("name", name);
        out.put("argument", argument);
        out.put("fields", fields);
        out.put("ttlSeconds", ttlSeconds);
        out.put("by", by);
        out.put("confirmed", confirmed);
        return out;
    }

    /// Reads them back; throws `IllegalArgumentException` saying what is missing.
    static RemoteOrder read(Map<String, Object> from) {
        String by = CommandJson.text(from, "by");
        return new RemoteOrder(
                BoxReport.reference(CommandJson.text(from, "reference")),
                CommandJson.text(from, "terminal"),
                CommandJson.text(from, "name"),
                CommandJson.text(from, "argument"),
                CommandJson.texts(from.get("fields")),
                CommandJson.number(from, "ttlSeconds"),
                by.substring(0, Math.min(by.length(), LONGEST_BY)),
                Boolean.TRUE.equals(from.get("confirmed")));
    }

    /// What the box is to see to.
    public Wanted wanted() {
        return new Wanted(
                new Order(name, argument, fields),
                Duration.ofSeconds(ttlSeconds),
                reference,
                Optional.empty());
    }

    /// Without the fields, which may hold secrets.
    @Override
    public String toString() {
        return name + " " + reference + " for terminal " + terminal;
    }
}
