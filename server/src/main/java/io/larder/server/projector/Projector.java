package io.larder.server.projector;

import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Journal;
import io.larder.storage.JournalReader;
import io.larder.storage.Ledger;
import io.larder.storage.LedgerBatch;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.Store;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps the ledger up with the journal, on a thread of its own. Under load it holds back, so that
/// it does not take the processor from the door, unless somebody waits for it. A damaged ledger is
/// put aside and built again; nothing here ever stops the box from accepting.
public final class Projector implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Projector.class.getName());
    private static final int READ_BYTES = 256 * 1024;
    private static final int BATCH_ROWS = 1_000;
    private static final long IDLE_MILLIS = 1_000;
    private static final long RETRY_MILLIS = 2_000;

    /// Under load it rests this many times as long as it worked.
    private static final int REST_FACTOR = 3;

    private static final long LONGEST_REST_MILLIS = 250;

    /// This many new entries while it worked mean that the door is busy.
    private static final int BUSY_ENTRIES = 16;

    /// So far behind it no longer rests: questions would get too old answers.
    private static final long FAR_BEHIND_ENTRIES = 200_000;

    private final Store store;
    private final Terminals terminals;
    private final Understanding understanding;
    private final ZoneId zone;
    private final Housekeeping housekeeping;
    private final LongSupplier nanos;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private long applied;
    private int hurry;
    private boolean closed;
    private @Nullable String trouble;

    /// Starts projecting. `taken` is the last entry that every upstream has, `nanos` monotonic.
    public static Projector start(
            Store store,
            Terminals terminals,
            Understanding understanding,
            ZoneId zone,
            LongSupplier taken,
            LongSupplier nanos) {
        Projector projector = new Projector(store, terminals, understanding, zone, taken, nanos);
        projector.thread.start();
        return projector;
    }

    private Projector(
            Store store,
            Terminals terminals,
            Understanding understanding,
            ZoneId zone,
            LongSupplier taken,
            LongSupplier nanos) {
        this.store = store;
        this.terminals = terminals;
        this.understanding = understanding;
        this.zone = zone;
        this.nanos = nanos;
        this.housekeeping = new Housekeeping(store, taken);
        this.applied = store.ledger().applied();
        try (LedgerReader ledger = store.ledger().reader()) {
            terminals.load(ledger);
        }
        this.thread = Thread.ofPlatform().name("projector").unstarted(this::loop);
    }

    /// The last entry whose meaning is in the ledger.
    public long applied() {
        lock.lock();
        try {
            return applied;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until entry `seq` is in the ledger, at most `millis`; says whether it is. Makes the
    /// projector hurry meanwhile.
    public boolean await(long seq, long millis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            hurry++;
            moved.signalAll();
            while (applied < seq && left > 0 && !closed) {
                left = moved.awaitNanos(left);
            }
            return applied >= seq;
        } finally {
            hurry--;
            lock.unlock();
        }
    }

    /// What keeps the ledger from going on, if anything.
    public Optional<String> trouble() {
        lock.lock();
        try {
            return Optional.ofNullable(trouble);
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        while (!isClosed()) {
            try (JournalReader reader = store.journal().reader(applied() + 1)) {
                project(reader);
            } catch (LedgerException e) {
                recover(e);
            } catch (IOException | RuntimeException e) {
                report("the journal could not be read: " + e, e);
                pause(RETRY_MILLIS, false);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void project(JournalReader reader) throws IOException, InterruptedException {
        Journal journal = store.journal();
        while (!isClosed()) {
            if (!journal.await(reader.next(), IDLE_MILLIS)) {
                continue;
            }
            long seen = journal.lastSeq();
            long began = nanos.getAsLong();
            batch(reader);
            housekeeping.run(applied());
            long worked = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - began);
            long last = journal.lastSeq();
            if (last - seen >= BUSY_ENTRIES && last - applied() < FAR_BEHIND_ENTRIES) {
                rest(Math.min((worked + 1) * REST_FACTOR, LONGEST_REST_MILLIS));
            }
        }
    }

    private void batch(JournalReader reader) throws IOException {
        Ledger ledger = store.ledger();
        try (LedgerBatch batch = ledger.begin()) {
            EntryProjection projection = new EntryProjection(batch, understanding, zone);
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
                piece = projection.rows() < BATCH_ROWS ? reader.read(READ_BYTES) : Optional.empty();
            }
            batch.commit(reader.next() - 1);
            publish(projection, reader.next() - 1);
        }
    }

    private void publish(EntryProjection projection, long through) {
        for (Subject subject : projection.subjects()) {
            if (subject.fact(Facts.ADMITTED).isPresent()) {
                EntryProjection.terminal(subject)
                        .ifPresent(serial -> terminals.learn(serial, subject.facts()));
            }
        }
        lock.lock();
        try {
            applied = through;
            trouble = null;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void recover(LedgerException cause) {
        if (!cause.damaged()) {
            report("the ledger cannot be written: " + cause.getMessage(), cause);
            pause(RETRY_MILLIS, false);
            return;
        }
        report("the ledger is damaged and is built again: " + cause.getMessage(), cause);
        try {
            long start = store.replaceLedger().applied();
            lock.lock();
            try {
                applied = start;
            } finally {
                lock.unlock();
            }
        } catch (IOException | LedgerException e) {
            report("the ledger cannot be built again: " + e.getMessage(), e);
            pause(RETRY_MILLIS, false);
        }
    }

    private void report(String what, Exception cause) {
        boolean fresh;
        lock.lock();
        try {
            fresh = !what.equals(trouble);
            trouble = what;
        } finally {
            lock.unlock();
        }
        if (fresh) {
            LOG.log(System.Logger.Level.ERROR, what, cause);
        }
    }

    /// Rests while the door is busy, unless somebody waits for an entry.
    private void rest(long millis) {
        pause(millis, true);
    }

    private void pause(long millis, boolean untilHurried) {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (left > 0 && !closed && !(untilHurried && hurry > 0)) {
                left = moved.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Stops after the batch at hand.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
