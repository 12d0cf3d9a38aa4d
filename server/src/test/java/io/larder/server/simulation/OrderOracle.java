package io.larder.server.simulation;

import io.larder.server.json.Json;
import io.larder.storage.CommandRow;
import io.larder.storage.CommandView;
import io.larder.storage.LedgerRow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// Knows which orders the box promised to see to, which of them tills have carried out, and which
/// replies the box has: what the box says of them in the end, and what headquarters has of it, must
/// agree with that.
final class OrderOracle {
    private static final String RESULT = "commandResult";
    private static final String SETTLED = "settled";

    /// What was ordered of which till; `once`: a second time would do harm.
    record Promise(String serial, String words, boolean once) {
        boolean isReboot() {
            return words.equals("REBOOT");
        }
    }

    private final Trace trace;
    private final Map<Long, Promise> promised = new TreeMap<>();
    private final Set<Long> replied = new HashSet<>();
    private boolean headquartersForgot;

    OrderOracle(Trace trace) {
        this.trace = trace;
    }

    /// The box has given the order that number.
    void promised(long id, Promise promise) {
        promised.put(id, promise);
    }

    /// The box has said `OK` to a reply.
    void replied(long id) {
        replied.add(id);
    }

    /// The box was put back: what it promised since, it cannot know, and gives its numbers again.
    void boxGoesBack(List<SimulatedTill> tills) {
        promised.clear();
        replied.clear();
        tills.forEach(till -> till.done().clear());
    }

    void headquartersGoesBack() {
        headquartersForgot = true;
    }

    /// At the end, when everything is at rest: what `box` knows and what headquarters has.
    void judge(List<SimulatedTill> tills, CommandView box, List<LedgerRow> records) {
        promised.forEach((id, promise) -> {
            int done =
                    tills.stream()
                            .filter(till -> till.serial().equals(promise.serial()))
                            .mapToInt(till -> till.done().getOrDefault(id, 0))
                            .sum();
            String state = box.find(id).map(CommandRow::state).orElse("lost");
            judge(id, promise, done, state);
            if (!headquartersForgot) {
                judgeTold(id, state, records);
            }
        });
        for (SimulatedTill till : tills) {
            till.done().keySet().stream()
                    .filter(id -> box.find(till.serial(), id).isEmpty())
                    .forEach(id -> trace.violation(till.serial() + " had " + id + ", now unknown"));
        }
    }

    private void judge(long id, Promise promise, int done, String state) {
        String what = "order " + id + ", " + promise + ", done " + done + " times: " + state;
        trace.add(what);
        boolean unended = Set.of("lost", "issued", "handedOver").contains(state);
        boolean twice = promise.once() && done > 1;
        boolean invented = state.equals(SETTLED) && done == 0 && !promise.isReboot();
        boolean unheard = replied.contains(id) && !state.equals(SETTLED);
        if (unended || twice || invented || unheard) {
            trace.violation(what + (unheard ? ", though its reply was taken" : ""));
        }
    }

    /// Each end of a command is a record, the last one is how it is now.
    private void judgeTold(long id, String state, List<LedgerRow> records) {
        List<Object> told =
                records.stream()
                        .filter(row -> row.kind().equals(RESULT))
                        .map(row -> Json.read(row.fields()))
                        .filter(fields -> Long.toString(id).equals(fields.get("commandId")))
                        .map(fields -> Objects.requireNonNull(fields.get("outcome")))
                        .toList();
        if (told.isEmpty() || !told.getLast().equals(state)) {
            trace.violation("order " + id + " is " + state + ", headquarters was told " + told);
        }
    }
}
