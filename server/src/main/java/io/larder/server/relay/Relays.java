package io.larder.server.relay;

import io.larder.server.json.Steering;
import io.larder.storage.Appended;
import io.larder.storage.Entry;
import io.larder.storage.Position;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// All upstreams of a box: those in use, and those that left the configuration with a backlog. The
/// latter keep their place, and with it the journal behind it, until they come back or a person
/// says that they are not wanted any more.
public final class Relays {
    private final Box box;
    private final List<Relay> running = new CopyOnWriteArrayList<>();

    /// Where upstreams stand that nobody serves, by name.
    private final Map<String, Position> waiting;

    /// Why something was not done.
    public static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        /// Whether there is no such upstream.
        private final boolean unknown;

        Refusal(boolean unknown, String why) {
            super(why);
            this.unknown = unknown;
        }

        public boolean isUnknown() {
            return unknown;
        }
    }

    /// For a box whose upstreams are to be added.
    public Relays(Box box) throws IOException {
        this.box = box;
        this.waiting = new TreeMap<>();
        box.store()
                .cursors()
                .forEach((file, place) ->
                        waiting.merge(owner(file), place, (one, two) -> least(one, two)));
    }

    /// An upstream may have several cursors, `name.part`.
    private static String owner(String file) {
        return file.split("\\.", 2)[0];
    }

    private static Position least(Position one, Position two) {
        return one.compareTo(two) < 0 ? one : two;
    }

    /// From now on this one is served.
    public synchronized void add(Relay relay) {
        running.add(relay);
        waiting.remove(relay.name());
    }

    /// The last entry that every upstream has; all of them when there is no upstream.
    public synchronized long taken() {
        long least = Long.MAX_VALUE;
        for (Relay relay : running) {
            least = Math.min(least, relay.durable().seq() - 1);
        }
        for (Position place : waiting.values()) {
            least = Math.min(least, place.seq() - 1);
        }
        return least;
    }

    /// How those in use are doing.
    public List<RelayState> states() {
        return running.stream().map(Relay::state).toList();
    }

    /// When an upstream last answered as it should, by the monotonic clock; empty when it never did
    /// since the start.
    public OptionalLong contactMillis(String name) {
        return running.stream()
                .filter(relay -> relay.name().equals(name))
                .map(Relay::contactMillis)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    /// Where those stand that nobody serves, by name.
    public synchronized Map<String, Position> waiting() {
        return new TreeMap<>(waiting);
    }

    /// When the oldest entry came that an upstream has not taken yet; empty when it has all.
    public Optional<Long> oldestMillis(String name) throws IOException {
        long oldest =
                running.stream()
                        .filter(relay -> relay.name().equals(name))
                        .mapToLong(Relay::oldest)
                        .findFirst()
                        .orElse(0);
        return box.store()
                .journal()
                .entry(Math.max(oldest, box.store().journal().firstSeq()))
                .map(Entry::stamp)
                .map(stamp -> stamp.wallMillis());
    }

    /// Journals what `by` decided of upstream `name` and has it done, neither waiting for the
    /// ledger nor for the line. Returns the decision's entry.
    public long steer(String name, Steering.Action action, List<Position> places, String by)
            throws Refusal {
        for (Relay relay : running) {
            if (relay.name().equals(name)) {
                if (action == Steering.Action.RESEND && !relay.takesRecords()) {
                    throw new Refusal(
                            false,
                            name
                                    + " gets uploads, not records: they go once more with `larder"
                                    + " upstream rewind`");
                }
                return journaled(relay.steer(action, places, by));
            }
        }
        throw new Refusal(
                true,
                "no upstream "
                        + name
                        + ", there are "
                        + running.stream().map(Relay::name).toList());
    }

    /// Gives up what waits for an upstream that left the configuration. Returns how many entries.
    public synchronized long forget(String name, String by) throws Refusal, IOException {
        if (running.stream().anyMatch(relay -> relay.name().equals(name))) {
            throw new Refusal(
                    false, name + " is in use: take it out of the configuration and start again");
        }
        Position place = waiting.get(name);
        if (place == null) {
            throw new Refusal(true, "nothing waits for an upstream " + name);
        }
        journaled(new Helm(name, box).decide(Steering.Action.FORGET, List.of(), by));
        for (String file : box.store().cursors().keySet()) {
            if (owner(file).equals(name)) {
                box.store().dropCursor(file);
            }
        }
        waiting.remove(name);
        return Math.max(0, box.store().journal().lastSeq() - place.seq() + 1);
    }

    private static long journaled(Appended appended) throws Refusal {
        return switch (appended) {
            case Receipt receipt -> receipt.seq();
            case Refused refused -> throw new Refusal(false, "not journaled: " + refused.why());
        };
    }
}
