package io.larder.storage;

import io.larder.storage.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// That one entry stands in a signed journal, for someone who has nothing of it but the public key:
/// the entry as stored, the hashes that lead from it to the root of its segment's tree, and the
/// statement that the box signed over that root.
public final class EntryProof {
    /// What a statement says about the proof, once it verifies. `publicKey` signed it.
    public record Verified(
            String box, long epoch, long seq, long signedAt, byte[] publicKey, Entry entry) {}

    private final long seq;
    private final byte[] stored;
    private final int index;
    private final List<Hash> path;
    private final SignedStatement statement;

    private EntryProof(
            long seq, byte[] stored, int index, List<Hash> path, SignedStatement statement) {
        this.seq = seq;
        this.stored = stored;
        this.index = index;
        this.path = path;
        this.statement = statement;
    }

    /// The proof for entry `seq` of the journal in `disk`, whose epoch is `epoch`; empty when no
    /// statement covers it yet or it cannot be read.
    static Optional<EntryProof> of(Disk disk, long epoch, long seq) throws IOException {
        Optional<SignedStatement> covering = covering(disk, seq);
        if (covering.isEmpty()) {
            return Optional.empty();
        }
        Coverage signed = covering.get().coverage();
        List<Hash> leaves = new ArrayList<>();
        List<byte[]> mine = new ArrayList<>();
        int index = 0;
        long last = 0;
        try (SegmentScan scan = SegmentScan.open(disk, signed.segment(), epoch)) {
            Optional<SegmentScan.Found> found = scan.next(Block.PAGE, signed.offset());
            while (found.isPresent()) {
                long number = found.get().block().firstSeq();
                for (byte[] one : found.get().block().split(found.get().body())) {
                    if (number == seq && mine.isEmpty()) {
                        index = leaves.size();
                        mine.add(one);
                    }
                    if (number > last) {
                        leaves.add(MerkleTree.leaf(number, one));
                        last = number;
                    }
                    number++;
                }
                found = scan.next(found.get().end(), signed.offset());
            }
        }
        return mine.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new EntryProof(
                                seq,
                                mine.getFirst(),
                                index,
                                MerkleTree.path(leaves, index),
                                covering.get()));
    }

    /// The statement that a proof hangs on: the one at the segment's end when there is one, so that
    /// it stays in the file.
    private static Optional<SignedStatement> covering(Disk disk, long seq) throws IOException {
        Optional<StatementFile> file = StatementFile.look(disk);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (StatementFile statements = file.get()) {
            for (long number = statements.kept() - 1; number >= 0; number--) {
                Optional<SignedStatement> kept = statements.keptAt(number);
                if (kept.isPresent() && covers(kept.get(), seq)) {
                    return kept;
                }
            }
            return statements.newest().filter(newest -> covers(newest, seq));
        }
    }

    private static boolean covers(SignedStatement statement, long seq) {
        Coverage coverage = statement.coverage();
        return coverage.firstSeq() <= seq && seq <= coverage.lastSeq();
    }

    /// A proof as somebody handed it over; throws `IllegalArgumentException` naming what has not
    /// the form of one.
    public static EntryProof read(
            long seq, byte[] stored, int index, List<byte[]> path, byte[] statement) {
        return new EntryProof(
                seq,
                stored.clone(),
                index,
                path.stream().map(Hash::stored).toList(),
                SignedStatement.read(statement)
                        .orElseThrow(() ->
                                new IllegalArgumentException("the statement has not its form")));
    }

    /// What the proof shows; empty when it shows nothing: entry, place, statement or signature do
    /// not belong together, or another key signed.
    public Optional<Verified> verify(byte[] publicKey, Signer.Verifier verifier) {
        Coverage signed = statement.coverage();
        Hash root = MerkleTree.climb(MerkleTree.leaf(seq, stored), index, signed.entries(), path);
        boolean holds =
                statement.verifies(verifier)
                        && Arrays.equals(publicKey, statement.publicKey())
                        && covers(statement, seq)
                        && signed.entries() > 0
                        && root.equals(signed.root());
        return holds ? Optional.of(verified()) : Optional.empty();
    }

    private Verified verified() {
        SignedStatement.Frame frame = statement.frame();
        return new Verified(
                new SegmentHeader(0, frame.box(), frame.epoch()).boxName(),
                frame.epoch(),
                seq,
                frame.wallMillis(),
                statement.publicKey(),
                Block.readEntry(seq, ByteBuffer.wrap(stored)));
    }

    /// The key that the statement names as its own, X.509 SubjectPublicKeyInfo: nothing is proven
    /// by that.
    public byte[] namedKey() {
        return statement.publicKey();
    }

    public long seq() {
        return seq;
    }

    /// The entry as stored.
    public byte[] stored() {
        return stored.clone();
    }

    /// Which leaf of the tree it is, from 0.
    public int index() {
        return index;
    }

    /// The hashes from the leaf to the root, the nearest first.
    public List<byte[]> path() {
        return path.stream().map(Hash::bytes).toList();
    }

    /// The statement with its signature.
    public byte[] statement() {
        return statement.bytes();
    }

    /// The key that signed, X.509.
    public byte[] publicKey() {
        return statement.publicKey();
    }
}
