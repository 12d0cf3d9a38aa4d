package io.larder.server.projector;

import io.larder.server.json.Json;
import io.larder.server.record.Kind;
import io.larder.storage.Draft;
import io.larder.storage.Entry;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerBatch;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Remembers which entries came while the clock was not trusted, and says how far off it was once
/// that is known: one record `clock` for each stretch of them.
///
/// Facts of [#SUBJECT]: `open` is the stretch that is not over, `since.FIRST` one that is, both as
/// `FIRST LAST BOOT OFFSET`; OFFSET is wall clock minus monotonic clock in milliseconds. Behind a
/// stretch of which it was said stands ` told`.
public final class ClockProjection {
    static final String SUBJECT = "clock:";

    private static final String OPEN = "open";
    private static final String OVER = "since.";
    private static final String TOLD = " told";
    private static final String NONE = "";

    /// Between two readings of both clocks passes a little; a clock that was set moved by more.
    private static final long SAME_MILLIS = 1_000;

    private record Stretch(long first, long last, int bootId, long offsetMillis) {
        String write() {
            return first + " " + last + " " + bootId + " " + offsetMillis;
        }

        static Stretch read(String text) {
            String[] words = text.split(" ", -1);
            return new Stretch(
                    Long.parseLong(words[0]),
                    Long.parseLong(words[1]),
                    Integer.parseInt(words[2]),
                    Long.parseLong(words[3]));
        }

        boolean has(long seq) {
            return first <= seq && seq <= last;
        }
    }

    private final LedgerBatch ledger;
    private final Subject clock;

    ClockProjection(LedgerBatch ledger, Subject clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /// Takes note of one entry, in order. Says how many records came of it.
    int apply(Entry entry) {
        Draft.Stamp stamp = entry.stamp();
        Optional<Stretch> open =
                clock.fact(OPEN).filter(text -> !text.isEmpty()).map(Stretch::read);
        if (stamp.clockTrusted()) {
            open.ifPresent(stretch -> end(stretch, entry.seq()));
            return entry.kind() == EntryKind.CLOCK ? tell(entry) : 0;
        }
        if (open.filter(stretch -> goesOn(stretch, stamp)).isEmpty()) {
            open.ifPresent(stretch -> end(stretch, entry.seq()));
            Stretch begun =
                    new Stretch(entry.seq(), entry.seq(), stamp.bootId(), offsetMillis(stamp));
            clock.learn(OPEN, begun.write(), entry.seq());
        }
        return 0;
    }

    /// Whether the clock was trusted when entry `seq` came.
    boolean wasTrusted(long seq) {
        boolean over =
                clock.facts().entrySet().stream()
                        .filter(fact -> fact.getKey().startsWith(OVER))
                        .anyMatch(fact -> Stretch.read(fact.getValue()).has(seq));
        boolean open =
                clock.fact(OPEN)
                        .filter(text -> !text.isEmpty())
                        .map(Stretch::read)
                        .filter(stretch -> stretch.first() <= seq)
                        .isPresent();
        return !over && !open;
    }

    private static long offsetMillis(Draft.Stamp stamp) {
        return stamp.wallMillis() - stamp.monotonicMillis();
    }

    private static boolean goesOn(Stretch stretch, Draft.Stamp stamp) {
        return stretch.bootId() == stamp.bootId()
                && Math.abs(offsetMillis(stamp) - stretch.offsetMillis()) <= SAME_MILLIS;
    }

    private void end(Stretch open, long next) {
        Stretch over = new Stretch(open.first(), next - 1, open.bootId(), open.offsetMillis());
        clock.learn(OVER + open.first(), over.write(), next);
        clock.learn(OPEN, NONE, next);
    }

    /// Of other boots nobody will ever know: their monotonic clock began anew.
    private int tell(Entry entry) {
        List<Stretch> stretches = untold(clock.facts(), entry.stamp().bootId());
        for (int row = 0; row < stretches.size(); row++) {
            Stretch stretch = stretches.get(row);
            insert(entry, row, stretch);
            clock.learn(OVER + stretch.first(), stretch.write() + TOLD, entry.seq());
        }
        return stretches.size();
    }

    private static List<Stretch> untold(Map<String, String> facts, int bootId) {
        return facts.entrySet().stream()
                .filter(fact -> fact.getKey().startsWith(OVER) || fact.getKey().equals(OPEN))
                .map(Map.Entry::getValue)
                .filter(text -> !text.isEmpty() && !text.endsWith(TOLD))
                .map(Stretch::read)
                .filter(stretch -> stretch.bootId() == bootId)
                .sorted(Comparator.comparingLong(Stretch::first))
                .toList();
    }

    /// Whether there are stretches of `bootId` of which nothing was said yet.
    public static boolean owesWord(LedgerReader ledger, int bootId) {
        return !untold(ledger.facts().of(SUBJECT), bootId).isEmpty();
    }

    private void insert(Entry entry, int row, Stretch stretch) {
        Object ground = Json.read(Introduction.text(entry.payload())).get("ground");
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("firstSeq", stretch.first());
        fields.put("lastSeq", stretch.last());
        fields.put("correctionMillis", offsetMillis(entry.stamp()) - stretch.offsetMillis());
        fields.put("ground", String.valueOf(ground));
        ledger.insert(
                EntryProjection.ofBox(
                        new Position(entry.seq(), row),
                        Kind.CLOCK,
                        stretch.first() + "-" + stretch.last(),
                        fields,
                        entry.stamp()));
    }
}
