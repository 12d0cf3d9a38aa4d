package io.larder.storage;

import io.larder.storage.SignedStatement.Kind;
import io.larder.storage.disk.Disk;
import java.io.IOException;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Signs what stands in the journal: a statement at the end of each segment, before a segment is
/// recycled, at a clean close, and at most once in [Signing#everyMillis] in between.
///
/// It reads the durable blocks from the segments as an auditor would, behind the writer and never
/// in its way, and goes on where the newest statement stands. What fails is told and tried again at
/// the next occasion; entries are taken all the same.
final class Notary {
    private final Disk disk;
    private final SegmentHeader identity;
    private final Signing signing;
    private final Supplier<NavigableMap<Integer, Long>> segments;
    private final Supplier<Catalog.Tail> durable;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ending = lock.newCondition();
    private boolean ended;
    private @Nullable StatementFile file;
    private SegmentTally tally = new SegmentTally(0);
    private Coverage stated = Coverage.NOTHING;
    private int oldest;
    private long generation;
    private volatile Optional<String> trouble = Optional.empty();

    /// `segments` gives the segments that hold entries by number, with the number of their first
    /// one.
    Notary(
            Disk disk,
            SegmentHeader identity,
            Signing signing,
            Supplier<NavigableMap<Integer, Long>> segments,
            Supplier<Catalog.Tail> durable) {
        this.disk = disk;
        this.identity = identity;
        this.signing = signing;
        this.segments = segments;
        this.durable = durable;
    }

    /// Signs from time to time until [#close].
    void start() {
        if (signing.everyMillis() > 0) {
            Thread.ofPlatform().daemon().name("journal-notary").start(this::fromTimeToTime);
        }
    }

