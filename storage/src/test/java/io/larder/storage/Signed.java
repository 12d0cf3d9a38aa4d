package io.larder.storage;

import io.larder.storage.disk.Inline;
import io.larder.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Small signed journals, what an auditor says of them, and a forger who knows everything but the
/// key.
final class Signed {
    static final long SIGNED_AT = 1_700_000_060_000L;

    private Signed() {}

    static Journal open(SimulatedDisk disk) throws IOException {
        return open(disk, TestKey.BOX, new ArrayList<>());
    }

    static Journal open(SimulatedDisk disk, Signer key, List<String> alarms) throws IOException {
        return Journal.open(
                disk,
                Drafts.settings(4),
                new Inline(),
                Veil.NONE,
                Optional.of(new Signing(key, () -> SIGNED_AT, 0, alarms::add)));
    }

    static JournalProof.Report audit(SimulatedDisk disk) throws IOException {
        return audit(disk, TestKey.BOX);
    }

    static JournalProof.Report audit(SimulatedDisk disk, TestKey key) throws IOException {
        return JournalProof.run(disk, JournalCheck.run(disk), key.publicKey(), TestKey::verifies);
    }

    /// What check and proof find, each as one line: `segment/offset first-last`, or the complaint.
    static List<String> found(SimulatedDisk disk) throws IOException {
        JournalCheck.Report check = JournalCheck.run(disk);
        JournalProof.Report proof =
                JournalProof.run(disk, check, TestKey.BOX.publicKey(), TestKey::verifies);
        List<String> found = new ArrayList<>(proof.complaints());
        for (List<JournalCheck.Damage> damages : List.of(check.damages(), proof.damages())) {
            damages.forEach(damage ->
                    found.add(
                            "%d/%d %d-%d"
                                    .formatted(
                                            damage.segment(),
                                            damage.offset(),
                                            damage.firstSeq(),
                                            damage.lastSeq())));
        }
        return found;
    }

    /// Writes another entry in the place of the block at `offset`, with a right checksum. Returns
    /// the forged block's hash.
    static Hash forge(SimulatedDisk disk, int segment, long offset, Hash previous, byte[] entry)
            throws IOException {
        long epoch = JournalCheck.run(disk).epoch();
        try (SegmentScan scan = SegmentScan.open(disk, segment, epoch)) {
            Block old = scan.header(offset).orElseThrow();
            List<byte[]> body = List.of(entry);
            Block forged = Block.seal(epoch, segment, old.firstSeq(), body, previous, 1);
            ByteBuffer bytes = ByteBuffer.allocate(forged.paddedBytes());
            bytes.put(forged.header()).put(entry);
            disk.overwrite(Segments.name(segment), offset, bytes.array());
            return forged.hash(body);
        }
    }

    /// As a forger does who knows the format: from the block at `offset` to the segment's end every
    /// block is made to follow the forged one.
    static void rewrite(SimulatedDisk disk, int segment, long offset, byte[] entry)
            throws IOException {
        long epoch = JournalCheck.run(disk).epoch();
        Hash previous = block(disk, segment, offset, epoch).block().previous();
        long end = block(disk, segment, offset, epoch).end();
        previous = forge(disk, segment, offset, previous, entry);
        for (long at = end; isBlock(disk, segment, at, epoch); ) {
            SegmentScan.Found found = block(disk, segment, at, epoch);
            byte[] same = found.block().split(found.body()).getFirst();
            previous = forge(disk, segment, at, previous, same);
            at = found.end();
        }
    }

    private static SegmentScan.Found block(SimulatedDisk disk, int segment, long offset, long epoch)
            throws IOException {
        try (SegmentScan scan = SegmentScan.open(disk, segment, epoch)) {
            return scan.at(offset).orElseThrow();
        }
    }

    private static boolean isBlock(SimulatedDisk disk, int segment, long offset, long epoch)
            throws IOException {
        try (SegmentScan scan = SegmentScan.open(disk, segment, epoch)) {
            return scan.at(offset).isPresent();
        }
    }
}
