package io.larder.storage;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads every block of a journal and says what is whole and what is not: header, checksum, chain
/// and numbering. Changes nothing and runs beside a running box, whose newest block may look torn
/// because it is being written.
public final class JournalCheck {
    /// What was found. `segments` counts the files, `spare` those of them without entries, `bytes`
    /// the stored entries, `tornBytes` what interrupted writes left behind. `firstSeq` and
    /// `lastSeq` are 0 in an empty journal.
    public record Report(
            Optional<String> box,
            long epoch,
            int segments,
            int spare,
            long firstSeq,
            long lastSeq,
            long blocks,
            long entries,
            long bytes,
            long tornBytes,
            List<Damage> damages,
            List<String> notices) {
        /// True when no entry is missing or unreadable.
        public boolean sound() {
            return damages.isEmpty();
        }
    }

    /// Entries `firstSeq` to `lastSeq` (0 when unknown) cannot be read; they were to stand from
    /// `offset` of segment `segment` on.
    public record Damage(int segment, long offset, long firstSeq, long lastSeq, String what) {}

    private final Disk disk;
    private final SegmentHeader identity;
    private final List<Damage> damages = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private int spare;
    private long firstSeq;
    private long lastSeq;
    private SegmentScan.@Nullable Found last;
    private long blocks;
    private long entries;
    private long bytes;
    private long tornBytes;
    private int placeSegment;
    private long placeOffset;
    private boolean hole;

    private JournalCheck(Disk disk, SegmentHeader identity) {
        this.disk = disk;
        this.identity = identity;
    }

    /// Checks the journal in `disk`. Throws only when the folder itself cannot be listed.
    public static Report run(Disk disk) throws IOException {
        TreeMap<Integer, Optional<SegmentHeader>> headers = new TreeMap<>();
        List<String> unreadable = new ArrayList<>();
        for (int number : numbers(disk)) {
            try {
                headers.put(number, header(disk, number));
            } catch (NoSuchFileException recycledMeanwhile) {
                // it will be listed no more
            } catch (IOException e) {
                headers.put(number, Optional.empty());
                unreadable.add(Segments.name(number) + " cannot be read: " + e);
            }
        }
        Optional<SegmentHeader> identity = Catalog.mostNamed(headers.values());
        JournalCheck check = new JournalCheck(disk, identity.orElse(new SegmentHeader(0, 0, 0)));
        check.notices.addAll(unreadable);
        if (identity.isPresent()) {
            check.all(headers);
        } else if (!headers.isEmpty()) {
            check.damages.add(new Damage(headers.firstKey(), 0, 0, 0, "no header can be read"));
        }
        return check.report(identity.map(SegmentHeader::boxName), headers.size());
    }

    private static Set<Integer> numbers(Disk disk) throws IOException {
        Set<Integer> numbers = new HashSet<>();
        for (String name : disk.list()) {
            Segments.number(name).ifPresent(numbers::add);
        }
        return numbers;
    }

    private static Optional<SegmentHeader> header(Disk disk, int number) throws IOException {
        try (DiskFile file = disk.open(Segments.name(number))) {
            ByteBuffer page = ByteBuffer.allocate(Block.PAGE);
            file.read(page, 0);
            return SegmentHeader.read(page.flip());
        }
    }

    private void all(NavigableMap<Integer, Optional<SegmentHeader>> headers) throws IOException {
        int expected = headers.firstKey();
        for (Map.Entry<Integer, Optional<SegmentHeader>> entry : headers.entrySet()) {
            int number = entry.getKey();
            if (number != expected) {
                notices.add("segments %d to %d are missing".formatted(expected, number - 1));
            }
            expected = number + 1;
            header(number, entry.getValue());
            segment(number);
        }
        Set<Integer> still = numbers(disk);
        damages.removeIf(damage -> goneMeanwhile(damage, still));
    }

    private boolean goneMeanwhile(Damage damage, Set<Integer> still) {
        boolean gone = !still.contains(damage.segment());
        if (gone) {
            notices.add("segment %d was recycled meanwhile".formatted(damage.segment()));
        }
        return gone;
    }

    private void header(int number, Optional<SegmentHeader> header) {
        if (header.isEmpty()) {
            notices.add("the header of segment %d cannot be read".formatted(number));
        } else if (!header.get().equals(identity.of(number))) {
            notices.add(
                    "segment %d carries the header of segment %d of box %s"
                            .formatted(number, header.get().segment(), header.get().boxName()));
        }
    }

