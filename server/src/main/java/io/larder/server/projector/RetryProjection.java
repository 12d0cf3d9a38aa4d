package io.larder.server.projector;

import io.larder.server.json.Json;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Upload;
import io.larder.server.terminal.Facts;
import io.larder.storage.Entry;
import io.larder.storage.LedgerBatch;
import io.larder.storage.Position;
import io.larder.storage.QuarantineRow;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/// Reads one quarantined line again. Its entry names the line by its place.
final class RetryProjection {
    /// Reads a whole upload again; true when it was understood.
    interface WholeUpload {
        boolean read(Entry entry, String serial, byte[] payload);
    }

    private final LedgerBatch ledger;
    private final Understanding understanding;
    private final ZoneId zone;
    private final Function<String, Subject> subjects;
    private final WholeUpload wholeUpload;

    RetryProjection(
            LedgerBatch ledger,
            Understanding understanding,
            ZoneId zone,
            Function<String, Subject> subjects,
            WholeUpload wholeUpload) {
        this.ledger = ledger;
        this.understanding = understanding;
        this.zone = zone;
        this.subjects = subjects;
        this.wholeUpload = wholeUpload;
    }

    void apply(Entry entry) {
        Object place = Json.read(Introduction.text(entry.payload())).getOrDefault("place", "");
        Position.read(String.valueOf(place))
                .flatMap(ledger::quarantined)
                .filter(line -> !line.settled())
                .filter(line -> understood(entry, line))
                .ifPresent(line -> ledger.settle(line.position()));
    }

    private boolean understood(Entry entry, QuarantineRow line) {
        return line.source().equals(EntryProjection.WHOLE_UPLOAD)
                ? wholeUpload.read(entry, line.subject(), line.raw())
                : readLine(entry, line);
    }

    private boolean readLine(Entry entry, QuarantineRow line) {
        Subject terminal = subjects.apply(line.subject());
        String target = "/iclock/cdata?SN=" + line.subject() + "&table=" + line.source();
        Upload upload = new Upload("POST", target, "", Bytes.wrap(line.raw()));
        Family family = Family.of(line.family());
        Reading reading = understanding.read(upload, family, Facts.learned(terminal.facts()));
        List<Row> read = reading.rows().stream().filter(Row.Read.class::isInstance).toList();
        if (read.size() != reading.rows().size() || read.isEmpty()) {
            return false;
        }
        new UploadProjection(ledger, terminal, entry.seq(), entry.stamp(), zone).apply(reading);
        return true;
    }
}
