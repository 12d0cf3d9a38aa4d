package io.larder.storage;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// The segment files as a ring: made and zero-filled ahead of need, given to the writer one by one,
/// recycled under a new number once everything in them was taken.
///
/// Recycling order: what the upstreams took is durable first (the caller's release), then the file
/// gets its new name, then its new header. A cut between the two leaves a file whose header does
/// not fit its name, which is made ready again at the next start.
final class Ring {
    private static final int AHEAD = 2;
    private static final int FILL_CHUNK = 256 * 1024;

    /// A segment to make ready; `recycled` is the number it had before, 0 for a new file.
    private record Step(int number, int recycled) {}

    private final Disk disk;
    private final JournalSettings settings;
    private final SegmentHeader identity;
    private final TreeMap<Integer, Long> firstSeqs = new TreeMap<>();
    private final ArrayDeque<Integer> ready = new ArrayDeque<>();
    private int active;
    private int highest;
    private long released;
    private Optional<IOException> trouble = Optional.empty();

    Ring(Disk disk, JournalSettings settings, SegmentHeader identity, Catalog catalog) {
        this.disk = disk;
        this.settings = settings;
        this.identity = identity;
        this.active = catalog.tail().segment();
        for (Catalog.Segment segment : catalog.segments().values()) {
            highest = Math.max(highest, segment.number());
            if (segment.number() <= active) {
                firstSeqs.put(segment.number(), segment.firstSeq());
            }
        }
    }

    /// Makes the segments behind the active one usable again and the ring deep enough to start.
    void open(Catalog catalog) throws IOException {
        for (Catalog.Segment segment : catalog.segments().tailMap(active, false).values()) {
            if (!segment.ready()) {
                zeroFill(segment.number(), true);
            }
            publish(segment.number());
        }
        while (readyCount() < AHEAD && prepareOne()) {
            // one more is ready
        }
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

    /// Waits until a segment is ready; false when it took longer than `millis`.
    synchronized boolean awaitReady(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = millis;
        while (ready.isEmpty() && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        return !ready.isEmpty();
    }

    synchronized void began(int segment, long firstSeq) {
        firstSeqs.put(segment, firstSeq);
    }

    /// Everything up to `seq` was taken by all who must have it, and that is durable.
    synchronized void release(long seq) {
        released = Math.max(released, seq);
    }

    /// Brings the ring one step nearer its full size, or recycles. False when nothing is to be done
    /// or can be done now. The slow part runs without the lock: the writer never waits for it while
    /// a segment is ready.
    boolean prepareOne() throws IOException {
        Optional<Step> planned = plan();
        if (planned.isEmpty()) {
            return false;
        }
        Step step = planned.get();
        if (step.recycled() == 0) {
            zeroFill(step.number(), false);
        } else {
            recycle(step.recycled(), step.number());
        }
        publish(step.number());
        return true;
    }

    private synchronized Optional<Step> plan() {
        Step grown = new Step(highest + 1, 0);
        if (firstSeqs.size() + ready.size() < settings.segments()) {
            return Optional.of(grown);
        }
        Optional<Integer> oldest = ready.size() < spareWanted() ? recyclable() : Optional.empty();
        oldest.ifPresent(firstSeqs::remove);
        return oldest.map(number -> new Step(highest + 1, number));
    }

    private synchronized void publish(int number) {
        highest = Math.max(highest, number);
        ready.add(number);
        notifyAll();
    }

    /// Runs [#prepareOne] until there is nothing to do; a failure is kept for [#trouble].
    void prepareAll() {
        try {
            boolean more = true;
            while (more) {
                more = prepareOne();
            }
            setTrouble(Optional.empty());
        } catch (IOException e) {
            setTrouble(Optional.of(e));
        }
    }

    /// Why the last preparation failed: the file system may be full.
    synchronized Optional<IOException> trouble() {
        return trouble;
    }

    private synchronized void setTrouble(Optional<IOException> found) {
        trouble = found;
    }

    /// Share of the ring that holds entries not yet released, 0 to 1. When the file system could
    /// not give all segments, those that exist are the whole.
    synchronized double used() {
        int total = trouble.isPresent() ? firstSeqs.size() + ready.size() : settings.segments();
        return (firstSeqs.size() - recyclableCount()) / (double) Math.max(1, total);
    }

    /// Numbers of the segments from the one that holds `seq` on.
    synchronized NavigableMap<Integer, Long> from(long seq) {
        int start = firstSeqs.isEmpty() ? 0 : firstSeqs.firstKey();
        for (Map.Entry<Integer, Long> entry : firstSeqs.entrySet()) {
            if (entry.getValue() > 0 && entry.getValue() <= seq) {
                start = entry.getKey();
            }
        }
        return new TreeMap<>(firstSeqs.tailMap(start, true));
    }

    /// The oldest entry that can still be read, or the next one when there is none.
    synchronized long firstSeq(long nextSeq) {
        return firstSeqs.values().stream().filter(seq -> seq > 0).findFirst().orElse(nextSeq);
    }

    private synchronized int readyCount() {
        return ready.size();
    }

    private int spareWanted() {
        return Math.max(AHEAD, settings.segments() / 8);
    }

    private Optional<Integer> recyclable() {
        Map.Entry<Integer, Long> oldest = firstSeqs.firstEntry();
        return oldest != null && oldest.getKey() < active && lastSeq(oldest.getKey()) <= released
                ? Optional.of(oldest.getKey())
                : Optional.empty();
    }

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

    private void zeroFill(int number, boolean exists) throws IOException {
        String name = Segments.name(number);
        try (DiskFile file = exists ? disk.open(name) : disk.create(name)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(FILL_CHUNK);
            for (long at = 0; at < settings.segmentBytes(); at += zeros.capacity()) {
                zeros.clear();
                zeros.limit((int) Math.min(zeros.capacity(), settings.segmentBytes() - at));
                file.write(zeros, at);
            }
            file.forceAll();
            file.write(new SegmentHeader(number, identity.box(), identity.epoch()).page(), 0);
            file.forceAll();
        } catch (IOException e) {
            if (!exists) {
                discard(name, e);
            }
            throw e;
        }
        disk.sync();
    }

    private void discard(String name, IOException cause) {
        try {
            disk.delete(name);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void recycle(int number, int next) throws IOException {
        String name = Segments.name(next);
        disk.rename(Segments.name(number), name);
        try (DiskFile file = disk.open(name)) {
            if (file.size() >= settings.segmentBytes()) {
                file.write(new SegmentHeader(next, identity.box(), identity.epoch()).page(), 0);
                file.forceAll();
                disk.sync();
                return;
            }
        }
        zeroFill(next, true);
    }
}
