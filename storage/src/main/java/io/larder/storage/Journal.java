package io.larder.storage;

import io.larder.storage.disk.Disk;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The truth: every entry in the order in which it became durable. Many append, one thread writes;
/// whoever waits while a flush is under way shares the next one.
///
/// A `Receipt` means: the entry is in a checksummed block, the block was written, and the medium
/// was told to flush. Anything else is `Refused` and nothing is kept.
public final class Journal implements Intake, AutoCloseable {
    /// From this share of the ring on, deferrable entries are refused so that the rest has room.
    public static final double DEFERRABLE_LIMIT = 0.9;

    private record Waiting(byte[] stored, boolean makesRoom, CompletableFuture<Appended> result) {}

    private final Disk disk;
    private final JournalSettings settings;
    private final SegmentHeader identity;
    private final Ring ring;
    private final JournalWriter writer;
    private final List<String> notices;
    private final long lastSeqAtOpen;
    private final ExecutorService background;
    private final Optional<Notary> notary;
    private final Veil veil;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final Thread writing =
            Thread.ofPlatform().name("journal-writer").unstarted(this::writeLoop);

    /// What was asked of the background, and how much of it is done.
    private final AtomicLong asked = new AtomicLong();

    private final AtomicLong served = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition done = lock.newCondition();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean busy;
    private long groups;
    private boolean closed;
    private @Nullable String failure;
    private Catalog.Tail durable;

    private Journal(
            Disk disk,
            JournalSettings settings,
            Recovery found,
            ExecutorService background,
            Veil veil,
            Optional<Signing> signing) {
        this.disk = disk;
        this.settings = settings;
        this.identity = found.identity();
        this.ring = found.ring();
        this.writer = found.writer();
        this.notices = List.copyOf(found.notices());
        this.background = background;
        this.veil = veil;
        this.durable = writer.tail();
        this.lastSeqAtOpen = durable.nextSeq() - 1;
        this.notary =
                signing.map(
                        how -> new Notary(disk, identity, how, () -> ring.from(0), this::durable));
    }

    /// Opens the journal in `disk`, makes it when there is none, and recovers what a cut left
    /// behind. `background` prepares segments ahead of need; its tasks may take seconds. `veil`
    /// closes the entries that are secret.
    public static Journal open(
            Disk disk, JournalSettings settings, ExecutorService background, Veil veil)
            throws IOException {
        return open(disk, settings, background, veil, Optional.empty());
    }

    /// As above, and signs what is written, in `background` and a thread of its own. Without
    /// `signing`, what is written is signed when the journal is next opened with it.
    public static Journal open(
            Disk disk,
            JournalSettings settings,
            ExecutorService background,
            Veil veil,
            Optional<Signing> signing)
            throws IOException {
        Ground ground = new Ground(disk, disk, background, new SecureRandom());
        return open(settings, veil, signing, ground);
    }

    /// As above, on the journal's part of `ground`.
    static Journal open(
            JournalSettings settings, Veil veil, Optional<Signing> signing, Ground ground)
            throws IOException {
        Recovery found = Recovery.of(ground.journal(), settings, ground.random());
        Journal journal =
                new Journal(ground.journal(), settings, found, ground.background(), veil, signing);
        journal.writing.start();
        journal.notary.ifPresent(notary -> {
            found.ring().beforeRecycling(notary::recycling);
            notary.start();
        });
        journal.inBackground(journal::prepareAndSign);
        return journal;
    }

    /// As [#open], with everything in the clear.
    public static Journal open(Disk disk, JournalSettings settings, ExecutorService background)
            throws IOException {
        return open(disk, settings, background, Veil.NONE);
    }

    /// The journal in `disk` as it is now, for looking only, also while a box writes it; empty when
    /// there is none.
    public static Optional<JournalView> look(Disk disk, Veil veil) throws IOException {
        return JournalView.of(disk, veil);
    }

