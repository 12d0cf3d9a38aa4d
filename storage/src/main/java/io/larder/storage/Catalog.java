package io.larder.storage;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// What a look at the segment files says: which store it is, which segments hold entries, where the
/// journal ends. Looks only, changes nothing; recovery acts on what it says.
///
/// Only the first page behind each header is read, and all of the last segment: a start does not
/// get slower as the journal grows.
record Catalog(
        Optional<SegmentHeader> identity,
        TreeMap<Integer, Segment> segments,
        Tail tail,
        List<String> notices) {

    /// A segment file. `firstSeq` is 0 when it holds no entry yet, `ready` says that header and
    /// size are what a fresh segment must have.
    record Segment(int number, long firstSeq, boolean ready) {}

    /// Where the next block goes. `segment` is 0 in an empty store.
    record Tail(int segment, long offset, long nextSeq, int previousCrc) {
        static final Tail EMPTY = new Tail(0, 0, 1, 0);
    }

    private record Look(long size, Optional<SegmentHeader> header, ByteBuffer first) {}

    static Catalog of(Disk disk, long segmentBytes) throws IOException {
        TreeMap<Integer, Look> looks = new TreeMap<>();
        for (String name : disk.list()) {
            OptionalInt number = Segments.number(name);
            if (number.isPresent()) {
                look(disk, name).ifPresent(look -> looks.put(number.getAsInt(), look));
            }
        }
        Optional<SegmentHeader> identity =
                looks.values().stream().flatMap(look -> look.header().stream()).findFirst();
        List<String> notices = new ArrayList<>();
        TreeMap<Integer, Segment> segments = new TreeMap<>();
        long before = 0;
        for (Map.Entry<Integer, Look> entry : looks.entrySet()) {
            Segment segment =
                    segment(entry.getKey(), entry.getValue(), identity, segmentBytes, before);
            before = Math.max(before, segment.firstSeq());
            segments.put(entry.getKey(), segment);
        }
        missing(segments, notices);
        Tail tail =
                identity.isEmpty() ? Tail.EMPTY : findTail(disk, identity.get(), segments, notices);
        return new Catalog(identity, segments, tail, notices);
    }

    private static Optional<Look> look(Disk disk, String name) throws IOException {
        try (DiskFile file = disk.open(name)) {
            ByteBuffer pages = ByteBuffer.allocate(2 * Block.PAGE);
            file.read(pages, 0);
            pages.flip();
            Optional<SegmentHeader> header = SegmentHeader.read(pages);
            int skip = Math.min(Block.PAGE, pages.limit());
            return Optional.of(
                    new Look(file.size(), header, pages.slice(skip, pages.limit() - skip)));
        } catch (java.nio.file.NoSuchFileException recycledMeanwhile) {
            return Optional.empty();
        }
    }

    private static Segment segment(
            int number, Look look, Optional<SegmentHeader> identity, long bytes, long before) {
        boolean ready =
                look.size() >= bytes
                        && look.header().filter(h -> h.segment() == number).isPresent();
        long firstSeq =
                identity.flatMap(id ->
                                Block.readHeader(
                                        look.first(), id.epoch(), number, look.size() - Block.PAGE))
                        .map(Block::firstSeq)
                        .filter(seq -> seq >= before)
                        .orElse(0L);
        return new Segment(number, firstSeq, ready);
    }

    private static void missing(TreeMap<Integer, Segment> segments, List<String> notices) {
        int expected = segments.isEmpty() ? 0 : segments.firstKey();
        for (int number : segments.keySet()) {
            if (number != expected) {
                notices.add("segments " + expected + " to " + (number - 1) + " are missing: a gap");
            }
            expected = number + 1;
        }
    }

    /// The end of the last segment that holds a whole block. The segment behind the last plausible
    /// one is searched too, because its first block may be the damaged one.
    private static Tail findTail(
            Disk disk,
            SegmentHeader identity,
            TreeMap<Integer, Segment> segments,
            List<String> notices)
            throws IOException {
        int last = 0;
        for (Segment segment : segments.values()) {
            last = segment.firstSeq() > 0 ? segment.number() : last;
        }
        Integer behind = segments.higherKey(last);
        Integer at = behind == null ? Integer.valueOf(last) : behind;
        while (at != null && at > 0) {
            Optional<Tail> tail = scan(disk, identity, at, notices);
            if (tail.isPresent()) {
                return tail.get();
            }
            at = segments.lowerKey(at);
        }
        return Tail.EMPTY;
    }

    private static Optional<Tail> scan(
            Disk disk, SegmentHeader identity, int number, List<String> notices)
            throws IOException {
        try (SegmentScan scan =
                new SegmentScan(disk.open(Segments.name(number)), number, identity.epoch())) {
            long end = Block.PAGE;
            SegmentScan.Found last = null;
            for (Optional<SegmentScan.Found> found = scan.next(end, Long.MAX_VALUE);
                    found.isPresent();
                    found = scan.next(end, Long.MAX_VALUE)) {
                SegmentScan.Found block = found.get();
                if (block.offset() > end) {
                    notices.add(
                            (block.offset() - end)
                                    + " damaged bytes at "
                                    + end
                                    + " of segment "
                                    + number
                                    + " with whole blocks behind them");
                }
                end = block.end();
                last = block;
            }
            return last == null
                    ? Optional.empty()
                    : Optional.of(
                            new Tail(number, end, last.block().lastSeq() + 1, last.block().crc()));
        }
    }
}
