package io.larder.server.watch;

import io.larder.storage.Ledger;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import io.larder.storage.QuarantineRow;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Two ledgers side by side, page by page.
final class Comparison {
    private static final int MOST_LISTED = 20;
    private static final int PAGE = 200;

    private interface Pages<T> {
        List<T> from(Position position);
    }

    /// Rows one by one, in the order of their places.
    private static final class Rows<T> {
        private final Pages<T> pages;
        private final Function<T, Position> place;
        private final Deque<T> page = new ArrayDeque<>();
        private Position next = Position.START;
        private boolean ended;

        Rows(Pages<T> pages, Function<T, Position> place) {
            this.pages = pages;
            this.place = place;
        }

        /// Where the next row is; behind everything when there is none.
        Position at() {
            if (page.isEmpty() && !ended) {
                page.addAll(pages.from(next));
                ended = page.isEmpty();
            }
            return page.isEmpty() ? new Position(Long.MAX_VALUE, 0) : place.apply(page.peek());
        }

        T take() {
            T row = page.remove();
            next = new Position(place.apply(row).seq(), place.apply(row).row() + 1);
            return row;
        }
    }

    private final LedgerReader ledger;
    private final Ledger second;
    private final List<String> listed;
    private long different;
    private long records;

    /// The first differences are put into `listed`.
    Comparison(LedgerReader ledger, Ledger second, List<String> listed) {
        this.ledger = ledger;
        this.second = second;
        this.listed = listed;
    }

    long records() {
        return records;
    }

    /// How many differences there are.
    long run(long lastSeq) {
        try (LedgerReader built = second.reader()) {
            merge(
                    "record",
                    new Rows<>(at -> ledger.records(at, lastSeq, PAGE), LedgerRow::position),
                    new Rows<>(at -> built.records(at, lastSeq, PAGE), LedgerRow::position),
                    Comparison::said);
            merge(
                    "quarantined line",
                    new Rows<>(
                            at -> ledger.quarantine().page(at, true, PAGE),
                            QuarantineRow::position),
                    new Rows<>(
                            at -> built.quarantine().page(at, true, PAGE), QuarantineRow::position),
                    Comparison::said);
            facts(built);
        }
        return different;
    }

    private <T> void merge(
            String what, Rows<T> have, Rows<T> want, Function<T, Map<String, String>> said) {
        Position end = new Position(Long.MAX_VALUE, 0);
        while (!have.at().equals(end) || !want.at().equals(end)) {
            Position place = have.at();
            int order = place.compareTo(want.at());
            if (order < 0) {
                differs(what + " " + place + " is in the ledger, but not in the journal");
                have.take();
            } else if (order > 0) {
                differs(what + " " + want.at() + " is missing from the ledger");
                want.take();
            } else {
                compare(what + " " + place, said.apply(have.take()), said.apply(want.take()));
            }
            records += what.equals("record") ? 1 : 0;
        }
    }

    private void facts(LedgerReader built) {
        TreeSet<String> subjects = new TreeSet<>(ledger.facts().subjectsOf(""));
        subjects.addAll(built.facts().subjectsOf(""));
        // Facts without subject are about the ledger itself.
        subjects.remove("");
        for (String subject : subjects) {
            compare("facts of " + subject, ledger.facts().of(subject), built.facts().of(subject));
        }
    }

    private void compare(String what, Map<String, String> have, Map<String, String> want) {
        TreeSet<String> names = new TreeSet<>(have.keySet());
        names.addAll(want.keySet());
        for (String name : names) {
            String ledgers = have.getOrDefault(name, "absent");
            String journals = want.getOrDefault(name, "absent");
            if (!ledgers.equals(journals)) {
                differs(what + ": " + name + " is " + ledgers + ", by the journal " + journals);
            }
        }
    }

    private void differs(String how) {
        different++;
        if (listed.size() < MOST_LISTED) {
            listed.add(how);
        }
    }

    private static Map<String, String> said(LedgerRow row) {
        Map<String, String> said = new TreeMap<>();
        said.put("kind", row.kind());
        said.put("family", row.family());
        said.put("verdict", row.verdict());
        said.put("terminal", row.subject());
        said.put("key", row.source() + "/" + row.key());
        said.put("epoch", Integer.toString(row.epoch()));
        said.put("digest", HexFormat.of().formatHex(row.digest()));
        said.put("fields", row.fields());
        said.put("raw", row.raw().map(Comparison::bytes).orElse("in the journal"));
        said.put("repeats", Long.toString(row.repeats()));
        return said;
    }

    private static Map<String, String> said(QuarantineRow row) {
        Map<String, String> said = new TreeMap<>();
        said.put("terminal", row.subject());
        said.put("table", row.source());
        said.put("reason", row.reason());
        said.put("raw", bytes(row.raw()));
        said.put("repeats", Long.toString(row.repeats()));
        said.put("settled", Boolean.toString(row.settled()));
        return said;
    }

    private static String bytes(byte[] bytes) {
        return bytes.length + " bytes with hash " + Integer.toHexString(Arrays.hashCode(bytes));
    }
}
