package io.larder.server.relay;

import io.larder.server.json.Batch;
import io.larder.server.json.Epochs;
import io.larder.server.json.Json;
import io.larder.server.json.RecordContent;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
    /// has nothing there yet. The records at `bare` go without the bytes they are about.
    Optional<Upstream.Parcel> next(
            Epochs.Life life,
            Position from,
            int mostRecords,
            Set<Position> leftOut,
            Set<Position> bare) {
        try (LedgerReader ledger = box.store().ledger().reader()) {
            long last = Math.min(ledger.applied(), life.untilSeq() - 1);
            if (from.seq() > last) {
                return Optional.empty();
            }
            Cut cut = new Cut(ledger, mostRecords, leftOut, bare);
            ledger.records(from, last, cut::take);
            Position next = cut.stop.orElse(new Position(last + 1, 0));
            Batch header =
                    new Batch(
                            box.name(),
                            life.epoch(),
                            from,
                            next,
                            cut.items.size(),
                            cut.mark,
                            OptionalLong.of(
                                    Math.min(
                                            box.store().journal().lastSeq(), life.untilSeq() - 1)));
            return Optional.of(new Upstream.Parcel(header, cut.items));
        }
    }

    private final class Cut {
        final List<Upstream.Item> items = new ArrayList<>();
        Optional<Position> stop = Optional.empty();
        Optional<String> mark = Optional.empty();
        private final LedgerReader ledger;
        private final int mostRecords;
        private final Set<Position> leftOut;
        private final Set<Position> bare;
        private long bytes;

        Cut(LedgerReader ledger, int mostRecords, Set<Position> leftOut, Set<Position> bare) {
            this.ledger = ledger;
            this.mostRecords = mostRecords;
            this.leftOut = leftOut;
            this.bare = bare;
        }

        boolean take(LedgerRow row) {
            if (leftOut.contains(row.position())) {
                return true;
            }
            boolean full = items.size() >= mostRecords;
            String json = full ? "" : line(row);
            bytes += json.length();
            if (full || (!items.isEmpty() && bytes > limits.batchBytes())) {
                stop = Optional.of(row.position());
                return false;
            }
            items.add(new Upstream.Item(row.position(), row.kind(), row.subject(), json));
            mark = Optional.of(Mark.of(row).text());
            return true;
        }

        private String line(LedgerRow row) {
            String line = box.json().write(row);
            return content(row)
                    .filter(content -> content.length <= RecordContent.MOST_BYTES)
                    .map(content -> RecordContent.attach(line, content))
                    .orElse(line);
        }

        private Optional<byte[]> content(LedgerRow row) {
            if (!limits.contents()
                    || bare.contains(row.position())
                    || !RecordContent.isOf(row.kind())) {
                return Optional.empty();
            }
            try {
                return RecordContent.sha256(Json.read(row.fields())).flatMap(ledger::content);
            } catch (LedgerException e) {
                // Broken contents must not keep records back; `larder check` tells of them.
                return Optional.empty();
            }
        }
    }
}
