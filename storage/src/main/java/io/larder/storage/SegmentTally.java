package io.larder.storage;

import io.larder.storage.disk.Disk;
import java.io.IOException;
import java.util.Optional;

/// Counts what stands in one segment, block by block from its start, as statements name it. Entries
/// that are repeated count once.
final class SegmentTally {
    private final int segment;
    private final MerkleTree tree = new MerkleTree();
    private long offset = Block.PAGE;
    private long firstSeq;
    private long lastSeq;
    private Hash chain = Hash.NONE;

    SegmentTally(int segment) {
        this.segment = segment;
    }

    int segment() {
        return segment;
    }

    /// Goes on to the last whole block that ends at or before `limit` and holds an entry before
    /// `beforeSeq`.
    void read(Disk disk, long epoch, long limit, long beforeSeq) throws IOException {
        try (SegmentScan scan = SegmentScan.open(disk, segment, epoch)) {
            Optional<SegmentScan.Found> found = scan.next(offset, limit);
            while (found.isPresent()
                    && found.get().end() <= limit
                    && found.get().block().firstSeq() < beforeSeq) {
                take(found.get());
                found = scan.next(offset, limit);
            }
        }
    }

    /// A block that was forged with a right checksum need not hold entries at all.
    void take(SegmentScan.Found found) throws IOException {
        try {
            add(found);
        } catch (RuntimeException e) {
            throw new IOException(
                    "the block at %d of segment %d cannot be taken apart"
                            .formatted(found.offset(), segment),
                    e);
        }
    }

    private void add(SegmentScan.Found found) {
        Block block = found.block();
        long seq = block.firstSeq();
        for (byte[] stored : block.split(found.body())) {
            if (seq > lastSeq) {
                tree.add(MerkleTree.leaf(seq, stored));
                firstSeq = firstSeq == 0 ? seq : firstSeq;
                lastSeq = seq;
            }
            seq++;
        }
        offset = found.end();
        chain = found.hash();
    }

    Coverage coverage() {
        return new Coverage(
                segment, offset, firstSeq, lastSeq, (int) tree.size(), chain, tree.root());
    }
}
