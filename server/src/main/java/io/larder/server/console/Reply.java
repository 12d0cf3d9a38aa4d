package io.larder.server.console;

import io.larder.server.json.Json;
import java.util.Map;

/// A status and a JSON object; `why` in it says what was wrong.
record Reply(int status, Map<String, Object> content) {
    static Reply ok(Map<String, Object> content) {
        return new Reply(200, content);
    }

    static Reply refused(int status, String why) {
        return new Reply(status, Map.of("why", why));
    }

    String json() {
        return Json.write(content);
    }
}
