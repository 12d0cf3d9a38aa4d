package io.larder.server.simulation;

import io.larder.server.json.BatchCodec;
import io.larder.server.json.RecordIdentity;
import io.larder.server.json.UnreadableBatch;
import io.larder.server.record.Bytes;
import io.larder.server.relay.larder.Reply;
import io.larder.storage.LedgerRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// Knows what was promised: every meal of every till is at headquarters exactly once, each till's
/// in their order, and nothing else; and an identity that headquarters took never stands for
/// something else afterwards.
final class Oracle {
    private static final int TAKEN = 200;
    private static final String PURCHASE = "purchase";

    private final Trace trace;
    private Map<String, String> byIdentity = new HashMap<>();
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

    /// At the end, when everything is at rest.
    void judge(List<SimulatedTill> tills, List<LedgerRow> records) {
        Map<String, List<Long>> promised = new TreeMap<>();
        Map<String, List<Long>> there = new TreeMap<>();
        for (SimulatedTill till : tills) {
            promised.put(till.serial(), LongStream.rangeClosed(1, till.meals()).boxed().toList());
            there.put(till.serial(), numbers(till.serial(), records));
        }
        if (!promised.equals(there)) {
            trace.violation("headquarters has " + there + ", owed are " + promised);
        }
        for (LedgerRow row : records) {
            if (!row.kind().equals(PURCHASE) || !promised.containsKey(row.subject())) {
                trace.violation("nobody sent " + row.kind() + " " + row.fields());
            }
        }
    }

    private static List<Long> numbers(String serial, List<LedgerRow> records) {
        return records.stream()
                .filter(row -> row.subject().equals(serial))
                .map(row -> Long.valueOf(row.key()))
                .toList();
    }
}
