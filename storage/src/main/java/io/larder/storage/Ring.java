package io.larder.storage;

import io.larder.storage.disk.Disk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/// The segment files as a ring: made and zero-filled ahead of need, given to the writer one by one,
/// recycled under a new number once everything in them was taken.
///
/// Recycling order: what the upstreams took is durable first (the caller's release), then the file
/// gets its new name, then its new header. A cut between the two leaves a file whose header does
/// not fit its name, which is made ready again at the next start.
final class Ring {
    private static final int AHEAD = 2;

    /// After the file system could not give a segment, it is not asked again for so many
    /// preparations: every try writes zeros until the medium is full.
    private static final int GROW_AGAIN_AFTER = 64;

    private static final long STEP_MILLIS = 50;

    /// A segment to make ready; `recycled` is the number it had before, 0 for a new file.
    private record Step(int number, int recycled, long firstSeq) {}

    private final JournalSettings settings;
    private final SegmentFiles files;
    private final ReentrantLock preparing = new ReentrantLock();
    private final TreeMap<Integer, Long> firstSeqs = new TreeMap<>();
    private final ArrayDeque<Integer> ready = new ArrayDeque<>();
    private int active;
    private int highest;
    private int unfinished;
    private long prepared;
    private long released;
    private Optional<IOException> trouble = Optional.empty();
    private int passedOver;
    private boolean closed;
    private volatile IntConsumer beforeRecycling = _ -> {};

    Ring(Disk disk, JournalSettings settings, SegmentHeader identity, Catalog catalog) {
        this.settings = settings;
        this.files = new SegmentFiles(disk, settings.segmentBytes(), identity);
        this.active = catalog.tail().segment();
        for (Catalog.Segment segment : catalog.segments().values()) {
            highest = Math.max(highest, segment.number());
            if (segment.number() <= active) {
                firstSeqs.put(segment.number(), segment.firstSeq());
            }
        }
    }

    /// Makes the segments behind the active one usable again and the ring deep enough to start.
    /// What the medium does not give now is asked for later: the journal opens with what there is.
    void open(Catalog catalog) {
        Optional<IOException> failed = Optional.empty();
        for (Catalog.Segment segment : catalog.segments().tailMap(active, false).values()) {
            try {
                if (!segment.ready()) {
                    files.fill(segment.number());
                }
                publish(segment.number());
            } catch (IOException e) {
                failed = Optional.of(e);
            }
        }
        if (failed.isPresent()) {
            setTrouble(failed);
        } else {
            prepare(AHEAD);
        }
    }

    /// `what` is told the number of each segment before its file gets another life.
    void beforeRecycling(IntConsumer what) {
        beforeRecycling = what;
    }

    /// The next segment, or empty when none is ready.
    synchronized Optional<Integer> take() {
        Integer next = ready.poll();
        if (next != null) {
            active = next;
            firstSeqs.put(next, 0L);
        }
        return Optional.ofNullable(next);
    }

    /// Waits until a segment is ready; false when none can become ready or it took longer than
    /// `millis`.
    synchronized boolean awaitReady(long millis) throws InterruptedException {
        long steps = millis / STEP_MILLIS;
        while (ready.isEmpty() && steps > 0 && mayBecomeReady()) {
            wait(STEP_MILLIS);
            steps--;
        }
        return !ready.isEmpty();
    }

    private boolean mayBecomeReady() {
        return trouble.isEmpty() && (size() < settings.segments() || recyclableCount() > 0);
    }

    synchronized void began(int segment, long firstSeq) {
        firstSeqs.put(segment, firstSeq);
    }

    /// Everything up to `seq` was taken by all who must have it, and that is durable.
    synchronized void release(long seq) {
        released = Math.max(released, seq);
    }

    /// Brings the ring to its full size and recycles what it can; a failure is kept for [#trouble].
    /// One at a time: a second caller waits, else both would prepare the same number.
    void prepareAll() {
        prepare(Integer.MAX_VALUE);
    }

    /// Nothing is prepared any more when this returns.
    void close() {
        synchronized (this) {
            closed = true;
        }
        prepare(0);
    }

