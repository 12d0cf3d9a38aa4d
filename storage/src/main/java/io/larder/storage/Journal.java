package io.larder.storage;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
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

    private static final class Waiting {
        final byte[] stored;
        final CompletableFuture<Appended> result = new CompletableFuture<>();

        Waiting(byte[] stored) {
            this.stored = stored;
        }
    }

    private final Disk disk;
    private final JournalSettings settings;
    private final SegmentHeader identity;
    private final Ring ring;
    private final JournalWriter writer;
    private final List<String> notices;
    private final ExecutorService background;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition done = lock.newCondition();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean closed;
    private @Nullable String failure;
    private Catalog.Tail durable;

    private Journal(
            Disk disk,
            JournalSettings settings,
            SegmentHeader identity,
            Ring ring,
            JournalWriter writer,
            List<String> notices,
            ExecutorService background) {
        this.disk = disk;
        this.settings = settings;
        this.identity = identity;
        this.ring = ring;
        this.writer = writer;
        this.notices = notices;
        this.background = background;
        this.durable = writer.tail();
        this.thread = Thread.ofPlatform().name("journal-writer").unstarted(this::writeLoop);
    }

    /// Opens the journal in `disk`, makes it when there is none, and recovers what a cut left
    /// behind. `background` prepares segments ahead of need; its tasks may take seconds.
    public static Journal open(Disk disk, JournalSettings settings, ExecutorService background)
            throws IOException {
        Catalog catalog = Catalog.of(disk, settings.segmentBytes());
        List<String> notices = new ArrayList<>(catalog.notices());
        SegmentHeader identity =
                catalog.identity().isPresent()
                        ? catalog.identity().get()
                        : setAside(disk, catalog, notices);
        if (catalog.identity().isEmpty()) {
            catalog = Catalog.of(disk, settings.segmentBytes());
        }
        Ring ring = new Ring(disk, settings, identity, catalog);
        ring.open(catalog);
        Catalog.Tail tail = catalog.tail();
        if (tail.segment() == 0) {
            tail = first(ring, tail);
        }
        DiskFile file = disk.open(Segments.name(tail.segment()));
        if (settings.sync()) {
            // What recovery read may still be in the kernel's memory only: it was never answered,
            // but from here on it is projected and relayed, so it must not vanish.
            file.force();
        }
        JournalWriter writer = new JournalWriter(disk, settings, identity, ring, tail, file);
        Journal journal = new Journal(disk, settings, identity, ring, writer, notices, background);
        journal.thread.start();
        background.execute(ring::prepareAll);
        return journal;
    }

    private static Catalog.Tail first(Ring ring, Catalog.Tail tail) throws IOException {
        int number = ring.take().orElseThrow(() -> new IOException("no segment could be prepared"));
        return new Catalog.Tail(number, Block.PAGE, tail.nextSeq(), tail.previousCrc());
    }

    /// Files whose headers cannot be read are kept under another name; the store begins anew.
    private static SegmentHeader setAside(Disk disk, Catalog catalog, List<String> notices)
            throws IOException {
        SecureRandom random = new SecureRandom();
        for (int number : catalog.segments().keySet()) {
            String name = Segments.name(number);
            String aside = "unreadable-" + Long.toHexString(random.nextLong()) + "-" + name;
            disk.rename(name, aside);
            notices.add("no segment header can be read: " + name + " is kept as " + aside);
        }
        return new SegmentHeader(1, random.nextLong(), random.nextLong() >>> 11);
    }

    @Override
    public Appended append(Draft draft) {
        return submit(draft).join();
    }

    private CompletableFuture<Appended> submit(Draft draft) {
        Waiting mine = new Waiting(Block.writeEntry(draft));
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
    }

    /// What waits and fits one block; empty when the journal was closed and nothing is left.
    private List<Waiting> nextGroup() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                work.awaitUninterruptibly();
            }
            List<Waiting> group = new ArrayList<>();
            int room = writer.bodyRoom();
            while (!waiting.isEmpty()
                    && (group.isEmpty() || waiting.peek().stored.length <= room)) {
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
        Optional<Refused> refused = Optional.empty();
        String failed = null;
        try {
            writer.commit(group.stream().map(waiting -> waiting.stored).toList());
        } catch (JournalWriter.NoSegment e) {
            refused = Optional.of(new Refused(Refused.Reason.FULL, "the ring is full"));
        } catch (IOException | RuntimeException e) {
            failed = "the medium failed twice: " + e;
            refused = Optional.of(new Refused(Refused.Reason.FAILED, failed));
        }
        settle(group, firstSeq, refused, failed);
        if (writer.tail().segment() != segment || refused.isPresent()) {
            background.execute(ring::prepareAll);
        }
    }

    private void settle(
            List<Waiting> group,
            long firstSeq,
            Optional<Refused> refused,
            @Nullable String failed) {
        lock.lock();
        try {
            if (failed != null) {
                failure = failed;
            }
            durable = writer.tail();
            group.forEach(one -> waitingBytes -= one.stored.length);
            done.signalAll();
        } finally {
            lock.unlock();
        }
        long seq = firstSeq;
        for (Waiting one : group) {
            one.result.complete(refused.isPresent() ? refused.get() : new Receipt(seq));
            seq++;
        }
    }

    /// Reads from entry `seq` on.
    public JournalReader reader(long seq) {
        return new JournalReader(disk, identity.epoch(), ring::from, this::durable, seq);
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

    /// The number of the oldest entry that can still be read.
    public long firstSeq() {
        return ring.firstSeq(durable().nextSeq());
    }

    /// Entries up to `seq` need not be kept any longer; the caller has made that durable.
    public void release(long seq) {
        ring.release(seq);
        background.execute(ring::prepareAll);
    }

    /// Share of the ring that holds entries not yet released, 0 to 1.
    public double used() {
        return ring.used();
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

    /// The name of this store, 16 hex digits, drawn when it was made.
    public String box() {
        return String.format("%016x", identity.box());
    }

    /// The epoch drawn when the store was made: positive and exact in a JSON number (53 bits).
    public long epoch() {
        return identity.epoch();
    }

    /// What recovery found that a person should know.
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /// Writes what waits, then stops. Appends that come later are refused.
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
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        writer.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
