package io.larder.server.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;

/// The payload of an entry that states facts about several subjects at once: all of them hold, or
/// none.
///
/// ```
/// {subject: {fact: value …} …}
/// ```
public final class FactsEntry {
    private FactsEntry() {}

    /// The stored form.
    public static byte[] write(Map<String, Map<String, String>> facts) {
        return Json.write(new TreeMap<>(facts)).getBytes(UTF_8);
    }

    /// Reads it back; throws `IllegalArgumentException` when it is none.
    public static Map<String, Map<String, String>> read(byte[] payload) {
        Map<String, Map<String, String>> facts = new TreeMap<>();
        Json.read(new String(payload, UTF_8))
                .forEach((subject, said) -> {
                    if (!(said instanceof Map<?, ?> known)) {
                        throw new IllegalArgumentException("no facts about " + subject);
                    }
                    Map<String, String> each = new TreeMap<>();
                    known.forEach(
                            (name, value) -> each.put(String.valueOf(name), String.valueOf(value)));
                    facts.put(subject, each);
                });
        return facts;
    }
}