    private void segment(int number) {
        long before = blocks;
        // what an interrupted write left before the first entry there is may have been repeated
        hole &= lastSeq > 0;
        try (SegmentScan scan = SegmentScan.open(disk, number, identity.epoch())) {
            long end = Block.PAGE;
            for (Optional<SegmentScan.Found> found = scan.next(end, Long.MAX_VALUE);
                    found.isPresent();
                    found = scan.next(end, Long.MAX_VALUE)) {
                if (found.get().offset() > end) {
                    hole = true;
                    lastSeq = lastSeq == 0 ? before(scan, number, found.get().block()) : lastSeq;
                }
                block(number, found.get());
                end = found.get().end();
            }
            torn(scan, number, end);
        } catch (NoSuchFileException recycledMeanwhile) {
            notices.add("segment %d was recycled meanwhile".formatted(number));
        } catch (IOException e) {
            hole = true;
            damages.add(new Damage(number, 0, 0, 0, "cannot be read: " + e));
        }
        spare += blocks == before ? 1 : 0;
    }

    private void torn(SegmentScan scan, int number, long end) throws IOException {
        long torn = scan.tornBytes(end);
        if (torn > 0) {
            hole = true;
            tornBytes += torn;
            notices.add(
                    "a torn block of %d bytes at %d of segment %d".formatted(torn, end, number));
        }
    }

    /// The entry before the oldest segment's first, whose block cannot be read: from its header, if
    /// that is left. When the place was never written the first whole block is the first.
    private long before(SegmentScan scan, int number, Block first) throws IOException {
        Optional<Block> header = scan.header(Block.PAGE);
        if (header.filter(block -> block.firstSeq() <= first.firstSeq()).isPresent()) {
            placeSegment = number;
            placeOffset = Block.PAGE;
            if (header.get().firstSeq() == 1 && first.firstSeq() > 1) {
                // Before entry 1 there is none that the next block could be held against.
                damages.add(lost(1, first.firstSeq() - 1));
            }
            return header.get().firstSeq() - 1;
        }
        if (!scan.unwritten(Block.PAGE)) {
            damages.add(
                    new Damage(
                            number,
                            Block.PAGE,
                            0,
                            0,
                            "damaged before the first whole block; whether an entry is missing is unknown"));
        }
        return 0;
    }

    private void block(int number, SegmentScan.Found found) {
        Block block = found.block();
        blocks++;
        if (lastSeq == 0 || block.lastSeq() > lastSeq) {
            follow(number, found);
            long fresh = block.lastSeq() - Math.max(lastSeq, block.firstSeq() - 1);
            entries += fresh;
            bytes += fresh == block.entries() ? block.bodyBytes() : 0;
            firstSeq = firstSeq == 0 ? block.firstSeq() : firstSeq;
            lastSeq = block.lastSeq();
            readable(number, found);
        } else {
            repeated(number, found);
        }
        last = block.lastSeq() == lastSeq ? found : last;
        placeSegment = number;
        placeOffset = found.end();
        hole = false;
    }

    /// A block that was made safe a second time says the same as the first: readers take the first
    /// one they meet.
    private void repeated(int number, SegmentScan.Found found) {
        if (last == null || !found.repeats(last)) {
            damages.add(
                    new Damage(
                            number,
                            found.offset(),
                            found.block().firstSeq(),
                            found.block().lastSeq(),
                            "other content under numbers that stand before it"));
        }
    }

    /// Does `found` follow what was read before?
    private void follow(int number, SegmentScan.Found found) {
        Block block = found.block();
        if (lastSeq == 0) {
            beginning(number, found);
        } else if (block.firstSeq() > lastSeq + 1) {
            damages.add(lost(lastSeq + 1, block.firstSeq() - 1));
        } else if (hole) {
            notices.add(
                    "damaged bytes before %d of segment %d, no entry is missing"
                            .formatted(found.offset(), number));
        } else if (last != null && !block.previous().equals(last.hash())) {
            damages.add(
                    new Damage(
                            number,
                            found.offset(),
                            block.firstSeq(),
                            block.lastSeq(),
                            "does not follow the block before it: one of the two was changed"));
        }
    }

    private Damage lost(long from, long through) {
        return new Damage(placeSegment, placeOffset, from, through, "a damaged or missing block");
    }

    /// Only the very first entry of a journal follows nothing.
    private void beginning(int number, SegmentScan.Found found) {
        if (found.block().firstSeq() == 1 && !found.block().previous().equals(Hash.NONE)) {
            damages.add(
                    new Damage(
                            number,
                            found.offset(),
                            1,
                            found.block().lastSeq(),
                            "the first block names one before it"));
        }
    }

    private void readable(int number, SegmentScan.Found found) {
        try {
            found.block().readEntries(found.body());
        } catch (RuntimeException e) {
            Block block = found.block();
            damages.add(
                    new Damage(
                            number,
                            found.offset(),
                            block.firstSeq(),
                            block.lastSeq(),
                            "whole, but this version cannot read it: " + e.getMessage()));
        }
    }

    private Report report(Optional<String> box, int segments) {
        return new Report(
                box,
                identity.epoch(),
                segments,
                spare,
                firstSeq,
                lastSeq,
                blocks,
                entries,
                bytes,
                tornBytes,
                List.copyOf(damages),
                List.copyOf(notices));
    }
}
