package io.larder.server.exchange;

import io.larder.server.record.Serial;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Lets each terminal make so many requests a second, with a little more at once after a pause: one
/// that repeats itself without end must not take the box from the others, nor fill its medium. What
/// is held back is refused, so that the terminal keeps it. Source: trap T-122.
public final class Floodgate {
    /// Seconds' worth of requests that may come at once.
    private static final int BURST_SECONDS = 2;

    /// Terminals that are remembered; a site has a hundred. Beyond, the one not heard for longest
    /// is forgotten, and begins with a whole burst again.
    private static final int REMEMBERED = 4_096;

    private record Bucket(double left, long atMillis) {}

    private final int perSecond;
    private final LongSupplier millis;
    private final Map<Serial, Bucket> buckets =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Serial, Bucket> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /// `perSecond` 0 lets everything through; `millis` is monotonic.
    public Floodgate(int perSecond, LongSupplier millis) {
        this.perSecond = perSecond;
        this.millis = millis;
    }

    /// Whether one more request of `serial` may come in now.
    public synchronized boolean lets(Serial serial) {
        if (perSecond == 0) {
            return true;
        }
        long now = millis.getAsLong();
        double most = (double) perSecond * BURST_SECONDS;
        Bucket before = buckets.getOrDefault(serial, new Bucket(most, now));
        double since = (now - before.atMillis) / 1000.0 * perSecond;
        double left = Math.min(most, before.left + since);
        boolean lets = left >= 1;
        buckets.put(serial, new Bucket(lets ? left - 1 : left, now));
        return lets;
    }
}
