package io.larder.server.simulate;

import io.larder.server.record.Serial;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The ledger of what the box owes: an id is known when its row is sent and becomes an obligation
/// with the `OK`. An id is the natural key of a row: `serial/TABLE/recNo` for canteen rows,
/// `serial/ATTLOG/pin/time` for punches. Line items of purchases are no obligations.
///
/// ```
/// file = line*      line = ("sent" | "ok") TAB id LF      a last line without LF is ignored
/// ```
///
/// Each line is handed to the operating system before the next step, so the file survives the death
/// of this process.
public final class Obligations implements AutoCloseable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

    /// Id to whether it was acknowledged.
    private final Map<String, Boolean> ids = new HashMap<>();

    /// `serial/TABLE` to the largest last part of its ids.
    private final Map<String, String> furthest = new HashMap<>();

    private final Writer out;
    private long acknowledged;

    private Obligations(Writer out) {
        this.out = out;
    }

    /// Kept in memory only.
    public static Obligations inMemory() {
        return new Obligations(Writer.nullWriter());
    }

    /// Goes on with `file`, which is created when missing.
    public static Obligations in(Path file) throws IOException {
        String kept = Files.exists(file) ? Files.readString(file) : "";
        String whole = kept.substring(0, kept.lastIndexOf('\n') + 1);
        if (whole.length() < kept.length()) {
            Files.writeString(file, whole);
        }
        BufferedWriter out =
                Files.newBufferedWriter(
                        file,
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
        Obligations obligations = new Obligations(out);
        whole.lines().forEach(obligations::read);
        return obligations;
    }

    /// The id of a canteen row.
    static String numbered(Serial serial, String table, long recNo) {
        return serial + "/" + table + "/" + recNo;
    }

    /// The id of a punch.
    public static String punch(Serial serial, String pin, LocalDateTime time) {
        return serial + "/ATTLOG/" + pin + "/" + TIME.format(time);
    }

    /// The box may have seen these from now on.
    public synchronized void sent(Collection<String> rows) {
        for (String id : rows) {
            if (ids.putIfAbsent(id, false) == null) {
                remember(id);
                write("sent", id);
            }
        }
        flush();
    }

    /// The box said `OK` to these.
    public synchronized void acknowledged(Collection<String> rows) {
        for (String id : rows) {
            acknowledge(id);
            write("ok", id);
        }
        flush();
    }

    /// How many ids the box owes.
    public synchronized long acknowledgedCount() {
        return acknowledged;
    }

    /// How many ids were sent and not acknowledged yet.
    public synchronized long unansweredCount() {
        return ids.size() - acknowledged;
    }

    /// The largest record number, or the latest time, that was ever sent for a table.
    public synchronized Optional<String> furthest(Serial serial, String table) {
        return Optional.ofNullable(furthest.get(serial + "/" + table));
    }

    /// Compares the obligations with the ids of everything that stands at headquarters.
    public synchronized Proof verify(Iterable<String> idsAtHeadquarters) {
        Set<String> there = new HashSet<>();
        Set<String> twice = new HashSet<>();
        Set<String> phantoms = new HashSet<>();
        for (String id : idsAtHeadquarters) {
            if (!ids.containsKey(id)) {
                phantoms.add(id);
            } else if (!there.add(id)) {
                twice.add(id);
            }
        }
        Set<String> lost = new HashSet<>();
        ids.forEach((id, owed) -> {
            if (owed && !there.contains(id)) {
                lost.add(id);
            }
        });
        return Proof.of(acknowledged, there.size(), lost, twice, phantoms);
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }

    private void read(String line) {
        String[] parts = line.split("\t", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("expected sent or ok, TAB, id; found: " + line);
        }
        ids.putIfAbsent(parts[1], false);
        remember(parts[1]);
        if (parts[0].equals("ok")) {
            acknowledge(parts[1]);
        }
    }

    private void acknowledge(String id) {
        Boolean before = ids.put(id, true);
        if (before == null || !before) {
            acknowledged++;
        }
    }

    /// Numbers have no leading zeros and times one length, so longer is later, then by letters.
    private void remember(String id) {
        int table = id.indexOf('/', id.indexOf('/') + 1);
        String last = id.substring(id.lastIndexOf('/') + 1);
        furthest.merge(
                id.substring(0, Math.max(table, 0)),
                last,
                (a, b) ->
                        (a.length() == b.length() ? a.compareTo(b) : a.length() - b.length()) > 0
                                ? a
                                : b);
    }

    private void write(String what, String id) {
        try {
            out.append(what).append('\t').append(id).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write down " + what + " " + id, e);
        }
    }

    private void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot flush the list of obligations", e);
        }
    }
}
