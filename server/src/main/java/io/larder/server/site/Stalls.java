package io.larder.server.site;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Terminals that fetch what they are told and answer nothing: they are told again, but less and
/// less often, so that they do not fill the journal for nothing. For one thread.
final class Stalls {
    /// What a terminal had answered last when it was told something, and when it may be told again.
    private record Stall(String answered, long waitMillis, long fromMillis) {
        /// What goes out together takes some rounds.
        boolean isFresh(long now) {
            return now < fromMillis + SiteLimits.STALL_FRESH_MILLIS;
        }
    }

    private final LongSupplier millis;
    private final Map<String, Stall> stalls = new HashMap<>();

    /// `millis` is monotonic.
    Stalls(LongSupplier millis) {
        this.millis = millis;
    }

    /// Whether a terminal may be told something now; `answered` names its last answer.
    boolean lets(String terminal, String answered) {
        Stall before = stalls.get(terminal);
        long now = millis.getAsLong();
        return before == null
                || !before.answered.equals(answered)
                || before.isFresh(now)
                || now >= before.fromMillis + before.waitMillis;
    }

    /// It was told something. If it answers nothing to that, it is left alone twice as long as
    /// before.
    void told(String terminal, String answered) {
        Stall before = stalls.get(terminal);
        long now = millis.getAsLong();
        if (before == null || !before.answered.equals(answered)) {
            stalls.put(terminal, new Stall(answered, SiteLimits.STALL_LEAST_MILLIS, now));
        } else if (!before.isFresh(now)) {
            long wait = Math.min(before.waitMillis * 2, SiteLimits.STALL_MOST_MILLIS);
            stalls.put(terminal, new Stall(answered, wait, now));
        }
    }
}
