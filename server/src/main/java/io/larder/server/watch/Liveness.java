package io.larder.server.watch;

import io.larder.storage.Pulse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Which parts of a box live. A part lives while it makes steps or has nothing to do; one that has
/// worked for longer than its limit without a step does not, nor one whose thread has ended. What
/// is slow or waits for others lives: a card that needs seconds, a line that is down.
///
/// Somebody must [#look] now and then. If nobody does, that itself is no life.
public final class Liveness {
    /// A flush. A card that tidies up holds one for seconds, a bad one for half a minute; after
    /// this time the kernel itself calls a call to the medium hung.
    public static final Duration JOURNAL = Duration.ofMinutes(2);

    /// A segment of the journal that is made ready or signed. What was never signed is read first,
    /// all of it.
    public static final Duration SEGMENTS = Duration.ofHours(1);

    /// Three looks at a door in vain, and nobody else was answered either.
    public static final Duration DOOR = Duration.ofMinutes(1);

    /// Requests that all wait: longer than for a journal that is let be for [#JOURNAL].
    public static final Duration REQUESTS = Duration.ofMinutes(5);

    /// A batch of entries, or a copy of the ledger: a gigabyte to a slow card.
    public static final Duration LEDGER = Duration.ofMinutes(15);

    /// One turn towards an upstream: a largest batch on the slowest line that counts as one takes a
    /// quarter of it. How long an answer may take by the configuration comes on top.
    public static final Duration RELAY = Duration.ofHours(1);

    /// A round over all terminals and all of the site's data.
    public static final Duration ROUNDS = Duration.ofMinutes(15);

    /// Between two steps of a start, the longest of which is the copy of a ledger.
    public static final Duration START = Duration.ofMinutes(15);

    /// Between two looks counts no more than this: while the whole process stood still, no part of
    /// it could do anything.
    private static final long LONGEST_STRIDE = TimeUnit.SECONDS.toNanos(20);

    /// So long after the last look somebody would have looked again.
    private static final long STALE = TimeUnit.SECONDS.toNanos(90);

    private static final class Part {
        private final String name;
        private final Duration limit;
        private final Supplier<Pulse> pulse;
        private boolean worked;
        private long steps;
        private long stuckNanos;

        Part(String name, Duration limit, Supplier<Pulse> pulse) {
            this.name = name;
            this.limit = limit;
            this.pulse = pulse;
        }

        /// Why it does not live, if so.
        Optional<String> look(long stride) {
            Pulse now = pulse.get();
            boolean still = worked && now.working() && now.steps() == steps;
            stuckNanos = still ? stuckNanos + stride : 0;
            worked = now.working();
            steps = now.steps();
            if (!now.there()) {
                return Optional.of(name + ": its thread has ended");
            }
            return stuckNanos <= limit.toNanos()
                    ? Optional.empty()
                    : Optional.of(
                            "%s: has something to do and finished nothing for %d s"
                                    .formatted(name, TimeUnit.NANOSECONDS.toSeconds(stuckNanos)));
        }
    }

    private final LongSupplier nanos;
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private long strodeAt;
    private volatile long lookedAt;
    private volatile Map<String, Optional<String>> found = Map.of();

    /// `nanos` is monotonic.
    public Liveness(LongSupplier nanos) {
        this.nanos = nanos;
        this.strodeAt = nanos.getAsLong();
        this.lookedAt = strodeAt;
    }

    /// A part that is to live from now on. `limit` is how long it may take for one step, `pulse`
    /// must neither wait nor throw.
    public void add(String name, Duration limit, Supplier<Pulse> pulse) {
        parts.add(new Part(name, limit, pulse));
    }

    /// This part has done what it was there for.
    public void remove(String name) {
        parts.removeIf(part -> part.name.equals(name));
    }

    /// Looks at all parts; says which do not live, and why. For one thread.
    public List<String> look() {
        long now = nanos.getAsLong();
        long stride = Math.min(now - strodeAt, LONGEST_STRIDE);
        strodeAt = now;
        Map<String, Optional<String>> seen = new LinkedHashMap<>();
        parts.forEach(part -> seen.put(part.name, part.look(stride)));
        found = seen;
        lookedAt = now;
        return ailing();
    }

    /// What did not live at the last look, and why; never waits.
    public List<String> ailing() {
        List<String> ailing = new ArrayList<>();
        found.values().forEach(why -> why.ifPresent(ailing::add));
        if (nanos.getAsLong() - lookedAt > STALE) {
            ailing.add("nobody looks after the parts of this box any more");
        }
        return ailing;
    }

    /// Whether each part lived at the last look, by its name.
    public Map<String, Boolean> parts() {
        Map<String, Boolean> alive = new LinkedHashMap<>();
        found.forEach((name, why) -> alive.put(name, why.isEmpty()));
        return alive;
    }
}
