package io.larder.server.projector;

import io.larder.server.json.Json;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Upload;
import io.larder.server.terminal.ClockTrust;
import io.larder.server.terminal.Facts;
import io.larder.storage.Draft;
import io.larder.storage.Entry;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerBatch;
import io.larder.storage.Position;
import io.larder.storage.QuarantineRow;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads one quarantined line again. Its entry names the line by its place. What comes of it is
/// secret: nobody can say any more what the line stood beside.
final class RetryProjection {
    /// Entries that were quarantined whole have their kind for a source.
    private static final Map<String, EntryKind> WHOLE =
            Stream.of(EntryKind.values()).collect(Collectors.toMap(EntryKind::name, kind -> kind));

    /// Reads a whole entry again; true when it was understood.
    interface WholeEntry {
        boolean read(Entry entry);
    }

    private final LedgerBatch ledger;
    private final Lens lens;
    private final Function<String, Subject> subjects;
    private final WholeEntry wholeEntry;

    RetryProjection(
            LedgerBatch ledger,
            Lens lens,
            Function<String, Subject> subjects,
            WholeEntry wholeEntry) {
        this.ledger = ledger;
        this.lens = lens;
        this.subjects = subjects;
        this.wholeEntry = wholeEntry;
    }

    void apply(Entry entry) {
        Object place = Json.read(Introduction.text(entry.payload())).getOrDefault("place", "");
        Position.read(String.valueOf(place))
                .flatMap(ledger::quarantined)
                .filter(line -> !line.settled())
                .filter(line -> line.raw().length > 0)
                .filter(line -> understood(entry, line))
                .ifPresent(line -> ledger.settle(line.position()));
    }

    private boolean understood(Entry entry, QuarantineRow line) {
        EntryKind kind = WHOLE.get(line.source());
        return kind == null
                ? readLine(entry, line)
                : wholeEntry.read(
                        new Entry(
                                entry.seq(),
                                kind,
                                line.subject(),
                                stamp(entry, line),
                                line.raw(),
                                Entry.Closure.OPENED));
    }

    private boolean readLine(Entry entry, QuarantineRow line) {
        Subject terminal = subjects.apply(line.subject());
        String target = "/iclock/cdata?SN=" + line.subject() + "&table=" + line.source();
        Upload upload = new Upload("POST", target, "", Bytes.wrap(line.raw()));
        Family family = Family.of(line.family());
        Reading reading =
                lens.understanding().read(upload, family, Facts.learned(terminal.facts()));
        List<Row> read = reading.rows().stream().filter(Row.Read.class::isInstance).toList();
        if (read.size() != reading.rows().size() || read.isEmpty()) {
            return false;
        }
        new UploadProjection(ledger, terminal, entry.seq(), stamp(entry, line), true, lens)
                .apply(reading);
        return true;
    }

    /// It was received when it came into quarantine, not when somebody wanted it read again.
    private Draft.Stamp stamp(Entry entry, QuarantineRow line) {
        long millis = line.receivedMillis();
        boolean trusted =
                millis >= ClockTrust.FLOOR.toEpochMilli()
                        && new ClockProjection(ledger, subjects.apply(ClockProjection.SUBJECT))
                                .wasTrusted(line.position().seq());
        Draft.Stamp now = entry.stamp();
        return new Draft.Stamp(millis, now.monotonicMillis(), now.bootId(), trusted);
    }
}