    /// As [#look], where nothing is closed.
    public static Optional<JournalView> look(Disk disk) throws IOException {
        return look(disk, Veil.NONE);
    }

    @Override
    public Appended append(Draft draft) {
        return submit(draft).join();
    }

    private CompletableFuture<Appended> submit(Draft draft) {
        Waiting mine =
                new Waiting(
                        Block.writeEntry(draft, veil),
                        draft.kind().makesRoom(),
                        new CompletableFuture<>());
        int bytes = mine.stored.length;
        if (bytes > settings.maxEntryBytes()) {
            return refuse(
                    Refused.Reason.TOO_LARGE,
                    bytes + " bytes, an entry may have " + settings.maxEntryBytes());
        }
        if (draft.deferrable() && ring.used() >= DEFERRABLE_LIMIT) {
            return refuse(Refused.Reason.FULL, "the ring is too full for what can wait");
        }
        lock.lock();
        try {
            if (failure != null) {
                return refuse(Refused.Reason.FAILED, failure);
            }
            if (closed) {
                return refuse(Refused.Reason.CLOSED, "the journal is closed");
            }
            if (waitingBytes > 0 && waitingBytes + bytes > settings.queueBytes()) {
                return refuse(Refused.Reason.BUSY, waitingBytes + " bytes wait already");
            }
            waiting.add(mine);
            waitingBytes += bytes;
            work.signal();
            return mine.result;
        } finally {
            lock.unlock();
        }
    }

    private static CompletableFuture<Appended> refuse(Refused.Reason reason, String why) {
        return CompletableFuture.completedFuture(new Refused(reason, why));
    }

    private void writeLoop() {
        for (List<Waiting> group = nextGroup(); !group.isEmpty(); group = nextGroup()) {
            commit(group);
        }
        ended.complete(null);
    }

