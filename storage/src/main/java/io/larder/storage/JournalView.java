package io.larder.storage;

import io.larder.storage.disk.Disk;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// A journal as it was at one moment, for programs beside a running box: looks only, locks nothing.
/// What is written later is not seen; what is recycled meanwhile reads as a gap.
public final class JournalView {
    private final Disk disk;
    private final SegmentHeader identity;
    private final TreeMap<Integer, Long> firstSeqs = new TreeMap<>();
    private final Catalog.Tail tail;
    private final int files;
    private final List<String> notices;
    private final Veil veil;

    private JournalView(Disk disk, SegmentHeader identity, Catalog catalog, Veil veil) {
        this.disk = disk;
        this.veil = veil;
        this.identity = identity;
        this.tail = catalog.tail();
        this.files = catalog.segments().size();
        this.notices = List.copyOf(catalog.notices());
        for (Catalog.Segment segment : catalog.segments().headMap(tail.segment(), true).values()) {
            firstSeqs.put(segment.number(), segment.firstSeq());
        }
    }

    static Optional<JournalView> of(Disk disk, Veil veil) throws IOException {
        Catalog catalog = Catalog.of(disk, 0);
        return catalog.identity().map(identity -> new JournalView(disk, identity, catalog, veil));
    }

    /// The name of the store, 16 hex digits.
    public String box() {
        return identity.boxName();
    }

    /// The epoch drawn when the store was made.
    public long epoch() {
        return identity.epoch();
    }

    /// The number of the oldest entry, one more than [#lastSeq] when there is none.
    public long firstSeq() {
        return firstSeqs.values().stream()
                .filter(seq -> seq > 0)
                .findFirst()
                .orElse(tail.nextSeq());
    }

    /// The number of the newest entry, 0 in an empty journal.
    public long lastSeq() {
        return tail.nextSeq() - 1;
    }

    /// How many segment files there are.
    public int files() {
        return files;
    }

    /// How many of them hold entries; the others are free.
    public int filesInUse() {
        return firstSeqs.size();
    }

    /// The segments that hold entries, by number.
    NavigableMap<Integer, Long> segments() {
        return firstSeqs;
    }

    /// Where the last whole block ends.
    Catalog.Tail tail() {
        return tail;
    }

    /// Reads from entry `seq` on.
    public JournalReader reader(long seq) {
        return new JournalReader(
                disk,
                identity.epoch(),
                from -> Segments.from(firstSeqs, from),
                () -> tail,
                veil,
                seq);
    }

    /// Entry `seq`; empty when it is not there or is damaged.
    public Optional<Entry> entry(long seq) throws IOException {
        try (JournalReader reader = reader(seq)) {
            return seq < 1 ? Optional.empty() : reader.one();
        }
    }

    /// That entry `seq` stands in this journal, for someone who has the public key only; empty when
    /// no statement covers it yet or it cannot be read.
    public Optional<EntryProof> proof(long seq) throws IOException {
        return EntryProof.of(disk, identity.epoch(), seq);
    }

    /// What a person should know about the state of the files.
    public List<String> notices() {
        return notices;
    }
}
