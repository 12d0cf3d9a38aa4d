package io.larder.storage;

import io.larder.storage.JournalCheck.Damage;
import io.larder.storage.SignedStatement.Kind;
import io.larder.storage.disk.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Shows that nothing of a journal was altered, inserted or removed since the box signed it: every
/// block against the signed hashes and roots, and the statements against one another and the key.
/// Changes nothing, runs beside a running box.
///
/// It cannot show what was never signed (the newest entries), nor that a whole folder was put back
/// to an earlier state of itself: only someone who has seen a later statement can.
public final class JournalProof {
    /// What was found. `statements` counts the kept ones. `keys` are those that signed, oldest
    /// first, X.509 in hexadecimal. Entries up to `signedTo` are covered, `signedAt` is the wall
    /// clock of the newest statement and `newest` its hash (0 and empty when there is none).
    /// `unsigned` entries are not covered yet. `complaints` are about statements, `damages` about
    /// blocks.
    public record Report(
            long statements,
            List<String> keys,
            long signedTo,
            long signedAt,
            String newest,
            long unsigned,
            List<String> complaints,
            List<Damage> damages) {
        /// True when all that was signed is there as it was signed.
        public boolean proven() {
            return complaints.isEmpty() && damages.isEmpty();
        }
    }

    /// No journal has more; a statement that was changed may say so.
    private static final int MOST_SEGMENTS = 65_536;

    private final Disk disk;
    private final SegmentHeader identity;
    private final Signer.Verifier verifier;
    private final List<String> complaints = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();
    private final Set<String> keys = new LinkedHashSet<>();
    private final TreeMap<Integer, List<SignedStatement>> bySegment = new TreeMap<>();
    private final TreeSet<Integer> present = new TreeSet<>();
    private @Nullable SignedStatement before;
    private int from;
    private int oldest;

    private JournalProof(Disk disk, SegmentHeader identity, Signer.Verifier verifier) {
        this.disk = disk;
        this.identity = identity;
        this.verifier = verifier;
    }

    /// Checks the journal in `disk`, about which `check` was just found, against its statements.
    /// One of its keys must be `publicKey`. Throws when the folder or the statements cannot be
    /// read.
    public static Report run(
            Disk disk, JournalCheck.Report check, byte[] publicKey, Signer.Verifier verifier)
            throws IOException {
        long box = Long.parseUnsignedLong(check.box().orElse("0"), 16);
        JournalProof proof =
                new JournalProof(disk, new SegmentHeader(0, box, check.epoch()), verifier);
        Optional<StatementFile> file = StatementFile.look(disk);
        if (file.isEmpty()) {
            proof.complaints.add("there are no statements: this journal was never signed");
            return proof.report(0, Optional.empty(), check);
        }
        try (StatementFile statements = file.get()) {
            Optional<SignedStatement> newest = statements.newest();
            proof.look(newest);
            proof.statements(statements);
            proof.segments(check, newest);
            proof.key(publicKey, newest);
            return proof.report(statements.kept(), newest, check);
        }
    }

    /// What is there. Statements about segments that are long recycled are followed and forgotten.
    private void look(Optional<SignedStatement> newest) throws IOException {
        for (String name : disk.list()) {
            Segments.number(name).ifPresent(present::add);
        }
        oldest = newest.map(one -> one.frame().oldestSegment()).orElse(0);
        from = Math.min(oldest, present.isEmpty() ? oldest : present.first()) - 1;
    }

    private void statements(StatementFile file) throws IOException {
        for (long number = 0; number < file.kept(); number++) {
            Optional<SignedStatement> kept = file.keptAt(number);
            if (kept.isEmpty()) {
                complaints.add("statement %d was removed or cannot be read".formatted(number));
                before = null;
            } else {
                follow(kept.get(), number);
                before = kept.get();
            }
        }
        Optional<SignedStatement> newest = file.newest();
        boolean open = newest.isPresent() && newest.get().frame().kind() == Kind.INTERIM;
        if (open && newest.get().frame().number() >= file.kept()) {
            if (newest.get().frame().number() > file.kept()) {
                complaints.add(
                        "statements %d to %d were removed"
                                .formatted(file.kept(), newest.get().frame().number() - 1));
                before = null;
            }
            follow(newest.get(), newest.get().frame().number());
        }
        if (file.interimLost()) {
            complaints.add("the newest statement was altered or cannot be read");
        }
    }

    /// Is `statement` signed, and by the key that the one before names?
    private void follow(SignedStatement statement, long number) {
        if (!statement.verifies(verifier)) {
            complaints.add(
                    "statement %d does not carry the signature of its key".formatted(number));
        }
        if (statement.frame().box() != identity.box()
                || statement.frame().epoch() != identity.epoch()) {
            complaints.add("statement %d is of another journal".formatted(number));
        }
        Hash expected = before == null ? Hash.NONE : before.hash();
        if ((before != null || number == 0) && !statement.frame().previous().equals(expected)) {
            complaints.add("statement %d does not follow the one before it".formatted(number));
        }
        if (before != null && !Arrays.equals(before.nextKey(), statement.publicKey())) {
            complaints.add(
                    "statement %d is signed by a key to which the former one did not hand over"
                            .formatted(number));
        }
        keys.add(HexFormat.of().formatHex(statement.publicKey()));
        if (statement.coverage().segment() >= Math.max(1, from)) {
            bySegment
                    .computeIfAbsent(statement.coverage().segment(), _ -> new ArrayList<>())
                    .add(statement);
        }
    }

