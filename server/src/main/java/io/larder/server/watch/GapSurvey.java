package io.larder.server.watch;

import io.larder.server.json.Json;
import io.larder.server.record.Kind;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is missing: entries of the journal that cannot be read any more, and record numbers between
/// the first and the last one of a terminal's table that never came (one pass over the ledger; what
/// is in the table's backup copy is not missing).
public final class GapSurvey {
    private static final List<Kind> NUMBERED = List.of(Kind.PURCHASE, Kind.TOPUP, Kind.SUBSIDY);
    private static final String BACKUP = "BAK";
    private static final int MOST_LISTED = 1_000;
    private static final int MOST_RANGES = 10;

    private record Numbering(String terminal, String table, int epoch)
            implements Comparable<Numbering> {
        @Override
        public int compareTo(Numbering other) {
            int byTerminal = terminal.compareTo(other.terminal);
            int byTable = byTerminal != 0 ? byTerminal : table.compareTo(other.table);
            return byTable != 0 ? byTable : Integer.compare(epoch, other.epoch);
        }
    }

    private final LedgerReader ledger;
    private final TreeMap<Numbering, NumberSet> numbers = new TreeMap<>();

    private GapSurvey(LedgerReader ledger) {
        this.ledger = ledger;
    }

    /// `entries` and `recordNumbers`; `lastSeq` bounds the former.
    public static Map<String, Object> of(LedgerReader ledger, long lastSeq) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("entries", new GapSurvey(ledger).entries(lastSeq));
        out.put("recordNumbers", numbers(ledger));
        return out;
    }

    /// One for each table of a terminal in which numbers are missing.
    static List<Map<String, Object>> numbers(LedgerReader ledger) {
        GapSurvey survey = new GapSurvey(ledger);
        NUMBERED.forEach(kind -> ledger.keys(kind.word(), survey::add));
        return survey.recordNumbers();
    }

    private List<Map<String, Object>> entries(long lastSeq) {
        List<Map<String, Object>> gaps = new ArrayList<>();
        for (LedgerRow row : ledger.page(Kind.GAP.word(), Position.START, lastSeq, MOST_LISTED)) {
            Map<String, Object> said = Json.read(row.fields());
            Map<String, Object> gap = new LinkedHashMap<>();
            gap.put("box", said.get("box"));
            gap.put("firstSeq", said.get("firstSeq"));
            gap.put("lastSeq", said.get("lastSeq"));
            gap.put("cause", said.get("cause"));
            gaps.add(gap);
        }
        return gaps;
    }

    private void add(LedgerReader.Key key) {
        if (key.key().matches("\\d{1,18}")) {
            numbers.computeIfAbsent(
                            new Numbering(key.subject(), key.source(), key.epoch()),
                            _ -> new NumberSet())
                    .add(Long.parseLong(key.key()));
        }
    }

    private List<Map<String, Object>> recordNumbers() {
        List<Map<String, Object>> gaps = new ArrayList<>();
        numbers.forEach((numbering, set) -> {
            if (!numbering.table().endsWith(BACKUP)) {
                List<NumberSet.Range> holes = set.holes(backup(numbering));
                if (!holes.isEmpty()) {
                    gaps.add(gap(numbering, set, holes));
                }
            }
        });
        return gaps;
    }

    private NumberSet backup(Numbering numbering) {
        String table = numbering.table() + BACKUP;
        return numbers.getOrDefault(
                new Numbering(numbering.terminal(), table, numbering.epoch()), new NumberSet());
    }

    private Map<String, Object> gap(
            Numbering numbering, NumberSet set, List<NumberSet.Range> holes) {
        Map<String, Object> gap = new LinkedHashMap<>();
        gap.put("terminal", numbering.terminal());
        gap.put("table", numbering.table());
        gap.put("epoch", (long) numbering.epoch());
        gap.put("first", set.first());
        gap.put("last", set.last());
        gap.put("missing", holes.stream().mapToLong(NumberSet.Range::size).sum());
        gap.put(
                "ranges",
                holes.stream().limit(MOST_RANGES).map(NumberSet.Range::toString).toList());
        gap.put("moreRanges", (long) Math.max(0, holes.size() - MOST_RANGES));
        gap.put(
                "quarantined",
                ledger.quarantine().waiting(numbering.terminal(), numbering.table()));
        return gap;
    }
}
