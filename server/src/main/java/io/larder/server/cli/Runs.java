package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.console.MetricsDesk;
import io.larder.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is done to a data folder from time to time, and when that was last: `DIR/last-backup.json`,
/// `DIR/last-check.json`.
enum Runs {
    BACKUP("last-backup.json"),
    CHECK("last-check.json");

    /// When it was, and whether it was well; `words` say more.
    record Last(Instant at, boolean well, String words) {}

    private final String file;

    Runs(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    /// The last time of each that was ever done, by its word.
    static Map<String, MetricsDesk.Run> of(Path data) {
        Map<String, MetricsDesk.Run> all = new LinkedHashMap<>();
        for (Runs each : values()) {
            each.last(data)
                    .ifPresent(last ->
                            all.put(
                                    each.name().toLowerCase(Locale.ROOT),
                                    new MetricsDesk.Run(last.at(), last.well())));
        }
        return all;
    }

    /// Writes it down. A folder that cannot be written is no reason to call the work undone: says
    /// why then.
    Optional<String> done(Path data, Last last) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("at", last.at().toString());
        out.put("well", last.well());
        out.put("words", last.words());
        try {
            KeyFile.write(data, file, (Json.write(out) + "\n").getBytes(UTF_8));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(data.resolve(file) + " cannot be written: " + e.getMessage());
        }
    }

    /// The last time; empty when there was none, or nobody can tell.
    Optional<Last> last(Path data) {
        try {
            Map<String, Object> in = Json.read(Files.readString(data.resolve(file)));
            return Optional.of(
                    new Last(
                            Instant.parse(String.valueOf(in.get("at"))),
                            Boolean.TRUE.equals(in.get("well")),
                            String.valueOf(in.get("words"))));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
