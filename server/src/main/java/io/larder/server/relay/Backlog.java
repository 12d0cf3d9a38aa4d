package io.larder.server.relay;

import io.larder.server.json.Batch;
import io.larder.server.json.Epochs;
import io.larder.server.json.Json;
import io.larder.server.json.RecordContent;
import io.larder.server.json.RecordLine;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Cuts what the ledger holds behind a position into parcels.
///
/// How far the ledger is comes from the ledger itself, in the same file as the records: one that is
/// being built again says so, and its missing records are never taken for a stretch without any.
final class Backlog {
    private static final RecordLine NOTHING = RecordLine.of("");

    private final String upstream;
    private final Box box;
    private final RelayLimits limits;
    private final Selection selection;
    private final boolean records;

    /// How a stretch is cut: `leftOut` are records that do not go up, `bare` those that go without
    /// the bytes they are about; both by place in the stretch.
    record Wishes(int mostRecords, Set<Position> leftOut, Set<Position> bare) {}

    /// A parcel, and which records are meant by the places in it at which one goes up once more.
    record Stretch(Upstream.Parcel parcel, Map<Position, Position> repeated) {
        /// The record at a place.
        Position meant(Position place) {
            return repeated.getOrDefault(place, place);
        }
    }

    /// Without `records` parcels only say how far to go.
    Backlog(String upstream, Box box, RelayLimits limits, Selection selection, boolean records) {
        this.upstream = upstream;
        this.records = records;
        this.box = box;
        this.limits = limits;
        this.selection = selection;
    }

    /// What comes at `from` in this life; empty when the ledger has nothing there yet.
    Optional<Stretch> next(Epochs.Life life, Position from, Wishes wishes) {
        try (LedgerReader ledger = box.store().ledger().reader()) {
            long last = Math.min(ledger.applied(), life.untilSeq() - 1);
            if (from.seq() > last) {
                return Optional.empty();
            }
            Cut cut = new Cut(ledger, wishes, from);
            Position next = records ? cut.all(last) : few(from, last);
            Batch header =
                    new Batch(
                            box.name(),
                            life.epoch(),
                            from,
                            next,
                            cut.items.size(),
                            mark(next, cut).map(Mark::text),
                            OptionalLong.of(
                                    Math.min(
                                            box.store().journal().lastSeq(), life.untilSeq() - 1)));
            return Optional.of(new Stretch(new Upstream.Parcel(header, cut.items), cut.meant));
        }
    }

    /// Who reads the journal itself keeps no mark.
    private Optional<Mark> mark(Position next, Cut cut) {
        return records ? Mark.of(next, box.store().journal(), cut.last) : Optional.empty();
    }

    private static Position few(Position from, long last) {
        return new Position(Math.min(last, from.seq() + RelayLimits.ENTRIES - 1) + 1, 0);
    }

    private final class Cut {
        final List<Upstream.Item> items = new ArrayList<>();
        Optional<Position> stop = Optional.empty();
        Optional<LedgerRow> last = Optional.empty();
        private final LedgerReader ledger;
        private final Wishes wishes;
        private final Position from;

        /// What entries want sent once more: read after how far the ledger is, so that no entry of
        /// the stretch is missing.
        private final NavigableMap<Long, List<Position>> again;

        final Map<Position, Position> meant = new HashMap<>();

        /// Whose repetitions are in the stretch up to here.
        private Position repeated;

        private long bytes;

        Cut(LedgerReader ledger, Wishes wishes, Position from) {
            this.ledger = ledger;
            this.wishes = wishes;
            this.from = from;
            this.again = Helm.again(ledger, upstream);
            this.repeated = from;
        }

        /// Takes what fits; where the stretch ends then.
        Position all(long last) {
            ledger.records(from, last, this::take);
            repeatUntil(last);
            return stop.orElse(new Position(last + 1, 0));
        }

        private boolean take(LedgerRow row) {
            if (!repeatUntil(row.position().seq() - 1)) {
                return false;
            }
            if (!add(row.position(), row)) {
                return false;
            }
            last = Optional.of(row);
            return true;
        }

        /// Adds what entries up to `seq` want sent once more; false when it does not fit any more.
        private boolean repeatUntil(long seq) {
            if (stop.isPresent()) {
                return false;
            }
            if (seq < repeated.seq()) {
                return true;
            }
            for (Map.Entry<Long, List<Position>> each :
                    again.tailMap(repeated.seq(), true).headMap(seq, true).entrySet()) {
                int first = each.getKey() == repeated.seq() ? repeated.row() : 0;
                for (int i = first; i < each.getValue().size(); i++) {
                    Position place = new Position(each.getKey(), i);
                    Optional<LedgerRow> row = record(each.getValue().get(i));
                    if (row.isPresent() && !add(place, row.get())) {
                        return false;
                    }
                    meant.put(place, each.getValue().get(i));
                }
            }
            repeated = new Position(Math.max(repeated.seq(), seq + 1), 0);
            return true;
        }

        private Optional<LedgerRow> record(Position at) {
            return ledger.records(at, at.seq(), 1).stream()
                    .filter(row -> row.position().equals(at))
                    .findFirst();
        }

        /// False when the stretch ends before it.
        private boolean add(Position place, LedgerRow row) {
            if (wishes.leftOut().contains(place) || !selection.takes(row)) {
                return true;
            }
            boolean full = items.size() >= wishes.mostRecords();
            RecordLine line = full ? NOTHING : line(place, row);
            bytes += line.text().length();
            if (full || (!items.isEmpty() && bytes > limits.batchBytes())) {
                stop = Optional.of(place);
                return false;
            }
            items.add(new Upstream.Item(place, row.kind(), line));
            return true;
        }

        private RecordLine line(Position place, LedgerRow row) {
            RecordLine line = box.json().line(row);
            String text = selection.redact(row.kind(), line.text());
            return line.with(
                    content(place, row)
                            .filter(content -> content.length <= RecordContent.MOST_BYTES)
                            .map(content -> RecordContent.attach(text, content))
                            .orElse(text));
        }

        private Optional<byte[]> content(Position place, LedgerRow row) {
            if (!limits.contents()
                    || !selection.takesContents()
                    || wishes.bare().contains(place)
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
