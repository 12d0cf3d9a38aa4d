package io.larder.storage;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// What a look at the segment files says: which store it is, which segments hold entries, where the
/// journal ends. Looks only, changes nothing; recovery acts on what it says.
///
/// Only the first block of each segment is read, and all of the last segment: a start does not get
/// slower as the journal grows. No header is believed before its checksum held: one flipped bit in
/// an old segment must not make the newer ones look like spares.
record Catalog(
        Optional<SegmentHeader> identity,
        TreeMap<Integer, Segment> segments,
        Tail tail,
        Optional<LastBlock> last,
        List<String> notices) {

    /// A segment file. `firstSeq` is 0 when it holds no entry that can be read, `ready` says that
    /// header and size are what a fresh segment must have, `zero` that its first pages are.
    record Segment(int number, long firstSeq, boolean ready, boolean zero) {}

    /// Where the next block goes, and the hash it names as `previous`. `segment` is 0 in an empty
    /// store.
    record Tail(int segment, long offset, long nextSeq, Hash previous) {
        static final Tail EMPTY = new Tail(0, 0, 1, Hash.NONE);
    }

    /// The newest whole block, and where the same block stands directly before it (0 if it does
    /// not).
    record LastBlock(SegmentScan.Found found, long twin) {
        Tail tail(int segment) {
            Block block = found.block();
            return new Tail(segment, found.end(), block.lastSeq() + 1, block.hash(found.body()));
        }
    }

    static Catalog of(Disk disk, long segmentBytes) throws IOException {
        TreeMap<Integer, Look> looks = new TreeMap<>();
        for (String name : disk.list()) {
            OptionalInt number = Segments.number(name);
            if (number.isPresent()) {
                look(disk, name).ifPresent(look -> looks.put(number.getAsInt(), look));
            }
        }
        List<String> notices = new ArrayList<>();
        Optional<SegmentHeader> identity =
                mostNamed(looks.values().stream().map(Look::header).toList());
        if (identity.isEmpty()) {
            for (Look look : looks.values()) {
                look.throwFailure();
            }
            return new Catalog(identity, without(looks), Tail.EMPTY, Optional.empty(), notices);
        }
        missing(looks, notices);
        return new Search(disk, segmentBytes, identity.get(), looks, notices).catalog();
    }

    private static Optional<Look> look(Disk disk, String name) throws IOException {
        try (DiskFile file = disk.open(name)) {
            ByteBuffer pages = ByteBuffer.allocate(2 * Block.PAGE);
            try {
                file.read(pages, 0);
            } catch (IOException e) {
                return Optional.of(new Look(0, Optional.empty(), pages, Optional.of(e)));
            }
            pages.flip();
            return Optional.of(
                    new Look(file.size(), SegmentHeader.read(pages), pages, Optional.empty()));
        } catch (NoSuchFileException recycledMeanwhile) {
            return Optional.empty();
        }
    }

    /// The store most headers name: one that strayed in from elsewhere does not take over.
    static Optional<SegmentHeader> mostNamed(Collection<Optional<SegmentHeader>> headers) {
        Map<SegmentHeader, Integer> votes = new LinkedHashMap<>();
        headers.stream()
                .flatMap(Optional::stream)
                .forEach(header -> votes.merge(header.of(0), 1, Integer::sum));
        return votes.entrySet().stream()
                .reduce((one, other) -> other.getValue() > one.getValue() ? other : one)
                .map(Map.Entry::getKey);
    }

    private static TreeMap<Integer, Segment> without(TreeMap<Integer, Look> looks) {
        TreeMap<Integer, Segment> segments = new TreeMap<>();
        looks.forEach((n, look) -> segments.put(n, new Segment(n, 0, false, look.zero())));
        return segments;
    }

    private static void missing(TreeMap<Integer, Look> looks, List<String> notices) {
        int expected = looks.firstKey();
        for (int number : looks.keySet()) {
            if (number != expected) {
                notices.add("segments " + expected + " to " + (number - 1) + " are missing: a gap");
            }
            expected = number + 1;
        }
    }

    /// The first two pages of a segment file, or why they could not be read.
    record Look(
            long size,
            Optional<SegmentHeader> header,
            ByteBuffer pages,
            Optional<IOException> failure) {
        void throwFailure() throws IOException {
            if (failure.isPresent()) {
                throw failure.get();
            }
        }

        boolean zero() {
            return failure.isEmpty() && Block.isZero(pages);
        }

        /// True when no block of segment `number` was begun: the place of the first block holds
        /// zeros, or a block of an older life of the file.
        boolean blank(int number, long epoch) {
            if (failure.isPresent()) {
                return false;
            }
            int skip = Math.min(Block.PAGE, pages.limit());
            ByteBuffer first = pages.slice(skip, pages.limit() - skip);
            return Block.isZero(first) || Block.isOfOlderLife(first, epoch, number);
        }
    }
}
