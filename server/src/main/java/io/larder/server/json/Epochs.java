package io.larder.server.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// Which epoch the identity of an entry carries. A store begins with one; a later one holds from
/// the entry it names on, whatever held there before. Safe for many threads.
public final class Epochs implements RecordJson.EpochOf {
    /// Whose facts hold the epochs: one fact `epoch.<seq of the entry>` for each `EPOCH` entry, its
    /// value the entry's payload as text.
    public static final String SUBJECT = "box";

    /// What the names of those facts begin with.
    public static final String FACT = "epoch.";

    /// A new epoch from entry `fromSeq` on: the payload of an `EPOCH` entry.
    public record Change(long epoch, long fromSeq) {
        /// The payload as text.
        public String write() {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("epoch", epoch);
            out.put("fromSeq", fromSeq);
            return Json.write(out);
        }

        /// Reads the payload; throws `IllegalArgumentException` when it is none.
        public static Change read(String text) {
            Fields fields = new Fields(Json.read(text));
            return new Change(
                    fields.number("epoch", 1, Fields.MAX_EXACT),
                    fields.number("fromSeq", 1, Fields.MAX_EXACT));
        }
    }

    /// One life of the numbering: entries `fromSeq` (inclusive) to `untilSeq` (exclusive).
    public record Life(long epoch, long fromSeq, long untilSeq) {
        /// Whether it is the one that new entries get.
        public boolean open() {
            return untilSeq == Long.MAX_VALUE;
        }
    }

    private final TreeMap<Long, Long> byFirstSeq = new TreeMap<>();

    private final Set<Long> seen = new HashSet<>();

    /// A store whose first epoch is `first`.
    public Epochs(long first) {
        seen.add(first);
        byFirstSeq.put(1L, first);
    }

    /// Adds what the ledger knows: the facts of [#SUBJECT], in the order of their entries.
    public void learn(Map<String, String> facts) {
        NavigableMap<Long, String> byEntry = new TreeMap<>();
        facts.forEach((name, value) -> {
            if (name.startsWith(FACT)) {
                byEntry.put(Long.parseLong(name.substring(FACT.length())), value);
            }
        });
        byEntry.values().forEach(text -> add(Change.read(text)));
    }

    /// The latest change wins from its entry on. Adding one twice changes nothing.
    public synchronized void add(Change change) {
        if (seen.add(change.epoch())) {
            byFirstSeq.tailMap(change.fromSeq(), true).clear();
            byFirstSeq.put(change.fromSeq(), change.epoch());
        }
    }

    @Override
    public synchronized long epoch(long seq) {
        return byFirstSeq.floorEntry(Math.max(1, seq)).getValue();
    }

    /// All lives from the oldest to the open one.
    public synchronized List<Life> lives() {
        List<Life> lives = new ArrayList<>();
        byFirstSeq.forEach((from, epoch) -> {
            Long until = byFirstSeq.higherKey(from);
            lives.add(new Life(epoch, from, until == null ? Long.MAX_VALUE : until));
        });
        return lives;
    }
}
