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
        Damage altered(int segment) {
            return new Damage(
                    segment,
                    offset,
                    block.firstSeq(),
                    block.lastSeq(),
                    "is not the block that was signed");
        }
    }

    private final int segment;
    private final List<Link> links;

    private SegmentEvidence(int segment, List<Link> links) {
        this.segment = segment;
        this.links = links;
    }

    static SegmentEvidence read(Disk disk, int segment, long epoch) throws IOException {
        List<Link> links = new ArrayList<>();
        SegmentTally tally = new SegmentTally(segment);
        try (SegmentScan scan = SegmentScan.open(disk, segment, epoch)) {
            Optional<SegmentScan.Found> found = scan.next(Block.PAGE, Long.MAX_VALUE);
            while (found.isPresent()) {
                SegmentScan.Found block = found.get();
                tally.take(block);
                links.add(
                        new Link(
                                block.offset(),
                                block.end(),
                                block.block(),
                                block.hash(),
                                tally.coverage()));
                found = scan.next(block.end(), Long.MAX_VALUE);
            }
        }
        return new SegmentEvidence(segment, links);
    }

    /// What speaks against `statement`, of which the part before `from` was held against another
    /// one before. Blocks in `known` damages are named there already.
    Optional<Damage> against(SignedStatement statement, long from, List<Damage> known) {
        Coverage signed = statement.coverage();
        List<Link> covered = links.stream().filter(link -> link.end() <= signed.offset()).toList();
        if (!covered.isEmpty() && covered.getLast().upTo().equals(signed)) {
            return Optional.empty();
        }
        boolean named =
                known.stream()
                        .anyMatch(damage ->
                                damage.segment() == segment && damage.offset() < signed.offset());
        if (!covered.isEmpty() && covered.getLast().hash().equals(signed.chain())) {
            Optional<Damage> altered = altered(covered);
            if (altered.isPresent() || named) {
                return altered;
            }
        }
        return named
                ? Optional.empty()
                : Optional.of(
                        new Damage(
                                segment,
                                Math.min(from, signed.offset()),
                                Math.max(signed.firstSeq(), lastBefore(from) + 1),
                                signed.lastSeq(),
                                "from here to byte %d is not what was signed in statement %d"
                                        .formatted(signed.offset(), statement.frame().number())));
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
                return Optional.of(link.altered(segment));
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
                        new Damage(
                                segment,
                                first.offset(),
                                first.block().firstSeq(),
                                first.block().lastSeq(),
                                "does not follow what was signed of the segment before"));
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
