package io.larder.server.exchange;

import io.larder.server.projector.Introduction;
import io.larder.server.projector.Projector;
import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import io.larder.server.terminal.Admission;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Appended;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Intake;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Lets terminals in: a known serial passes, an unknown one if the policy says so, and then its
/// admission is durable before it gets any answer.
public final class Gate {
    /// Whether a terminal may go on.
    public sealed interface Passage {
        record Known(Terminal terminal) implements Passage {}

        /// The ledger is still being read, so nobody can say: what it sends is kept all the same.
        record Undecided() implements Passage {}

        record TurnedAway(String why) implements Passage {}

        /// It was to be let in, but that could not be written down.
        record NotNow(Refused refused) implements Passage {}
    }

    private final Intake intake;
    private final Terminals terminals;
    private final Admission admission;
    private final Projector projector;
    private final BoxClock clock;

    public Gate(
            Intake intake,
            Terminals terminals,
            Admission admission,
            Projector projector,
            BoxClock clock) {
        this.intake = intake;
        this.terminals = terminals;
        this.admission = admission;
        this.projector = projector;
        this.clock = clock;
    }

    public Passage pass(Serial serial, Family family, Map<String, String> facts) {
        var found = terminals.find(serial);
        if (found.isPresent()) {
            return new Passage.Known(found.get());
        }
        if (!projector.isCaughtUp()) {
            return new Passage.Undecided();
        }
        Optional<String> refusal = admission.refusal(serial);
        return refusal.isPresent()
                ? new Passage.TurnedAway(refusal.get())
                : admit(serial, family, facts);
    }

    private synchronized Passage admit(Serial serial, Family family, Map<String, String> facts) {
        var meanwhile = terminals.find(serial);
        if (meanwhile.isPresent()) {
            return new Passage.Known(meanwhile.get());
        }
        Map<String, String> known = new HashMap<>(facts);
        known.put(Facts.FAMILY, family.word());
        return switch (append(EntryKind.ADMISSION, serial, known)) {
            case Receipt receipt -> {
                known.put(Facts.ADMITTED, Long.toString(receipt.seq()));
                yield new Passage.Known(terminals.admit(serial, known));
            }
            case Refused refused -> new Passage.NotNow(refused);
        };
    }

    /// Writes down facts about a terminal.
    public Appended append(EntryKind kind, Serial serial, Map<String, String> facts) {
        return intake.append(
                new Draft(kind, serial.text(), Introduction.write(facts), false, clock.stamp()));
    }
}