    /// What waits and fits one block, all of it with or all without a claim to the last pages;
    /// empty when the journal was closed and nothing is left.
    private List<Waiting> nextGroup() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                work.awaitUninterruptibly();
            }
            List<Waiting> group = new ArrayList<>();
            busy = !waiting.isEmpty();
            int room = writer.bodyRoom();
            while (!waiting.isEmpty()
                    && (group.isEmpty()
                            || (waiting.peek().stored.length <= room
                                    && waiting.peek().makesRoom == group.getFirst().makesRoom))) {
                Waiting next = waiting.remove();
                room -= next.stored.length;
                group.add(next);
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Waiting> group) {
        int segment = writer.tail().segment();
        long firstSeq = writer.tail().nextSeq();
        Optional<Refused> refused = write(group);
        settle(group, refused);
        if (writer.tail().segment() != segment || refused.isPresent()) {
            inBackground(this::prepareAndSign);
        }
        answer(group, firstSeq, refused);
    }

    /// After a failure nothing is tried any more: what the failed segments hold is for recovery to
    /// find out. An `Error` counts as one too, so that nobody waits for a writer that is gone.
    private Optional<Refused> write(List<Waiting> group) {
        Optional<String> before = failure();
        if (before.isPresent()) {
            return Optional.of(new Refused(Refused.Reason.FAILED, before.get()));
        }
        try {
            writer.commit(
                    group.stream().map(one -> one.stored).toList(), group.getFirst().makesRoom);
            return Optional.empty();
        } catch (JournalWriter.NoSegment e) {
            return Optional.of(new Refused(Refused.Reason.FULL, "the ring is full"));
        } catch (IOException | RuntimeException | Error e) {
            return Optional.of(new Refused(Refused.Reason.FAILED, "the medium failed twice: " + e));
        }
    }

    /// An executor that takes nothing more (the box is stopping) leaves the work to the caller.
    private void inBackground(Runnable task) {
        asked.incrementAndGet();
        Runnable counted =
                () -> {
                    try {
                        task.run();
                    } finally {
                        served.incrementAndGet();
                    }
                };
        try {
            background.execute(counted);
        } catch (RejectedExecutionException stopping) {
            counted.run();
        }
    }

    /// The writer may wait for a segment, so these come first.
    private void prepareAndSign() {
        ring.prepareAll();
        notary.ifPresent(Notary::sign);
    }

    private void settle(List<Waiting> group, Optional<Refused> refused) {
        lock.lock();
        try {
            if (refused.isPresent() && refused.get().reason() == Refused.Reason.FAILED) {
                failure = refused.get().why();
            }
            durable = writer.tail();
            busy = false;
            groups++;
            group.forEach(one -> waitingBytes -= one.stored.length);
            done.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void answer(List<Waiting> group, long firstSeq, Optional<Refused> refused) {
        long seq = firstSeq;
        for (Waiting one : group) {
            one.result.complete(refused.isPresent() ? refused.get() : new Receipt(seq));
            seq++;
        }
    }

    /// Reads from entry `seq` on.
    public JournalReader reader(long seq) {
        return new JournalReader(disk, identity.epoch(), ring::from, this::durable, veil, seq);
    }

    /// Entry `seq`; empty when it is not written yet, was recycled or is damaged.
    public Optional<Entry> entry(long seq) throws IOException {
        try (JournalReader reader = reader(seq)) {
            return seq < 1 ? Optional.empty() : reader.one();
        }
    }

    /// Waits until entry `seq` is durable, at most `millis`; says whether it is.
    public boolean await(long seq, long millis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (durable.nextSeq() <= seq && left > 0 && !closed) {
                left = done.awaitNanos(left);
            }
            return durable.nextSeq() > seq;
        } finally {
            lock.unlock();
        }
    }

    private Catalog.Tail durable() {
        lock.lock();
        try {
            return durable;
        } finally {
            lock.unlock();
        }
    }

    /// The number of the newest durable entry, 0 in an empty journal.
    public long lastSeq() {
        return durable().nextSeq() - 1;
    }

    /// What [#lastSeq] was when the journal was opened.
    public long lastSeqAtOpen() {
        return lastSeqAtOpen;
    }

    /// The number of the oldest entry that can still be read.
    public long firstSeq() {
        return ring.firstSeq(durable().nextSeq());
    }

    /// Entries up to `seq` need not be kept any longer; the caller has made that durable.
    public void release(long seq) {
        ring.release(seq);
        inBackground(ring::prepareAll);
    }

    /// Share of the ring that holds entries not yet released, 0 to 1.
    public double used() {
        return ring.used();
    }

    /// How full the ring is, and what keeps it from growing.
    public RingState ring() {
        return ring.state();
    }

    /// Whether the writer lives: a group of entries that was written or refused is a step.
    public Pulse pulse() {
        lock.lock();
        try {
            boolean there = closed || writing.isAlive();
            return new Pulse(there, busy || !waiting.isEmpty(), groups);
        } finally {
            lock.unlock();
        }
    }

    /// Whether whoever prepares segments and signs lives: without it the journal comes to its end.
    /// A segment that was made ready is a step.
    public Pulse preparing() {
        long done = served.get();
        return new Pulse(true, asked.get() > done, done + ring.prepared());
    }

    /// Why the journal takes nothing more, if so.
    public Optional<String> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }

    /// Why what is written is not signed at present, if so.
    public Optional<String> unsigned() {
        return notary.flatMap(Notary::trouble);
    }

    /// The name of this store, 16 hex digits, drawn when it was made.
    public String box() {
        return identity.boxName();
    }

    /// The epoch drawn when the store was made: positive and exact in a JSON number (53 bits).
    public long epoch() {
        return identity.epoch();
    }

    /// What recovery found that a person should know.
    public List<String> notices() {
        return notices;
    }

    /// Writes what waits, signs it, then stops. Appends that come later are refused.
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            work.signal();
            done.signalAll();
        } finally {
            lock.unlock();
        }
        ended.join();
        notary.ifPresent(Notary::close);
        ring.close();
        writer.close();
    }
}
