package io.larder.server.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Keeps what goes on and on from filling a log: the same line passes a few times an hour, the next
/// one that passes says how often it was kept back. For one thread at a time.
final class Repeats {
    private static final int PASS = 3;
    private static final long WITHIN_NANOS = TimeUnit.HOURS.toNanos(1);

    /// Lines remembered; beyond that the oldest is forgotten and passes again.
    private static final int LINES = 512;

    private record Line(long since, int times) {}

    private final Map<String, Line> lines =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Line> eldest) {
                    return size() > LINES;
                }
            };

    /// What is to be written of `line` at `now`, monotonic nanoseconds, if anything.
    Optional<String> pass(String line, long now) {
        Line known = lines.get(line);
        if (known != null && now - known.since() < WITHIN_NANOS) {
            lines.put(line, new Line(known.since(), known.times() + 1));
            return known.times() < PASS ? Optional.of(line) : Optional.empty();
        }
        lines.remove(line);
        lines.put(line, new Line(now, 1));
        int kept = known == null ? 0 : known.times() - PASS;
        return Optional.of(kept > 0 ? line + " (and " + kept + " times before)" : line);
    }
}