    private void fromTimeToTime() {
        lock.lock();
        try {
            while (!ended) {
                long left = TimeUnit.MILLISECONDS.toNanos(signing.everyMillis());
                while (left > 0 && !ended) {
                    left = ending.awaitNanos(left);
                }
                sign();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the notary", e);
        } finally {
            lock.unlock();
        }
    }

    /// Signs what came since the newest statement.
    void sign() {
        attempt(() -> catchUp(segments.get()));
    }

    /// Signs that `segment` is given up, before its file gets another life: from then on it is not
    /// missed. What it holds is signed first.
    void recycling(int segment) {
        attempt(() -> {
            NavigableMap<Integer, Long> held = new TreeMap<>(segments.get());
            held.putIfAbsent(segment, 0L);
            catchUp(held);
            oldest = Math.max(oldest, segment + 1);
            state(Kind.INTERIM, stated);
        });
    }

    /// Signs the rest and stops.
    void close() {
        lock.lock();
        try {
            sign();
            ended = true;
            ending.signalAll();
            drop();
        } finally {
            lock.unlock();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /// After a failure all is read again from the medium: what it holds is not known any more.
    private void attempt(Work work) {
        lock.lock();
        try {
            if (!ended) {
                if (file == null) {
                    load();
                }
                work.run();
                trouble = Optional.empty();
            }
        } catch (IOException | RuntimeException e) {
            drop();
            tell("the journal cannot be signed: " + e);
        } finally {
            lock.unlock();
        }
    }

    private void tell(String what) {
        if (!trouble.equals(Optional.of(what))) {
            trouble = Optional.of(what);
            signing.alarm().accept(what);
        }
    }

    private void drop() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException nothingLeftToLose) {
            // what counts in it was flushed, or is said again
        }
        file = null;
    }

    private void load() throws IOException {
        StatementFile opened = StatementFile.open(disk);
        file = opened;
        Optional<SignedStatement> newest = opened.newest();
        if (newest.isPresent() && !ofThisStore(newest.get())) {
            drop();
            setAside(newest.get());
            load();
            return;
        }
        NavigableMap<Integer, Long> held = segments.get();
        int first = held.isEmpty() ? durable.get().segment() : held.firstKey();
        oldest = newest.map(last -> last.frame().oldestSegment()).orElse(first);
        generation = newest.map(last -> last.frame().generation()).orElse(0L);
        stated = newest.map(SignedStatement::coverage).orElse(Coverage.NOTHING);
        tally = new SegmentTally(first);
        if (newest.isPresent()) {
            sameKey(opened);
            resume(opened, newest.get());
        }
    }

    private boolean ofThisStore(SignedStatement statement) {
        return statement.frame().box() == identity.box()
                && statement.frame().epoch() == identity.epoch();
    }

    /// The journal began anew in this folder; what was signed of the former one is kept beside it.
    private void setAside(SignedStatement statement) throws IOException {
        String aside = StatementFile.NAME + "-" + Long.toHexString(statement.frame().epoch());
        disk.rename(StatementFile.NAME, aside);
        disk.sync();
        tell("the statements are of another journal: kept as " + aside);
    }

    private void sameKey(StatementFile opened) {
        byte[] mine = signing.signer().publicKey();
        Optional<SignedStatement> before = opened.last().or(opened::newest);
        if (before.isPresent() && !Arrays.equals(before.get().nextKey(), mine)) {
            tell("the box's key changed and the former one did not hand over to it");
        }
    }

    /// Counts anew what the newest statement covers, in order to go on behind it.
    private void resume(StatementFile opened, SignedStatement newest) throws IOException {
        Coverage claimed = newest.coverage();
        NavigableMap<Integer, Long> held = segments.get();
        boolean asSigned = durable.get().nextSeq() > claimed.lastSeq();
        if (newest.frame().kind() == Kind.END) {
            tally = new SegmentTally(claimed.segment() + 1);
        } else if (held.containsKey(claimed.segment())) {
            tally = new SegmentTally(claimed.segment());
            tally.read(disk, identity.epoch(), claimed.offset(), Long.MAX_VALUE);
            asSigned &= tally.coverage().equals(claimed);
        }
        if (!asSigned) {
            if (opened.kept() == newest.frame().number()) {
                opened.keep(newest);
            }
            tell(
                    "the journal is not what its newest statement says: entries %d to %d of segment %d"
                            .formatted(claimed.firstSeq(), claimed.lastSeq(), claimed.segment()));
        }
    }

    private void catchUp(NavigableMap<Integer, Long> held) throws IOException {
        Catalog.Tail tail = durable.get();
        int from = Math.min(tally.segment(), tail.segment());
        for (int number : held.subMap(from, tail.segment()).keySet()) {
            long next = firstBehind(held, number, tail);
            at(number).read(disk, identity.epoch(), Long.MAX_VALUE, next);
            if (tally.coverage().entries() > 0 && !isKept(tally.coverage())) {
                state(Kind.END, tally.coverage());
            }
            tally = new SegmentTally(number + 1);
        }
        if (tail.segment() > 0) {
            at(tail.segment()).read(disk, identity.epoch(), tail.offset(), Long.MAX_VALUE);
            Coverage now = tally.coverage();
            if (now.entries() > 0 && !now.chain().equals(stated.chain())) {
                state(Kind.INTERIM, now);
            }
        }
    }

    /// A repeated start of the same segment's end says nothing new.
    private boolean isKept(Coverage coverage) {
        return Objects.requireNonNull(file)
                .last()
                .filter(last -> last.coverage().equals(coverage))
                .isPresent();
    }

    private SegmentTally at(int number) {
        if (tally.segment() != number) {
            tally = new SegmentTally(number);
        }
        return tally;
    }

    /// The first entry behind segment `number`. A block that a failed flush left at the segment's
    /// end was written once more there, and only there it is safe.
    private static long firstBehind(
            NavigableMap<Integer, Long> held, int number, Catalog.Tail tail) {
        return held.tailMap(number, false).values().stream()
                .filter(seq -> seq > 0)
                .findFirst()
                .orElse(tail.nextSeq());
    }

    private void state(Kind kind, Coverage coverage) throws IOException {
        StatementFile open = Objects.requireNonNull(file);
        SignedStatement.Frame frame =
                new SignedStatement.Frame(
                        kind,
                        open.kept(),
                        generation + 1,
                        identity.box(),
                        identity.epoch(),
                        oldest,
                        signing.wallMillis().getAsLong(),
                        open.last().map(SignedStatement::hash).orElse(Hash.NONE));
        Signer signer = signing.signer();
        open.write(SignedStatement.make(frame, coverage, signer, signer.publicKey()));
        generation++;
        stated = coverage;
    }

    /// Why the journal is not signed at present.
    Optional<String> trouble() {
        return trouble;
    }
}
