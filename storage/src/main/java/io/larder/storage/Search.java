package io.larder.storage;

import io.larder.storage.disk.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds the end of the journal and the first entry of each segment for a [Catalog].
final class Search {
    private final Disk disk;
    private final long segmentBytes;
    private final SegmentHeader identity;
    private final NavigableMap<Integer, Catalog.Look> looks;
    private final List<String> notices;

    Search(
            Disk disk,
            long segmentBytes,
            SegmentHeader identity,
            NavigableMap<Integer, Catalog.Look> looks,
            List<String> notices) {
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.identity = identity;
        this.looks = looks;
        this.notices = notices;
    }

    Catalog catalog() throws IOException {
        Catalog.Tail tail = Catalog.Tail.EMPTY;
        Optional<Catalog.LastBlock> last = Optional.empty();
        @Nullable Integer at = candidate();
        while (at != null && last.isEmpty()) {
            requireReadable(at);
            last = lastBlock(at);
            tail = last.isPresent() ? last.get().tail(at) : tail;
            at = looks.lowerKey(at);
        }
        TreeMap<Integer, Catalog.Segment> segments = new TreeMap<>();
        for (Map.Entry<Integer, Catalog.Look> entry : looks.entrySet()) {
            int number = entry.getKey();
            long firstSeq = number <= tail.segment() ? firstSeq(number, entry.getValue()) : 0;
            segments.put(number, segment(number, firstSeq, entry.getValue()));
        }
        return new Catalog(Optional.of(identity), segments, tail, last, notices);
    }

    /// The segment behind the last one that was begun: its first block may be the damaged one.
    private Integer candidate() {
        int begun = looks.firstKey();
        for (Map.Entry<Integer, Catalog.Look> entry : looks.entrySet()) {
            if (!entry.getValue().blank(entry.getKey(), identity.epoch())) {
                begun = entry.getKey();
            }
        }
        Integer behind = looks.higherKey(begun);
        return behind == null ? begun : behind;
    }

    /// A hole in the middle is passed over and told; but where the journal may end, an unreadable
    /// segment stops the start: taken for empty, it would be overwritten.
    private void requireReadable(int number) throws IOException {
        Optional<IOException> failure =
                Optional.ofNullable(looks.get(number)).flatMap(Catalog.Look::failure);
        if (failure.isPresent()) {
            throw new IOException(
                    Segments.name(number) + " cannot be read, and the journal may end in it",
                    failure.get());
        }
    }

    private Catalog.Segment segment(int number, long firstSeq, Catalog.Look look) {
        boolean whole = look.size() >= segmentBytes;
        if (!whole && look.failure().isEmpty()) {
            String rest = firstSeq == 0 ? ": taken as empty" : ": what is left of it is read";
            notices.add(
                    "segment %d has %d bytes, expected %d%s"
                            .formatted(number, look.size(), segmentBytes, rest));
        }
        boolean ready = whole && look.header().equals(Optional.of(identity.of(number)));
        return new Catalog.Segment(number, firstSeq, ready, look.zero());
    }

    private long firstSeq(int number, Catalog.Look look) {
        try {
            look.throwFailure();
            try (SegmentScan scan = open(number)) {
                return scan.next(Block.PAGE, Long.MAX_VALUE)
                        .map(found -> found.block().firstSeq())
                        .orElse(0L);
            }
        } catch (NoSuchFileException recycledMeanwhile) {
            return 0;
        } catch (IOException e) {
            notices.add("segment " + number + " cannot be read: " + e);
            return 0;
        }
    }

    private Optional<Catalog.LastBlock> lastBlock(int number) throws IOException {
        try (SegmentScan scan = open(number)) {
            long end = Block.PAGE;
            long twin = 0;
            SegmentScan.Found last = null;
            for (Optional<SegmentScan.Found> found = scan.next(end, Long.MAX_VALUE);
                    found.isPresent();
                    found = scan.next(end, Long.MAX_VALUE)) {
                SegmentScan.Found block = found.get();
                damaged(number, end, block.offset());
                twin = last != null && repeats(last, block) ? last.offset() : 0;
                end = block.end();
                last = block;
            }
            torn(scan, end);
            return last == null ? Optional.empty() : Optional.of(new Catalog.LastBlock(last, twin));
        } catch (NoSuchFileException recycledMeanwhile) {
            return Optional.empty();
        }
    }

    private static boolean repeats(SegmentScan.Found one, SegmentScan.Found next) {
        return one.block().equals(next.block()) && one.end() == next.offset();
    }

    private void damaged(int number, long from, long to) {
        if (from < to) {
            notices.add(
                    "%d damaged bytes at %d of segment %d with whole blocks behind them"
                            .formatted(to - from, from, number));
        }
    }

    private void torn(SegmentScan scan, long at) throws IOException {
        long bytes = scan.tornBytes(at);
        if (bytes > 0) {
            notices.add(
                    "a torn block of %d bytes at %d of segment %d is cut off: it was never answered"
                            .formatted(bytes, at, scan.segment()));
        }
    }

    private SegmentScan open(int number) throws IOException {
        return SegmentScan.open(disk, number, identity.epoch());
    }
}
