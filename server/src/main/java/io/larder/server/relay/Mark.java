package io.larder.server.relay;

import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Names the last record of a stretch by entry and the time it came, so that a box can tell whether
/// what the upstream has is what the box has. After an old copy was restored, the same numbers
/// stand for other records, and once there are enough of them the numbers alone look right.
record Mark(long seq, long receivedMillis) {
    static Mark of(LedgerRow row) {
        return new Mark(row.position().seq(), row.receivedMillis());
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

    /// Whether the ledger has that record.
    boolean isIn(LedgerReader ledger) {
        List<LedgerRow> found = new ArrayList<>();
        ledger.records(
                new Position(seq, 0),
                seq,
                row -> {
                    found.add(row);
                    return false;
                });
        return !found.isEmpty() && found.getFirst().receivedMillis() == receivedMillis;
    }
}
