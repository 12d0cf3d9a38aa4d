package io.larder.server.relay;

import io.larder.server.json.Batch;
import io.larder.server.json.Epochs;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Cuts what the ledger holds behind a position into parcels.
///
/// How far the ledger is comes from the ledger itself, in the same file as the records: one that is
/// being built again says so, and its missing records are never taken for a stretch without any.
final class Backlog {
    private final Box box;
    private final RelayLimits limits;

    Backlog(Box box, RelayLimits limits) {
        this.box = box;
        this.limits = limits;
    }

    /// What comes at `from` in this life, without the records at `leftOut`; empty when the ledger
    /// has nothing there yet.
    Optional<Upstream.Parcel> next(
            Epochs.Life life, Position from, int mostRecords, Set<Position> leftOut) {
        try (LedgerReader ledger = box.store().ledger().reader()) {
            long last = Math.min(ledger.applied(), life.untilSeq() - 1);
            if (from.seq() > last) {
                return Optional.empty();
            }
            Cut cut = new Cut(mostRecords, leftOut);
            ledger.records(from, last, cut::take);
            Position next = cut.stop.orElse(new Position(last + 1, 0));
            Batch header =
                    new Batch(box.name(), life.epoch(), from, next, cut.items.size(), cut.mark);
            return Optional.of(new Upstream.Parcel(header, cut.items));
        }
    }

    private final class Cut {
        final List<Upstream.Item> items = new ArrayList<>();
        Optional<Position> stop = Optional.empty();
        Optional<String> mark = Optional.empty();
        private final int mostRecords;
        private final Set<Position> leftOut;
        private long bytes;

        Cut(int mostRecords, Set<Position> leftOut) {
            this.mostRecords = mostRecords;
            this.leftOut = leftOut;
        }

        boolean take(LedgerRow row) {
            if (leftOut.contains(row.position())) {
                return true;
            }
            boolean full = items.size() >= mostRecords;
            String json = full ? "" : box.json().write(row);
            bytes += json.length();
            if (full || (!items.isEmpty() && bytes > limits.batchBytes())) {
                stop = Optional.of(row.position());
                return false;
            }
            items.add(new Upstream.Item(row.position(), row.kind(), row.subject(), json));
            mark = Optional.of(Mark.of(row).text());
            return true;
        }
    }
}
