package io.larder.server.terminal;

import io.larder.server.record.Serial;
import io.larder.storage.LedgerReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The terminals that were let in. Their facts are the ledger's, kept in memory so that no question
/// of the door waits for the database; the projector says what changed. When they were last heard
/// is known since the start only.
public final class Terminals {
    /// When and from where a terminal was heard last, and the last of its entries.
    public record Heard(Instant at, String peer, long lastSeq) {}

    private final Map<Serial, Terminal> known = new ConcurrentHashMap<>();
    private final Map<Serial, Heard> heard = new ConcurrentHashMap<>();

    /// Reads all that the ledger knows.
    public void load(LedgerReader ledger) {
        known.clear();
        for (String subject : ledger.subjects(Facts.ADMITTED)) {
            Serial.read(subject).ifPresent(serial -> learn(serial, ledger.facts(subject)));
        }
    }

    public Optional<Terminal> find(Serial serial) {
        return Optional.ofNullable(known.get(serial));
    }

    /// All of them, by serial number.
    public List<Terminal> all() {
        return known.values().stream()
                .sorted((one, other) -> one.serial().compareTo(other.serial()))
                .toList();
    }

    /// The facts of a terminal are now these.
    public void learn(Serial serial, Map<String, String> facts) {
        known.put(serial, new Terminal(serial, facts));
    }

    /// A terminal spoke; `seq` is the entry it made, 0 for none.
    public void heard(Serial serial, Instant at, String peer, long seq) {
        heard.compute(
                serial,
                (_, before) ->
                        new Heard(at, peer, Math.max(seq, before == null ? 0 : before.lastSeq())));
    }

    public Optional<Heard> heard(Serial serial) {
        return Optional.ofNullable(heard.get(serial));
    }
}
