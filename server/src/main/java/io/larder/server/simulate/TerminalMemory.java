package io.larder.server.simulate;

import io.larder.server.record.Bytes;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// What a canteen terminal remembers, also without power: tables, options, files and its latest
/// records. A new one is factory-new. Safe to read while the terminal works; what is read is a
/// copy. Text is decoded, fields have their documented names.
public final class TerminalMemory {
    /// A file that every terminal has, with each byte there is, so also NUL, LF, `&` and `=`.
    public static final String FACTORY_FILE = "/mnt/mtdblock/data.bin";

    /// How a terminal treats a card.
    public enum Standing {
        WHITE,
        BLACK,
        UNKNOWN
    }

    private final Map<HeldTable, Map<List<String>, Map<String, String>>> tables =
            new EnumMap<>(HeldTable.class);
    private final Map<HeldTable, Integer> limits = new EnumMap<>(HeldTable.class);
    private final Map<String, String> options = new TreeMap<>();
    private final Map<String, String> told = new HashMap<>();
    private final Map<String, Bytes> files = new TreeMap<>();
    private final RecordMemory records = new RecordMemory();

    public TerminalMemory() {
        for (HeldTable table : HeldTable.values()) {
            tables.put(table, new LinkedHashMap<>());
            limits.put(table, table.capacity);
        }
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        files.put(FACTORY_FILE, Bytes.wrap(all));
    }

    /// Lets `table` hold at most `rows`; more are refused with -1001.
    public synchronized TerminalMemory withLimit(HeldTable table, int rows) {
        limits.put(table, rows);
        return this;
    }

    /// The rows of `table`, in the order in which they first came.
    public synchronized List<Map<String, String>> rows(HeldTable table) {
        return of(table).values().stream().map(Map::copyOf).toList();
    }

    public synchronized int count(HeldTable table) {
        return of(table).size();
    }

    /// The row of `table` with these values of its key fields.
    public synchronized Optional<Map<String, String>> row(HeldTable table, String... key) {
        return Optional.ofNullable(of(table).get(List.of(key))).map(Map::copyOf);
    }

    /// Whether `card` would be served here: black when any of its accounts is.
    public synchronized Standing standing(String card) {
        Standing standing = Standing.UNKNOWN;
        for (Map<String, String> user : of(HeldTable.USERINFO).values()) {
            if (card.equals(user.get("CardNo"))) {
                standing = isBlack(user) ? Standing.BLACK : Standing.WHITE;
                if (standing == Standing.BLACK) {
                    return standing;
                }
            }
        }
        return standing;
    }

    /// What SET OPTION set.
    public synchronized Map<String, String> options() {
        return Map.copyOf(options);
    }

    /// What the latest initialisation said.
    public synchronized Map<String, String> told() {
        return Map.copyOf(told);
    }

    /// Path to content, of the factory and from PutFile.
    public synchronized Map<String, Bytes> files() {
        return Map.copyOf(files);
    }

    RecordMemory records() {
        return records;
    }

    /// Adds a row or changes the given fields of the one with the same key; false when it would be
    /// new and there is no room.
    synchronized boolean put(HeldTable table, Map<String, String> fields) {
        List<String> key = table.keys().stream().map(fields::get).toList();
        Map<List<String>, Map<String, String>> rows = of(table);
        Map<String, String> row = rows.get(key);
        if (row == null) {
            if (rows.size() >= Objects.requireNonNull(limits.get(table))) {
                return false;
            }
            row = new LinkedHashMap<>();
            rows.put(key, row);
        }
        row.putAll(fields);
        return true;
    }

    /// The rows that have all values of `condition`, which is every row when it is empty.
    synchronized List<Map<String, String>> find(HeldTable table, Map<String, String> condition) {
        return of(table).values().stream()
                .filter(row -> row.entrySet().containsAll(condition.entrySet()))
                .<Map<String, String>>map(LinkedHashMap::new)
                .toList();
    }

    /// Removes what [#find] finds.
    synchronized void remove(HeldTable table, Map<String, String> condition) {
        of(table).values().removeIf(row -> row.entrySet().containsAll(condition.entrySet()));
    }

    /// How many rows of USERINFO are black.
    synchronized long blackUsers() {
        return of(HeldTable.USERINFO).values().stream().filter(TerminalMemory::isBlack).count();
    }

    synchronized void set(String option, String value) {
        options.put(option, value);
    }

    synchronized void tell(Map<String, String> latest) {
        told.clear();
        told.putAll(latest);
    }

    synchronized void store(String path, Bytes content) {
        files.put(path, content);
    }

    synchronized Optional<Bytes> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /// Forgets tables and records, as CLEAR DATA wants it.
    synchronized void clear() {
        tables.values().forEach(Map::clear);
        records.clear();
    }

    private static boolean isBlack(Map<String, String> user) {
        return "1".equals(user.get("UserType"));
    }

    private Map<List<String>, Map<String, String>> of(HeldTable table) {
        return Objects.requireNonNull(tables.get(table));
    }
}
