package io.larder.server.relay.larder;

import io.larder.server.json.Positions;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import io.larder.storage.Store;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// How far headquarters is with each box and epoch. Read from the ledger when first asked for,
/// moved in memory with each receipt; the ledger follows from the journal. One at a time per box
/// and epoch.
///
/// ```
/// facts of "box:" + box:   next.<epoch> = seq/row     mark.<epoch> = the mark of the latest batch that had one
/// ```
final class Places {
    /// What one exchange does with a place.
    interface Use {
        Reply reply(Place place);
    }

    private record Key(String box, long epoch) {}

    /// One box and epoch, held by one exchange at a time.
    static final class Place {
        private final ReentrantLock lock = new ReentrantLock();
        private boolean loaded;
        private boolean taken;
        private Optional<Position> next = Optional.empty();
        private Optional<String> mark = Optional.empty();

        private Place() {}

        /// Where the next batch must begin; empty when nothing was taken and no hello came.
        Optional<Position> next() {
            return next;
        }

        Optional<String> mark() {
            return mark;
        }

        /// A hello came: as long as nothing was taken, it says where to begin.
        void begin(Position first) {
            if (!taken) {
                next = Optional.of(first);
            }
        }

        /// A person at the box wants it to send again from an earlier place. Only the box can say
        /// so, and only in memory: what it sends again is kept once, by its natural keys.
        void rewind(Position to) {
            next = next.filter(stands -> stands.compareTo(to) < 0).or(() -> Optional.of(to));
        }

        /// A batch is durable.
        void move(Position to, Optional<String> itsMark) {
            taken = true;
            next = Optional.of(to);
            mark = itsMark.or(() -> mark);
        }
    }

    private final Store store;
    private final long lastAtOpen;
    private final ConcurrentHashMap<Key, Place> places = new ConcurrentHashMap<>();

    Places(Store store) {
        this.store = store;
        this.lastAtOpen = store.journal().lastSeq();
    }

    /// Runs `use` on the place, or empty when the ledger has not yet everything from before the
    /// start. A ledger that is being built again has it only when it is done.
    Optional<Reply> with(String box, long epoch, Use use) {
        Place place = places.computeIfAbsent(new Key(box, epoch), _ -> new Place());
        place.lock.lock();
        try {
            if (!place.loaded && !load(place, box, epoch)) {
                return Optional.empty();
            }
            return Optional.of(use.reply(place));
        } finally {
            place.lock.unlock();
        }
    }

    private boolean load(Place place, String box, long epoch) {
        try (LedgerReader ledger = store.ledger().reader()) {
            if (ledger.applied() < lastAtOpen) {
                return false;
            }
            Map<String, String> facts = ledger.facts().of("box:" + box);
            String next = facts.get("next." + epoch);
            if (next != null) {
                Optional<String> mark = Optional.ofNullable(facts.get("mark." + epoch));
                place.move(Positions.parse(next), mark);
            }
            place.loaded = true;
            return true;
        }
    }
}
