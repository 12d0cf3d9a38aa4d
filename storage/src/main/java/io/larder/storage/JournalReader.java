package io.larder.storage;

import io.larder.storage.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads durable entries in order, straight from the segments, and says where some cannot be had.
/// Closed ones are opened here and nowhere else. Not thread-safe. Reads a bounded window at a time,
/// however far behind it is.
public final class JournalReader implements Closeable {
    /// Entries in order, or a stretch of numbers whose entries are damaged or gone.
    public sealed interface Piece {
        /// At least one entry, numbers ascending without a hole.
        record Entries(List<Entry> entries) implements Piece {}

        /// Entries `firstSeq` to `lastSeq` cannot be read.
        record Gap(long firstSeq, long lastSeq, String cause) implements Piece {}
    }

    private final Disk disk;
    private final long epoch;
    private final LongFunction<NavigableMap<Integer, Long>> segmentsFrom;
    private final Supplier<Catalog.Tail> durable;
    private final Veil veil;
    private long next;
    private @Nullable SegmentScan scan;
    private long offset;

    JournalReader(
            Disk disk,
            long epoch,
            LongFunction<NavigableMap<Integer, Long>> segmentsFrom,
            Supplier<Catalog.Tail> durable,
            Veil veil,
            long seq) {
        this.disk = disk;
        this.epoch = epoch;
        this.segmentsFrom = segmentsFrom;
        this.durable = durable;
        this.veil = veil;
        this.next = Math.max(1, seq);
    }

    /// The entry that comes next, empty when it cannot be had.
    Optional<Entry> one() throws IOException {
        return read(1).flatMap(piece ->
                piece instanceof Piece.Entries(List<Entry> entries)
                        ? Optional.of(entries.getFirst())
                        : Optional.empty());
    }

    /// The number of the entry that comes next.
    public long next() {
        return next;
    }

    /// The next piece, with entries of about `bytes` stored bytes together; empty when everything
    /// durable was read.
    public Optional<Piece> read(int bytes) throws IOException {
        Catalog.Tail tail = durable.get();
        if (scan != null) {
            scan.forget();
        }
        List<Entry> entries = new ArrayList<>();
        int taken = 0;
        while (taken < bytes && next < tail.nextSeq()) {
            Optional<SegmentScan.Found> found = find(tail);
            if (found.isEmpty()) {
                return entries.isEmpty()
                        ? Optional.of(gap(tail.nextSeq(), "no whole block is left"))
                        : Optional.of(new Piece.Entries(entries));
            }
            SegmentScan.Found block = found.get();
            if (block.block().firstSeq() > next) {
                if (!entries.isEmpty()) {
                    return Optional.of(new Piece.Entries(entries));
                }
                return Optional.of(gap(block.block().firstSeq(), "a damaged or missing block"));
            }
            taken += add(block, entries);
            offset = block.end();
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(new Piece.Entries(entries));
    }

    /// A block may repeat entries of the one before, when that one's flush had failed: they are the
    /// same and are taken once.
    private int add(SegmentScan.Found found, List<Entry> entries) {
        int bytes = 0;
        for (Entry entry : found.block().readEntries(found.body())) {
            if (entry.seq() == next) {
                entries.add(entry.opened(veil));
                bytes += entry.payload().length + Block.ENTRY_HEAD_BYTES;
                next++;
            }
        }
        return bytes;
    }

    private Piece gap(long until, String cause) {
        Piece.Gap gap = new Piece.Gap(next, until - 1, cause);
        next = until;
        return gap;
    }

    /// The block that holds `next`, or the first one behind it.
    private Optional<SegmentScan.Found> find(Catalog.Tail tail) throws IOException {
        boolean inside = scan != null || enter(segmentsFrom.apply(next), tail);
        while (inside) {
            SegmentScan current = Objects.requireNonNull(scan);
            boolean last = current.segment() == tail.segment();
            Optional<SegmentScan.Found> found =
                    current.next(offset, last ? tail.offset() : Long.MAX_VALUE);
            if (found.isPresent() && found.get().block().lastSeq() >= next) {
                return found;
            }
            if (found.isPresent()) {
                offset = found.get().end();
            } else {
                inside =
                        !last
                                && enter(
                                        segmentsFrom.apply(0).tailMap(current.segment(), false),
                                        tail);
            }
        }
        return Optional.empty();
    }

    /// Goes to the first of `segments` that is still there and not behind the tail. One that was
    /// recycled in between is passed over: its entries are a gap, unless they were read before.
    private boolean enter(NavigableMap<Integer, Long> segments, Catalog.Tail tail)
            throws IOException {
        for (int number : segments.headMap(tail.segment(), true).keySet()) {
            try {
                SegmentScan next = SegmentScan.open(disk, number, epoch);
                close();
                scan = next;
                offset = Block.PAGE;
                return true;
            } catch (NoSuchFileException recycledMeanwhile) {
                // the next one, then
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        SegmentScan open = scan;
        scan = null;
        if (open != null) {
            open.close();
        }
    }
}
