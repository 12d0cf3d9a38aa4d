package io.larder.server.projector;

import io.larder.server.terminal.Terminals;
import io.larder.storage.Journal;
import io.larder.storage.JournalReader;
import io.larder.storage.LedgerBatch;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.Projection;
import io.larder.storage.Pulse;
import io.larder.storage.Store;
import java.io.IOException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps the ledger up with the journal, on a thread of its own. Under load it holds back, so that
/// it does not take the processor from the door, unless somebody waits for it. A damaged ledger is
/// put aside and built again, an entry that cannot be applied goes to quarantine; nothing here ever
/// stops the box from accepting.
public final class Projector implements Projection, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Projector.class.getName());
    private static final int READ_BYTES = 256 * 1024;

    /// While nothing comes, housekeeping is looked after this often, and a close is noticed.
    private static final long IDLE_MILLIS = 200;

    private static final long RETRY_MILLIS = 2_000;

    /// Under load it rests this many times as long as it worked.
    private static final int REST_FACTOR = 6;

    private static final long LONGEST_REST_MILLIS = 250;

    /// This many new entries while it worked mean that the door is busy.
    private static final int BUSY_ENTRIES = 16;

    /// So far behind it no longer rests: questions would get too old answers.
    private static final long FAR_BEHIND_ENTRIES = 200_000;

    private final Store store;
    private final Terminals terminals;
    private final Lens lens;
    private final Housekeeping housekeeping;
    private final LongSupplier nanos;
    private final Thread thread;
    private final Progress progress = new Progress();

    /// Entries that could not be applied, with the reason, until they are in quarantine.
    private final TreeMap<Long, String> inapplicable = new TreeMap<>();

    private final AtomicReference<@Nullable LedgerException> reported = new AtomicReference<>();
    private final AtomicLong turns = new AtomicLong();
    private boolean damaged;

    /// Starts projecting. `room` is what may be given free, `nanos` monotonic.
    public static Projector start(
            Store store, Terminals terminals, Lens lens, Room room, LongSupplier nanos) {
        Projector projector = still(store, terminals, lens, room, nanos);
        projector.thread.start();
        return projector;
    }

    /// One that does nothing by itself, only what [#catchUp] is asked for.
    static Projector still(
            Store store, Terminals terminals, Lens lens, Room room, LongSupplier nanos) {
        Projector projector = new Projector(store, terminals, lens, room, nanos);
        try {
            projector.standWhereTheLedgerStands();
        } catch (LedgerException e) {
            // The next round meets the same and deals with it; the box opens all the same.
            projector.recover(e);
        }
        return projector;
    }

    private Projector(Store store, Terminals terminals, Lens lens, Room room, LongSupplier nanos) {
        this.store = store;
        this.terminals = terminals;
        this.lens = lens;
        this.nanos = nanos;
        this.housekeeping = new Housekeeping(store, room);
        this.thread = Thread.ofPlatform().name("projector").unstarted(this::loop);
    }

    @Override
    public long applied() {
        return progress.applied();
    }

    @Override
    public long start() {
        return store.journal().lastSeqAtOpen();
    }

    @Override
    public boolean await(long seq, long millis) throws InterruptedException {
        return progress.await(seq, millis);
    }

    /// What keeps the ledger from going on, if anything.
    public Optional<String> trouble() {
        return progress.trouble();
    }

    /// Whether its thread lives: it looks for entries now and then also while there are none, so
    /// each look is a step.
    public Pulse pulse() {
        return new Pulse(progress.isClosed() || thread.isAlive(), true, turns.get());
    }

    @Override
    public void reportDamage(LedgerException found) {
        if (found.damaged()) {
            reported.set(found);
        }
    }

    private void loop() {
        try {
            while (!progress.isClosed()) {
                turns.incrementAndGet();
                progress.pause(round(this::follow));
            }
        } catch (InterruptedException e) {
            // Nobody does that but who wants it to end.
        }
    }

    /// Projects what is in the journal now, on the thread that asks, in at most `rounds` rounds.
    /// Says whether the ledger has everything.
    boolean catchUp(int rounds) throws InterruptedException {
        boolean all = false;
        for (int i = 0; i < rounds && !all; i++) {
            round(this::drain);
            all = !damaged && applied() >= store.journal().lastSeq();
        }
        return all;
    }

    private interface Work {
        void on(JournalReader reader) throws IOException, InterruptedException;
    }

    /// Works until it fails, or there is nothing left to do; how long to pause then.
    private long round(Work work) throws InterruptedException {
        try {
            if (damaged) {
                store.replaceLedger();
                damaged = false;
            }
            standWhereTheLedgerStands();
            try (JournalReader reader = store.journal().reader(applied() + 1)) {
                work.on(reader);
            }
        } catch (LedgerException e) {
            recover(e);
            return damaged || !e.damaged() ? RETRY_MILLIS : 0;
        } catch (Inapplicable e) {
            LOG.log(System.Logger.Level.ERROR, e.getMessage(), e);
            inapplicable.put(e.seq(), String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException | Error e) {
            // Also an error: a thread that is gone would leave the ledger behind for ever.
            report("the journal could not be projected: " + e, e);
            return RETRY_MILLIS;
        }
        return 0;
    }

    /// After a failure nobody can say whether the last batch was committed, except the ledger.
    private void standWhereTheLedgerStands() {
        try (LedgerReader ledger = store.ledger().reader()) {
            progress.standsAt(ledger.applied());
            terminals.load(ledger);
        }
    }

    /// Until there is nothing more.
    private void drain(JournalReader reader) throws IOException {
        giveInToDamage();
        while (reader.next() <= store.journal().lastSeq()) {
            batch(reader);
        }
        housekeeping.run(applied());
    }

    private void giveInToDamage() {
        LedgerException found = reported.getAndSet(null);
        if (found != null) {
            throw found;
        }
    }

    /// Until it is closed.
    private void follow(JournalReader reader) throws IOException, InterruptedException {
        Journal journal = store.journal();
        while (!progress.isClosed()) {
            turns.incrementAndGet();
            giveInToDamage();
            if (!journal.await(reader.next(), IDLE_MILLIS)) {
                // A full ring takes no entries: it turns again only if looked after without any.
                housekeeping.run(applied());
                continue;
            }
            long seen = journal.lastSeq();
            long began = nanos.getAsLong();
            batch(reader);
            housekeeping.run(applied());
            long worked = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - began);
            long last = journal.lastSeq();
            if (last - seen >= BUSY_ENTRIES && last - applied() < FAR_BEHIND_ENTRIES) {
                progress.rest(Math.min((worked + 1) * REST_FACTOR, LONGEST_REST_MILLIS));
            }
        }
    }

    private void batch(JournalReader reader) throws IOException {
        try (LedgerBatch batch = store.ledger().begin()) {
            EntryProjection projection = new EntryProjection(batch, lens, inapplicable);
            Optional<JournalReader.Piece> piece = reader.read(READ_BYTES);
            while (piece.isPresent()) {
                switch (piece.get()) {
                    case JournalReader.Piece.Entries(var entries) ->
                            entries.forEach(projection::apply);
                    case JournalReader.Piece.Gap gap -> {
                        LOG.log(
                                System.Logger.Level.ERROR,
                                "entries {0} to {1} cannot be read: {2}",
                                gap.firstSeq(),
                                gap.lastSeq(),
                                gap.cause());
                        projection.apply(gap, 0);
                    }
                }
                piece = projection.isFull() ? Optional.empty() : reader.read(READ_BYTES);
            }
            batch.commit(reader.next() - 1);
            publish(projection, reader.next() - 1);
        }
    }

    private void publish(EntryProjection projection, long through) {
        for (Subject subject : projection.subjects()) {
            EntryProjection.terminal(subject)
                    .ifPresent(serial -> terminals.learn(serial, subject.facts()));
        }
        projection.reports().forEach(terminals::reported);
        inapplicable.headMap(through, true).clear();
        progress.reached(through);
    }

    private void recover(LedgerException cause) {
        if (!cause.damaged()) {
            report("the ledger cannot be used: " + cause.getMessage(), cause);
            return;
        }
        report("the ledger is damaged and is built again: " + cause.getMessage(), cause);
        damaged = true;
        try {
            progress.standsAt(store.replaceLedger().applied());
            damaged = false;
        } catch (IOException | RuntimeException e) {
            report("the ledger cannot be built again: " + e.getMessage(), e);
        }
    }

    private void report(String what, Throwable cause) {
        if (progress.isNew(what)) {
            LOG.log(System.Logger.Level.ERROR, what, cause);
        }
    }

    /// Stops after the batch at hand.
    @Override
    public void close() {
        progress.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
