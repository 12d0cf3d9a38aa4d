package io.larder.server.simulate;

import io.larder.server.record.Serial;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a terminal heard: the status and the body of an answer.
public record Heard(int status, String body) {
    /// True when an upload may be forgotten: 200 with `OK`, or the `OK:<n>` that real terminals
    /// take as well (PROTOCOL.md 1.0.7).
    public boolean isOk() {
        return status == 200 && (body.strip().equals("OK") || body.startsWith("OK:"));
    }

    /// True when this answers the initialisation of `serial`.
    public boolean isOptionsOf(Serial serial) {
        return status == 200
                && body.lines().findFirst().orElse("").equals("GET OPTION FROM: " + serial);
    }

    /// The `key=value` lines, split at the first `=`.
    public Map<String, String> options() {
        Map<String, String> options = new HashMap<>();
        for (String line : body.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                options.put(line.substring(0, equals), line.substring(equals + 1).strip());
            }
        }
        return options;
    }

    /// The commands in the order in which they came.
    public List<Order> orders() {
        return status == 200
                ? Arrays.stream(body.split("\n"))
                        .flatMap(line -> Order.read(line).stream())
                        .toList()
                : List.of();
    }
}