    /// A key that was handed over to counts before it has signed anything.
    private void key(byte[] publicKey, Optional<SignedStatement> newest) {
        boolean next = newest.isPresent() && Arrays.equals(newest.get().nextKey(), publicKey);
        if (!next && !keys.contains(HexFormat.of().formatHex(publicKey))) {
            complaints.add("nothing is signed by the key that was asked for");
        }
    }

    private void segments(JournalCheck.Report check, Optional<SignedStatement> newest)
            throws IOException {
        for (Map.Entry<Integer, List<SignedStatement>> entry : bySegment.entrySet()) {
            if (present.contains(entry.getKey())) {
                segment(entry.getKey(), entry.getValue(), check);
            }
        }
        if (newest.isPresent()) {
            int last = newest.get().coverage().segment();
            for (int number : List.copyOf(present.headSet(last))) {
                if (!bySegment.containsKey(number)) {
                    uncovered(number);
                }
            }
            missing(newest.get());
        }
    }

    /// Segments that the newest statement calls held are there. Those that were recycled while this
    /// ran were given up in a newer statement before.
    private void missing(SignedStatement newest) throws IOException {
        Optional<StatementFile> now = StatementFile.look(disk);
        if (now.isPresent()) {
            try (StatementFile later = now.get()) {
                oldest = later.newest().map(one -> one.frame().oldestSegment()).orElse(oldest);
            }
        }
        int gone = oldest;
        damages.removeIf(damage -> damage.segment() < gone && !present.contains(damage.segment()));
        long last = newest.coverage().segment();
        long shown = Math.min(last, (long) oldest + MOST_SEGMENTS);
        if (shown < last) {
            complaints.add(
                    "a statement says that %d segments are held".formatted(last - oldest + 1));
        }
        for (int number = oldest; number <= shown; number++) {
            if (!present.contains(number)) {
                List<SignedStatement> said = bySegment.getOrDefault(number, List.of());
                Coverage was = said.isEmpty() ? Coverage.NOTHING : said.getLast().coverage();
                damages.add(
                        new Damage(
                                number, 0, was.firstSeq(), was.lastSeq(), "the segment is gone"));
            }
        }
    }

    private void segment(int number, List<SignedStatement> said, JournalCheck.Report check)
            throws IOException {
        try {
            SegmentEvidence evidence = SegmentEvidence.read(disk, identity.of(number));
            List<SignedStatement> inOrder =
                    said.stream()
                            .sorted((a, b) ->
                                    Long.compare(a.coverage().offset(), b.coverage().offset()))
                            .toList();
            long from = Block.PAGE;
            for (SignedStatement statement : inOrder) {
                evidence.against(statement, from, check.damages()).ifPresent(this::damage);
                from = statement.coverage().offset();
            }
            if (number >= oldest) {
                // a cut may bring one back that was being recycled, with its next header
                long signedTo = from;
                evidence.besides().stream()
                        .filter(damage -> damage.offset() < signedTo)
                        .forEach(this::damage);
            }
            joins(number, evidence);
        } catch (NoSuchFileException recycledMeanwhile) {
            present.remove(number);
        } catch (IOException e) {
            damages.add(new Damage(number, 0, 0, 0, "cannot be read: " + e.getMessage()));
        }
    }

    /// A segment of which nothing was signed holds nothing, or what is repeated in the next one: a
    /// failed flush left it.
    private void uncovered(int number) throws IOException {
        long next =
                bySegment.tailMap(number).values().stream()
                        .mapToLong(said -> said.getFirst().coverage().firstSeq())
                        .findFirst()
                        .orElse(0);
        try {
            SegmentEvidence.read(disk, identity.of(number)).notBefore(next).ifPresent(this::damage);
        } catch (NoSuchFileException recycledMeanwhile) {
            present.remove(number);
        }
    }

    private void damage(Damage damage) {
        if (!damages.contains(damage)) {
            damages.add(damage);
        }
    }

    /// The first block of a segment names the last one that was signed of the segment before, also
    /// when that is recycled.
    private void joins(int number, SegmentEvidence evidence) {
        Optional<Coverage> former =
                bySegment.getOrDefault(number - 1, List.of()).stream()
                        .filter(one -> one.frame().kind() == Kind.END)
                        .map(SignedStatement::coverage)
                        .reduce((_, last) -> last);
        if (former.isPresent() && damages.isEmpty()) {
            evidence.joins(former.get()).ifPresent(this::damage);
        }
    }

    private Report report(
            long statements, Optional<SignedStatement> newest, JournalCheck.Report check) {
        long signedTo = newest.map(one -> one.coverage().lastSeq()).orElse(0L);
        return new Report(
                statements,
                List.copyOf(keys),
                signedTo,
                newest.map(one -> one.frame().wallMillis()).orElse(0L),
                newest.map(one -> one.hash().toString()).orElse(""),
                Math.max(0, check.lastSeq() - Math.max(signedTo, check.firstSeq() - 1)),
                List.copyOf(complaints),
                List.copyOf(damages));
    }
}
