package io.larder.storage;

import io.larder.storage.JournalCheck.Damage;
import io.larder.storage.disk.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The blocks of one segment as they are now, to be held against what was signed of it.
final class SegmentEvidence {
    /// A block without its body, and the count of the segment up to it.
    private record Link(long offset, long end, Block block, Hash hash, Coverage upTo) {
        Damage damage(int segment, String what) {
            return new Damage(segment, offset, block.firstSeq(), block.lastSeq(), what);
        }
    }

    private final int segment;
    private final List<Link> links;
    private final List<Damage> besides;

    private SegmentEvidence(int segment, List<Link> links, List<Damage> besides) {
        this.segment = segment;
        this.links = links;
        this.besides = besides;
    }

    static SegmentEvidence read(Disk disk, SegmentHeader header) throws IOException {
        int segment = header.segment();
        List<Damage> besides = new ArrayList<>();
        List<Link> links = new ArrayList<>();
        SegmentTally tally = new SegmentTally(segment);
        try (SegmentScan scan = SegmentScan.open(disk, segment, header.epoch())) {
            if (!scan.page(0).equals(header.page())) {
                besides.add(new Damage(segment, 0, 0, 0, "the segment's header was changed"));
            }
            Optional<SegmentScan.Found> found = scan.next(Block.PAGE, Long.MAX_VALUE);
            while (found.isPresent()) {
                SegmentScan.Found block = found.get();
                tally.take(block);
                Link link = link(block, tally.coverage());
                links.add(link);
                if (!scan.isPadded(block)) {
                    besides.add(link.damage(segment, "the zeros behind it were changed"));
                }
                found = scan.next(block.end(), Long.MAX_VALUE);
            }
        }
        return new SegmentEvidence(segment, links, besides);
    }

    private static Link link(SegmentScan.Found found, Coverage upTo) {
        return new Link(found.offset(), found.end(), found.block(), found.hash(), upTo);
    }

    /// Bytes that are no entry and yet not as they were written.
    List<Damage> besides() {
        return besides;
    }

    /// What speaks against `statement`, of which the part before `from` was held against another
    /// one before. Blocks in `known` damages are named there already.
    Optional<Damage> against(SignedStatement statement, long from, List<Damage> known) {
        Coverage signed = statement.coverage();
        List<Link> covered = links.stream().filter(link -> link.end() <= signed.offset()).toList();
        if (!covered.isEmpty() && covered.getLast().upTo().equals(signed)) {
            return Optional.empty();
        }
        List<Damage> here =
                known.stream()
                        .filter(damage -> damage.segment() == segment)
                        .filter(damage -> damage.offset() < signed.offset())
                        .toList();
        boolean named = here.stream().anyMatch(damage -> damage.firstSeq() > 0);
        if (!here.isEmpty() && !named) {
            return beginning(signed);
        }
        if (!covered.isEmpty() && covered.getLast().hash().equals(signed.chain())) {
            Optional<Damage> altered = altered(covered);
            if (altered.isPresent() || named) {
                return altered;
            }
            return Optional.of(gone(covered, signed));
        }
        return named ? Optional.empty() : Optional.of(unlike(statement, from, covered));
    }

    /// The last signed block is not there, or another one: blocks before it are named by nobody.
    private Damage unlike(SignedStatement statement, long from, List<Link> covered) {
        Coverage signed = statement.coverage();
        long end = covered.isEmpty() ? Block.PAGE : covered.getLast().end();
        long last = covered.isEmpty() ? 0 : covered.getLast().upTo().lastSeq();
        long number = statement.frame().number();
        if (end < signed.offset() && last < signed.lastSeq()) {
            return new Damage(
                    segment,
                    end,
                    Math.max(signed.firstSeq(), last + 1),
                    signed.lastSeq(),
                    "what statement %d covers cannot be read, and without it nothing shows whether the segment's blocks before it were changed"
                            .formatted(number));
        }
        return new Damage(
                segment,
                Math.min(from, signed.offset()),
                Math.max(signed.firstSeq(), lastBefore(from) + 1),
                signed.lastSeq(),
                "from here to byte %d is not what was signed in statement %d"
                        .formatted(signed.offset(), number));
    }

    /// The first block cannot be read, and only the statement knows which entries it held.
    private Optional<Damage> beginning(Coverage signed) {
        long next = links.isEmpty() ? signed.lastSeq() + 1 : links.getFirst().block().firstSeq();
        return Optional.of(
                new Damage(
                        segment,
                        Block.PAGE,
                        signed.firstSeq(),
                        next - 1,
                        "entries that were signed cannot be read"));
    }

    /// All that is there is as it was signed, but it is not all.
    private Damage gone(List<Link> covered, Coverage signed) {
        long end = Block.PAGE;
        long next = signed.firstSeq();
        for (Link link : covered) {
            if (link.offset() > end) {
                return new Damage(
                        segment,
                        end,
                        next,
                        link.block().firstSeq() - 1,
                        "a block that was signed is gone");
            }
            end = link.end();
            next = link.upTo().lastSeq() + 1;
        }
        return covered.getLast().damage(segment, "is not the block that was signed");
    }

    private long lastBefore(long offset) {
        return links.stream()
                .filter(link -> link.end() <= offset)
                .mapToLong(link -> link.upTo().lastSeq())
                .max()
                .orElse(0);
    }

    /// The newest block that is not the one which the block behind it names. The last one is as it
    /// was signed.
    private Optional<Damage> altered(List<Link> covered) {
        Link next = covered.getLast();
        for (int i = covered.size() - 2; i >= 0; i--) {
            Link link = covered.get(i);
            boolean repeated = link.hash().equals(next.hash());
            boolean adjacent = link.end() == next.offset();
            if (!repeated && adjacent && !link.hash().equals(next.block().previous())) {
                return Optional.of(link.damage(segment, "is not the block that was signed"));
            }
            next = link;
        }
        return Optional.empty();
    }

    /// What speaks against the first block here following the end of the segment before.
    Optional<Damage> joins(Coverage before) {
        return links.stream()
                .findFirst()
                .filter(first -> first.block().firstSeq() == before.lastSeq() + 1)
                .filter(first -> !first.block().previous().equals(before.chain()))
                .map(first ->
                        first.damage(
                                segment, "does not follow what was signed of the segment before"));
    }

    /// The entries here before `seq`, of which nothing was signed.
    Optional<Damage> notBefore(long seq) {
        return links.stream()
                .findFirst()
                .filter(first -> first.block().firstSeq() < seq)
                .map(first ->
                        new Damage(
                                segment,
                                first.offset(),
                                first.block().firstSeq(),
                                links.getLast().block().lastSeq(),
                                "no statement covers this segment"));
    }
}
