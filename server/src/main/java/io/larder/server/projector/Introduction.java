package io.larder.server.projector;

import io.larder.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// The payload of an admission or hello entry: facts by name, as a JSON object of texts. The
/// binding key is never among them.
public final class Introduction {
    /// Why an upload is in quarantine whose terminal had not been let in when it came.
    public static final String MISSING = "the terminal was not admitted";

    private Introduction() {}

    /// The stored form.
    public static byte[] write(Map<String, String> facts) {
        return Json.write(new TreeMap<>(facts)).getBytes(StandardCharsets.UTF_8);
    }

    static Map<String, String> read(byte[] payload) {
        Map<String, String> facts = new TreeMap<>();
        Json.read(text(payload)).forEach((name, value) -> facts.put(name, String.valueOf(value)));
        return facts;
    }

    static String text(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8);
    }
}
