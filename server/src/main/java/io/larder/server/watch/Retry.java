package io.larder.server.watch;

import io.larder.server.json.Json;
import io.larder.server.projector.Projector;
import io.larder.server.terminal.BoxClock;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Journal;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import io.larder.storage.QuarantineRow;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Has quarantined lines read again: one journal entry for each, so that a rebuilt ledger reads
/// them again at the same place.
public final class Retry {
    /// What became of a line.
    public enum Outcome {
        UNDERSTOOD("understood"),
        NOT_UNDERSTOOD("still not understood"),
        BEFORE("was understood before"),
        UNKNOWN("not in quarantine");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        /// As a person reads it.
        public String word() {
            return word;
        }
    }

    /// A line and what became of it.
    public record Line(Position place, Outcome outcome) {}

    private static final long WAIT_MILLIS = 60_000;

    private Retry() {}

    /// Journals and waits until the lines are read. Throws `IOException` when the journal takes no
    /// entry or the ledger does not come up.
    public static List<Line> run(
            Journal journal,
            Projector projector,
            LedgerReader ledger,
            BoxClock clock,
            List<Position> places)
            throws IOException, InterruptedException {
        List<Optional<Outcome>> known =
                places.stream().map(ledger.quarantine()::find).map(Retry::known).toList();
        long last = 0;
        for (int i = 0; i < places.size(); i++) {
            if (known.get(i).isEmpty()) {
                last = append(journal, clock, places.get(i));
            }
        }
        if (!projector.await(last, WAIT_MILLIS)) {
            throw new IOException(
                    "the lines are to be read again, but the ledger is behind at entry "
                            + projector.applied()
                            + " of "
                            + last);
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Position place = places.get(i);
            lines.add(new Line(place, known.get(i).orElseGet(() -> outcome(ledger, place))));
        }
        return lines;
    }

    /// Empty when the line waits to be read.
    private static Optional<Outcome> known(Optional<QuarantineRow> line) {
        return line.isEmpty()
                ? Optional.of(Outcome.UNKNOWN)
                : Optional.of(Outcome.BEFORE).filter(_ -> line.get().settled());
    }

    private static Outcome outcome(LedgerReader ledger, Position place) {
        return ledger.quarantine().find(place).filter(QuarantineRow::settled).isPresent()
                ? Outcome.UNDERSTOOD
                : Outcome.NOT_UNDERSTOOD;
    }

    private static long append(Journal journal, BoxClock clock, Position place) throws IOException {
        byte[] payload =
                Json.write(Map.of("place", place.toString())).getBytes(StandardCharsets.UTF_8);
        return switch (journal.append(
                new Draft(EntryKind.RETRY, "", payload, false, clock.stamp()))) {
            case Receipt receipt -> receipt.seq();
            case Refused refused ->
                    throw new IOException("the journal takes no entry: " + refused.why());
        };
    }
}
