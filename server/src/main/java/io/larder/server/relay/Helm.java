package io.larder.server.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.json.Steering;
import io.larder.storage.Appended;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import io.larder.storage.Receipt;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// What people decided about one upstream. A decision is journaled first; the relay's thread learns
/// of it from the ledger, as it does after a restart.
final class Helm {
    private final String upstream;
    private final Box box;

    /// The entry of the last decision.
    private final AtomicLong decided;

    private long learned = -1;
    private boolean paused;

    /// The places that people want to go back to, and what is still to be done of the first.
    private List<Position> wantedBack = List.of();

    private Optional<Position> rewind = Optional.empty();
    private String used = "";

    Helm(String upstream, Box box) {
        this.upstream = upstream;
        this.box = box;
        this.decided = new AtomicLong(box.store().journal().lastSeq());
    }

    /// Journals a decision; for any thread.
    Appended decide(Steering.Action action, List<Position> places, String by) {
        return write(Steering.of(upstream, action, places, by));
    }

    private Appended write(Steering steering) {
        byte[] payload = steering.write().getBytes(UTF_8);
        Appended appended =
                box.store()
                        .journal()
                        .append(
                                new Draft(
                                        EntryKind.STEERING, "", payload, false, box.clock().get()));
        if (appended instanceof Receipt receipt) {
            decided.accumulateAndGet(receipt.seq(), Math::max);
        }
        return appended;
    }

    String upstream() {
        return upstream;
    }

    /// The entry that the ledger must have before it is known what to do.
    long decided() {
        return decided.get();
    }

    /// Reads what holds now; false when the ledger is behind the last decision.
    boolean learn() {
        long last = decided.get();
        if (learned >= last) {
            return true;
        }
        try (LedgerReader ledger = box.store().ledger().reader()) {
            if (ledger.applied() < last) {
                return false;
            }
            Map<String, String> facts = ledger.facts().of(Steering.SUBJECT + upstream);
            paused = !facts.getOrDefault(Steering.PAUSED, "").isEmpty();
            List<Position> wanted = Steering.rewinds(facts);
            if (!wanted.equals(wantedBack)) {
                wantedBack = wanted;
                rewind = wanted.stream().findFirst();
            }
            used = facts.getOrDefault(Steering.USED, "");
            learned = last;
            return true;
        }
    }

    /// The records that are to go to `upstream` once more, by the entry that says so.
    static NavigableMap<Long, List<Position>> again(LedgerReader ledger, String upstream) {
        NavigableMap<Long, List<Position>> again = new TreeMap<>();
        ledger.facts()
                .of(Steering.AGAIN + upstream)
                .forEach((seq, places) -> again.put(Long.valueOf(seq), places(places)));
        return again;
    }

    private static List<Position> places(String text) {
        return Stream.of(text.split(" ")).flatMap(each -> Position.read(each).stream()).toList();
    }

    boolean isPaused() {
        return paused;
    }

    /// All places that people want to go back to, in order.
    List<Position> wantedBack() {
        return wantedBack;
    }

    /// Where a person wants to go back to.
    Optional<Position> rewind() {
        return rewind;
    }

    /// The day and the bytes that were written down last.
    String used() {
        return used;
    }

    /// Everything before `place` was sent again: a failure from now on need not go back further.
    void passed(Position place) {
        rewind = rewind.map(wanted -> wanted.compareTo(place) < 0 ? place : wanted);
    }

    /// Everything was sent again that people wanted.
    void rewound() {
        rewind = Optional.empty();
        decide(Steering.Action.REWOUND, wantedBack, "box");
    }

    /// Best effort: what is not written down is allowed again after a restart.
    void use(String dayAndBytes) {
        used = dayAndBytes;
        write(new Steering(upstream, Steering.Action.USED, List.of(), "box", dayAndBytes));
    }
}
