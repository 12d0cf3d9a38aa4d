package io.larder.server.relay;

import io.larder.storage.Journal;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// Names the last entry of a stretch by its number and the time it came, so that a box can tell
/// whether what the upstream has is what the box has. After an old copy was restored, the same
/// numbers stand for other entries, and once there are enough of them the numbers alone look right.
record Mark(long seq, long receivedMillis) {
    /// Of the stretch that ends before `next`. Its last record knows when its entry came; the
    /// journal, where it costs a search, is asked only for an entry behind that one. Where it has
    /// lost that entry, the record stands in for it, if there is one.
    static Optional<Mark> of(Position next, Journal journal, Optional<LedgerRow> last) {
        long seq = next.row() > 0 ? next.seq() : next.seq() - 1;
        Optional<Mark> record =
                last.map(row -> new Mark(row.position().seq(), row.receivedMillis()));
        return record.filter(mark -> mark.seq() == seq).or(() -> of(seq, journal)).or(() -> record);
    }

    private static Optional<Mark> of(long seq, Journal journal) {
        try {
            return journal.entry(seq).map(entry -> new Mark(seq, entry.stamp().wallMillis()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return seq + "@" + receivedMillis;
    }

    /// The mark in `text`, or empty when it is none of ours.
    static Optional<Mark> read(String text) {
        int at = text.indexOf('@');
        try {
            return at < 1
                    ? Optional.empty()
                    : Optional.of(
                            new Mark(
                                    Long.parseLong(text.substring(0, at)),
                                    Long.parseLong(text.substring(at + 1))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Whether the journal says that it is ours.
    boolean isIn(Journal journal) {
        return of(seq, journal).equals(Optional.of(this));
    }

    /// Whether it is ours as far as anyone can say: the ledger has that record, or neither ledger
    /// nor journal has anything there any more. The ledger must have come so far.
    boolean mayBeIn(Journal journal, LedgerReader ledger) {
        List<LedgerRow> found = ledger.records(new Position(seq, 0), seq, 1);
        return found.isEmpty()
                ? of(seq, journal).isEmpty()
                : found.getFirst().receivedMillis() == receivedMillis;
    }
}
