package io.larder.server.terminal;

import io.larder.server.record.Serial;
import io.larder.storage.LedgerReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The terminals that were let in, and apart from them those that stand behind other boxes. Their
/// facts are the ledger's, kept in memory so that no question of the door waits for the database;
/// the projector says what changed. When they were last heard is known since the start only.
public final class Terminals {
    /// When and from where a terminal was heard last, the last of its entries, and what it said in
    /// its last polls, by parameter.
    public record Heard(Instant at, String peer, long lastSeq, Map<String, String> polled) {
        /// Keeps an unchangeable copy.
        public Heard {
            polled = Map.copyOf(polled);
        }
    }

    private final Map<Serial, Terminal> known = new ConcurrentHashMap<>();
    private final Map<Serial, Terminal> remote = new ConcurrentHashMap<>();
    private final Map<Serial, Heard> heard = new ConcurrentHashMap<>();
    private final ClockOffsets clocks = new ClockOffsets();
    private volatile Consumer<Reported> listener = _ -> {}; // until somebody wants to know
    private volatile int bootId;

    /// Reads all that the ledger knows. Terminals it does not know yet stay known: they are in the
    /// journal, and nobody is turned away while a ledger is built again.
    public void load(LedgerReader ledger) {
        for (String subject : ledger.facts().subjects(Facts.ADMITTED)) {
            Serial.read(subject).ifPresent(serial -> learn(serial, ledger.facts().of(subject)));
        }
        for (String subject : ledger.facts().subjects(Facts.VIA)) {
            Serial.read(subject).ifPresent(serial -> learn(serial, ledger.facts().of(subject)));
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

    /// The terminal, if it stands behind another box and was never let in here.
    public Optional<Terminal> findRemote(Serial serial) {
        return known.containsKey(serial)
                ? Optional.empty()
                : Optional.ofNullable(remote.get(serial));
    }

    /// All that stand behind other boxes, by serial number.
    public List<Terminal> allRemote() {
        return remote.values().stream()
                .filter(each -> !known.containsKey(each.serial()))
                .sorted((one, other) -> one.serial().compareTo(other.serial()))
                .toList();
    }

    /// The facts of a terminal are now these. One that neither was let in nor stands behind another
    /// box is none of ours.
    public void learn(Serial serial, Map<String, String> facts) {
        Terminal terminal = new Terminal(serial, facts);
        if (facts.containsKey(Facts.ADMITTED)) {
            known.put(serial, terminal);
            remote.remove(serial);
        } else if (terminal.via().isPresent()) {
            remote.put(serial, terminal);
        }
    }

    /// A terminal was just let in with `facts`, unless the projector was quicker and knows more.
    public Terminal admit(Serial serial, Map<String, String> facts) {
        return known.computeIfAbsent(serial, key -> new Terminal(key, facts));
    }

    /// A terminal spoke; `seq` is the entry it made, 0 for none.
    public void heard(Serial serial, Instant at, String peer, long seq) {
        heard(serial, at, peer, seq, Map.of());
    }

    /// A terminal spoke and said `polled` of itself.
    public void heard(
            Serial serial, Instant at, String peer, long seq, Map<String, String> polled) {
        Heard now = new Heard(at, peer, seq, polled);
        heard.merge(serial, now, Terminals::merged);
    }

    private static Heard merged(Heard before, Heard now) {
        Map<String, String> polled = new HashMap<>(before.polled());
        polled.putAll(now.polled());
        long lastSeq = Math.max(before.lastSeq(), now.lastSeq());
        return new Heard(now.at(), now.peer(), lastSeq, polled);
    }

    public Optional<Heard> heard(Serial serial) {
        return Optional.ofNullable(heard.get(serial));
    }

    /// Who wants to know what terminals report the time of in this boot of the machine.
    public void whenReported(int boot, Consumer<Reported> wants) {
        bootId = boot;
        listener = wants;
    }

    /// A terminal's upload was understood, and something in it has a time. What came in another
    /// boot, and is understood once more because a ledger is built again, is old news.
    public void reported(Reported report) {
        if (report.stamp().bootId() == bootId) {
            clocks.heard(report);
            listener.accept(report);
        }
    }

    /// How far their clocks are off.
    public ClockOffsets clocks() {
        return clocks;
    }
}
