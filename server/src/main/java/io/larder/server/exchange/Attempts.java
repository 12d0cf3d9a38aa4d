package io.larder.server.exchange;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts events by name within a sliding time, for at most so many names. For one thread at a
/// time; moments are monotonic milliseconds.
final class Attempts {
    private final int most;
    private final long millis;
    private final Map<String, Deque<Long>> moments;

    /// At most `most` events of one name count as few within `millis`; of more than `names` names
    /// the one that was noted first is forgotten.
    Attempts(int most, long millis, int names) {
        this.most = most;
        this.millis = millis;
        this.moments =
                new LinkedHashMap<>() {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Deque<Long>> eldest) {
                        return size() > names;
                    }
                };
    }

    /// Whether there were `most` of them already.
    boolean isFull(String name, long now) {
        Deque<Long> known = moments.get(name);
        if (known == null) {
            return false;
        }
        known.removeIf(moment -> now - moment >= millis);
        if (known.isEmpty()) {
            moments.remove(name);
        }
        return known.size() >= most;
    }

    void note(String name, long now) {
        moments.computeIfAbsent(name, _ -> new ArrayDeque<>()).add(now);
    }

    void forget(String name) {
        moments.remove(name);
    }
}