    private void prepare(int wanted) {
        preparing.lock();
        try {
            Optional<IOException> failed = pausedTrouble();
            boolean more = true;
            while (more && readyCount() < wanted) {
                try {
                    more = prepareOne(failed.isEmpty());
                } catch (IOException e) {
                    more = failed.isEmpty();
                    failed = Optional.of(e);
                }
            }
            setTrouble(failed);
        } finally {
            preparing.unlock();
        }
    }

    /// False when nothing is to be done or can be done now. The slow part runs without the monitor:
    /// the writer never waits for it while a segment is ready.
    private boolean prepareOne(boolean mayGrow) throws IOException {
        Optional<Step> planned = plan(mayGrow);
        if (planned.isEmpty()) {
            return false;
        }
        Step step = planned.get();
        if (step.recycled() == 0) {
            files.fill(step.number());
        } else {
            recycle(step);
        }
        setUnfinished(0);
        publish(step.number());
        return true;
    }

    private void recycle(Step step) throws IOException {
        boolean renamed = false;
        beforeRecycling.accept(step.recycled());
        try {
            files.rename(step.recycled(), step.number());
            renamed = true;
        } finally {
            if (!renamed) {
                began(step.recycled(), step.firstSeq());
            }
        }
        setUnfinished(step.number());
        files.reuse(step.number());
    }

    private synchronized Optional<Step> plan(boolean mayGrow) {
        if (closed) {
            return Optional.empty();
        }
        if (unfinished > 0) {
            return Optional.of(new Step(unfinished, 0, 0));
        }
        if (mayGrow && size() < settings.segments()) {
            return Optional.of(new Step(highest + 1, 0, 0));
        }
        if (ready.size() >= Math.max(AHEAD, settings.segments() / 8) || recyclableCount() == 0) {
            return Optional.empty();
        }
        return Optional.ofNullable(firstSeqs.pollFirstEntry())
                .map(oldest -> new Step(highest + 1, oldest.getKey(), oldest.getValue()));
    }

    /// A file that has its new name and is not ready yet comes first: the next one recycled would
    /// take its name.
    private synchronized void setUnfinished(int number) {
        unfinished = number;
    }

    private synchronized void publish(int number) {
        highest = Math.max(highest, number);
        prepared++;
        ready.add(number);
        notifyAll();
    }

    /// Why the last preparation failed: the file system may be full.
    synchronized Optional<IOException> trouble() {
        return trouble;
    }

    private synchronized Optional<IOException> pausedTrouble() {
        passedOver++;
        return passedOver < GROW_AGAIN_AFTER ? trouble : Optional.empty();
    }

    private synchronized void setTrouble(Optional<IOException> found) {
        if (found.isPresent() && !found.equals(trouble)) {
            passedOver = 0;
        }
        trouble = found;
        notifyAll();
    }

    /// Share of the ring that holds entries not yet released, 0 to 1. When the file system could
    /// not give all segments, those that exist are the whole.
    synchronized double used() {
        int total = trouble.isPresent() ? size() : settings.segments();
        return (firstSeqs.size() - recyclableCount()) / (double) Math.max(1, total);
    }

    /// Numbers of the segments from the one that holds `seq` on.
    synchronized NavigableMap<Integer, Long> from(long seq) {
        return Segments.from(firstSeqs, seq);
    }

    /// The oldest entry that can still be read, or the next one when there is none.
    synchronized long firstSeq(long nextSeq) {
        return firstSeqs.values().stream().filter(seq -> seq > 0).findFirst().orElse(nextSeq);
    }

    /// How many segments were made ready so far.
    synchronized long prepared() {
        return prepared;
    }

    /// How full it is, and what keeps it from growing.
    synchronized RingState state() {
        return new RingState(
                settings.segments(),
                firstSeqs.size() - recyclableCount(),
                recyclableCount(),
                ready.size(),
                trouble.map(Throwable::toString));
    }

    private int size() {
        return firstSeqs.size() + ready.size();
    }

    private synchronized int readyCount() {
        return ready.size();
    }

    /// How many of the oldest segments hold nothing but released entries.
    private int recyclableCount() {
        int count = 0;
        for (int number : firstSeqs.keySet()) {
            if (number >= active || lastSeq(number) > released) {
                break;
            }
            count++;
        }
        return count;
    }

    private long lastSeq(int number) {
        for (long first : firstSeqs.tailMap(number, false).values()) {
            if (first > 0) {
                return first - 1;
            }
        }
        return Long.MAX_VALUE;
    }
}
