package io.larder.server.relay.larder;

import io.larder.server.json.Json;
import io.larder.server.json.Positions;
import io.larder.storage.Position;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a receiver answers: a status, a JSON object, and when to come again.
public record Reply(int status, String json, Optional<Duration> retryAfter) {
    static Reply stands(int status, Position next, Optional<String> mark) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("next", Positions.write(next));
        mark.ifPresent(text -> body.put("mark", text));
        return new Reply(status, Json.write(body), Optional.empty());
    }

    static Reply refused(int status, String why) {
        return new Reply(status, Json.write(Map.of("why", why)), Optional.empty());
    }

    static Reply unreadable(int line, String why) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("line", line);
        body.put("why", why);
        return new Reply(422, Json.write(body), Optional.empty());
    }

    static Reply enough(String why, Duration retryAfter) {
        return new Reply(429, Json.write(Map.of("why", why)), Optional.of(retryAfter));
    }

    static Reply later(String why, Duration retryAfter) {
        return new Reply(503, Json.write(Map.of("why", why)), Optional.of(retryAfter));
    }
}
