package io.larder.server.simulation;

import io.larder.server.json.BatchCodec;
import io.larder.server.json.Json;
import io.larder.server.json.RecordIdentity;
import io.larder.server.json.UnreadableBatch;
import io.larder.server.record.Bytes;
import io.larder.server.relay.larder.Reply;
import io.larder.storage.LedgerRow;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Knows what was promised: everything that a terminal recorded is at headquarters exactly once,
/// each terminal's in their order, and nothing that nobody made; and an identity that headquarters
/// took never stands for something else afterwards.
final class Oracle {
    private static final int TAKEN = 200;
    private static final String CLOCK = "clock";

    /// What the box makes itself.
    private static final Set<String> OWN = Set.of(CLOCK, "commandResult");

    /// A corrected time may be off by what two readings of two clocks differ.
    private static final long NEAR_MILLIS = 1_500;

    /// Of no boot that anybody remembers.
    private static final int FORGOTTEN = -1;

    /// When an entry really came, and in which boot of the machine.
    private record Arrival(long millis, int boot) {}

    private final Trace trace;
    private Map<String, String> byIdentity = new HashMap<>();

    /// By number; a box that was put back gives a number again.
    private final Map<Long, List<Arrival>> arrivals = new HashMap<>();

    private Map<String, String> remembered = Map.of();

    Oracle(Trace trace) {
        this.trace = trace;
    }

    /// What headquarters has now was copied.
    void remember() {
        remembered = Map.copyOf(byIdentity);
    }

    /// The copy was put back.
    void goBack() {
        byIdentity = new HashMap<>(remembered);
    }

    /// What arrived at headquarters, and what that said.
    void saw(String service, byte[] body, Reply reply) {
        trace.add(service + ": " + reply.status() + " " + reply.json());
        if (service.equals("batch") && reply.status() == TAKEN) {
            try {
                BatchCodec.unpack(body, (_, record) -> identified(record));
            } catch (UnreadableBatch e) {
                throw new AssertionError(e);
            }
        }
    }

    private void identified(Bytes record) {
        RecordIdentity said = RecordIdentity.read(record);
        String identity = said.box() + " " + said.epoch() + " " + said.position();
        String content =
                said.terminal()
                        + " "
                        + said.key().orElse("")
                        + " "
                        + said.contentDigest().orElse("");
        String before = byIdentity.putIfAbsent(identity, content);
        if (before != null && !before.equals(content)) {
            trace.violation(identity + " was " + before + ", is " + content);
        }
    }

    /// The box was put back to what it was once: what it knew since, it cannot say any more.
    void boxGoesBack() {
        arrivals.replaceAll((_, all) ->
                all.stream()
                        .map(arrival -> new Arrival(arrival.millis(), FORGOTTEN))
                        .collect(Collectors.toCollection(ArrayList::new)));
    }

    /// Entry `seq` of the box came at `millis`, whatever its clock said.
    void came(long seq, long millis, int boot) {
        arrivals.computeIfAbsent(seq, _ -> new ArrayList<>()).add(new Arrival(millis, boot));
    }

    /// At the end, when everything is at rest and the clock is right, in `boot` of the box.
    void judge(List<SimulatedTerminal> terminals, List<LedgerRow> records, int boot) {
        Map<String, List<Long>> promised = new TreeMap<>();
        Map<String, List<Long>> there = new TreeMap<>();
        Set<List<String>> kinds = new HashSet<>();
        for (SimulatedTerminal each : terminals) {
            promised.put(each.serial(), LongStream.rangeClosed(1, each.made()).boxed().toList());
            there.put(each.serial(), numbers(each, records));
            kinds.add(List.of(each.serial(), each.kind()));
        }
        if (!promised.equals(there)) {
            trace.violation("headquarters has " + there + ", owed are " + promised);
        }
        for (LedgerRow row : records) {
            if (!kinds.contains(List.of(row.subject(), row.kind())) && !OWN.contains(row.kind())) {
                trace.violation("nobody sent " + row.kind() + " " + row.fields());
            }
        }
        judgeTimes(records.stream().map(row -> Json.read(row.fields())).toList(), boot);
    }

    /// What came while the clock was not trusted is corrected to when it really came, and what came
    /// since the last start is corrected. A box that was put back gives numbers again, in a new
    /// epoch once headquarters notices. When it made entries of its own, nobody saw.
    private void judgeTimes(List<Map<String, Object>> records, int boot) {
        List<Map<String, Object>> clocks =
                records.stream().filter(each -> CLOCK.equals(each.get("kind"))).toList();
        Object epoch = records.getLast().get("epoch");
        for (Map<String, Object> record : records) {
            if (!Boolean.FALSE.equals(record.get("clockTrusted"))
                    || OWN.contains(record.get("kind"))) {
                continue;
            }
            long seq = number(record, "seq");
            List<Arrival> really = arrivals.getOrDefault(seq, List.of());
            List<Long> corrections =
                    clocks.stream()
                            .filter(clock ->
                                    Objects.equals(clock.get("epoch"), record.get("epoch")))
                            .filter(clock -> number(clock, "firstSeq") <= seq)
                            .filter(clock -> number(clock, "lastSeq") >= seq)
                            .map(clock -> number(clock, "correctionMillis"))
                            .toList();
            trace.add("entry " + seq + " is corrected by " + corrections);
            boolean known =
                    Objects.equals(record.get("epoch"), epoch)
                            && !really.isEmpty()
                            && really.stream().allMatch(arrival -> arrival.boot() == boot);
            if (corrections.size() > 1 || (known && corrections.isEmpty())) {
                trace.violation("entry " + seq + " is corrected by " + corrections);
            }
            long said =
                    OffsetDateTime.parse(String.valueOf(record.get("receivedAt")))
                            .toInstant()
                            .toEpochMilli();
            for (long correction : corrections) {
                if (really.stream().noneMatch(each -> isNear(said + correction, each))) {
                    trace.violation(
                            "entry "
                                    + seq
                                    + " came at "
                                    + said
                                    + " + "
                                    + correction
                                    + ": "
                                    + really);
                }
            }
        }
    }

    private static boolean isNear(long millis, Arrival arrival) {
        return Math.abs(millis - arrival.millis()) <= NEAR_MILLIS;
    }

    private static long number(Map<String, Object> record, String name) {
        return ((Number) Objects.requireNonNull(record.get(name))).longValue();
    }

    private static List<Long> numbers(SimulatedTerminal terminal, List<LedgerRow> records) {
        return records.stream()
                .filter(row -> row.subject().equals(terminal.serial()))
                .filter(row -> row.kind().equals(terminal.kind()))
                .map(terminal::number)
                .toList();
    }
}
