package io.larder.server.simulate;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/// The latest records of a terminal, kept so that they can be sent again.
final class RecordMemory {
    /// Of each kind; real terminals keep tens of thousands.
    static final int MOST = 500;

    private final Map<RecordTable, ArrayDeque<Kept>> records = new EnumMap<>(RecordTable.class);

    RecordMemory() {
        for (RecordTable table : RecordTable.values()) {
            records.put(table, new ArrayDeque<>());
        }
    }

    synchronized void keep(RecordTable table, Kept record) {
        ArrayDeque<Kept> kept = of(table);
        if (kept.size() == MOST) {
            kept.removeFirst();
        }
        kept.addLast(record);
    }

    /// Oldest first.
    synchronized List<Kept> find(RecordTable table, Predicate<Kept> wanted) {
        return of(table).stream().filter(wanted).toList();
    }

    synchronized void remove(RecordTable table, Predicate<Kept> unwanted) {
        of(table).removeIf(unwanted);
    }

    synchronized int count(RecordTable table) {
        return of(table).size();
    }

    synchronized void clear() {
        records.values().forEach(ArrayDeque::clear);
    }

    private ArrayDeque<Kept> of(RecordTable table) {
        return Objects.requireNonNull(records.get(table));
    }
}
