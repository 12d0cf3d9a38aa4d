package io.larder.server.watch;

import io.larder.server.json.Epochs;
import io.larder.server.json.JournalRaw;
import io.larder.server.json.RecordJson;
import io.larder.server.projector.Lens;
import io.larder.server.projector.Projector;
import io.larder.server.projector.Room;
import io.larder.server.terminal.Terminals;
import io.larder.storage.JournalView;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import io.larder.storage.Store;
import io.larder.storage.Veil;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// A store with questions, whoever owns it: the ledger says everything that the journal held when
/// this was opened.
///
/// - stopped (also by `kill -9`): this process owns it until it is closed and brings the ledger up
///   to the journal's end first;
/// - live: it is looked at beside the running box, which brings the ledger up by itself.
public final class StoreView implements AutoCloseable {
    /// How a store is read: what uploads mean and the zone of the site, what opens what is sealed,
    /// why that cannot be opened if so, a monotonic clock.
    public record Reading(Lens lens, Veil veil, Optional<String> locked, LongSupplier nanos) {
        /// Opens the store in `path` to write. Who cannot open what is sealed must not: it would
        /// all go to quarantine. Throws `Store.StoreInUse` when a box runs on it.
        public Store own(Path path) throws IOException {
            Store store = Store.openAsFound(path, veil);
            if (locked.isPresent()) {
                store.close();
                throw new IOException(locked.get());
            }
            return store;
        }
    }

    private static final long STEP_MILLIS = 100;
    private static final Patience LIVE_WAIT = new Patience(600, STEP_MILLIS);
    private static final long STUCK_STEPS = 100;

    private final Path path;
    private final Optional<Store> owned;
    private final JournalView journal;
    private final LedgerReader ledger;
    private final ZoneId zone;

    private StoreView(
            Path path,
            Optional<Store> owned,
            JournalView journal,
            LedgerReader ledger,
            ZoneId zone) {
        this.path = path;
        this.owned = owned;
        this.journal = journal;
        this.ledger = ledger;
        this.zone = zone;
    }

    /// Opens the store in `path`. Throws `IOException` when there is none, when it cannot be read,
    /// or when the ledger of a running box does not come up in time.
    public static StoreView open(Path path, Reading reading)
            throws IOException, InterruptedException {
        try {
            return stopped(path, reading.own(path), reading);
        } catch (Store.StoreInUse running) {
            return live(path, reading);
        }
    }

    private static StoreView stopped(Path path, Store store, Reading reading)
            throws IOException, InterruptedException {
        try {
            project(store, reading);
            return new StoreView(
                    path,
                    Optional.of(store),
                    Store.look(path, reading.veil()),
                    store.ledger().reader(),
                    reading.lens().zone());
        } catch (IOException | InterruptedException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// Reads what the ledger does not have yet. Nothing is given free: only a box may do that.
    private static void project(Store store, Reading reading)
            throws IOException, InterruptedException {
        long last = store.journal().lastSeq();
        try (Projector projector =
                Projector.start(
                        store, new Terminals(), reading.lens(), Room.KEEP_ALL, reading.nanos())) {
            long before = -1;
            int stuck = 0;
            while (!projector.await(last, STEP_MILLIS)) {
                long applied = projector.applied();
                stuck = applied == before && projector.trouble().isPresent() ? stuck + 1 : 0;
                before = applied;
                if (stuck > STUCK_STEPS) {
                    throw new IOException(projector.trouble().orElse("the ledger stands still"));
                }
            }
        }
    }

    private static StoreView live(Path path, Reading reading) throws IOException {
        JournalView journal = Store.look(path, reading.veil());
        return LIVE_WAIT
                .find(() -> caughtUp(path, journal, reading))
                .orElseThrow(() ->
                        new IOException(
                                "the running box is still reading its journal up to entry "
                                        + journal.lastSeq()
                                        + ", try later"));
    }

    private static Optional<StoreView> caughtUp(Path path, JournalView journal, Reading reading) {
        try (LedgerReader ledger = Store.lookAtLedger(path, reading.veil())) {
            if (ledger.applied() < journal.lastSeq()) {
                return Optional.empty();
            }
        } catch (LedgerException e) {
            // The running box is putting it aside and will have another one soon.
            return Optional.empty();
        }
        return Optional.of(
                new StoreView(
                        path,
                        Optional.empty(),
                        journal,
                        Store.lookAtLedger(path, reading.veil()),
                        reading.lens().zone()));
    }

    /// True when another process runs the box.
    public boolean live() {
        return owned.isEmpty();
    }

    /// The journal as it was when this was opened.
    public JournalView journal() {
        return journal;
    }

    /// The ledger; in a live store it goes on beyond the journal seen here.
    public LedgerReader ledger() {
        return ledger;
    }

    /// What recovery found when this process opened the store, and what looks odd.
    public List<String> notices() {
        // Beside a running box a block may be looked at while it is being written.
        return owned.map(Store::notices).orElse(List.of());
    }

    /// Writes the records of this store.
    public RecordJson json() {
        return new RecordJson(journal.box(), epochs(), zone, new JournalRaw(journal::entry));
    }

    /// The epochs that identities of this store carry.
    public Epochs epochs() {
        Epochs epochs = new Epochs(journal.epoch());
        epochs.learn(ledger.facts().of(Epochs.SUBJECT));
        return epochs;
    }

    /// Where the upstreams' cursors stand, by name.
    public Map<String, Position> cursors() throws IOException {
        return Store.lookAtCursors(path);
    }

    @Override
    public void close() throws IOException {
        ledger.close();
        if (owned.isPresent()) {
            owned.get().close();
        }
    }
}
