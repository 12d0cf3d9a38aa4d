package io.larder.server.exchange.meeting;

import io.larder.server.projector.FileLimits;
import io.larder.server.protocol.meeting.Fault;
import io.larder.server.protocol.meeting.FileStep;
import io.larder.server.record.Serial;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Terminals;
import io.larder.storage.FileRow;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.Projection;
import io.larder.storage.Store;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Answers the messages by which terminals send files in parts. What came of a file is known from
/// the ledger, once that has caught up with the terminal's last message: so a file goes on where it
/// was, also on another connection and after the box was without power. Source: PROTOCOL.md 6.6.
final class FileUploads {
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Store store;
    private final Projection projection;
    private final Terminals terminals;
    private final BoxClock clock;
    private final int mostBytes;

    FileUploads(
            Store store,
            Projection projection,
            Terminals terminals,
            BoxClock clock,
            int mostBytes) {
        this.store = store;
        this.projection = projection;
        this.terminals = terminals;
        this.clock = clock;
        this.mostBytes = mostBytes;
    }

    /// Answers a message; `keep` writes it down and says whether that was done.
    Said take(Serial serial, FileStep message, Supplier<Said> keep) {
        return switch (message) {
            case FileStep.Start start ->
                    start.size() > mostBytes
                            ? new Said.Not(
                                    Fault.TOO_LARGE, "a file may have " + mostBytes + " bytes")
                            : start.size() == 0
                                    ? new Said.Not(Fault.WRONG_FIELD, "a file has no bytes")
                                    : keep.get();
            case FileStep.Part part -> with(serial, part.fileId(), file -> part(file, part, keep));
            case FileStep.End end -> with(serial, end.fileId(), file -> end(serial, file, keep));
            case FileStep.Wrong(Fault fault, String why) -> new Said.Not(fault, why);
        };
    }

    private static Said part(FileRow file, FileStep.Part part, Supplier<Said> keep) {
        if (part.offset() > file.received()) {
            String why = "offset is " + part.offset() + ", expected " + file.received();
            return new Said.Not(Fault.WRONG_FILE, why);
        }
        if (part.offset() + part.content().length() > file.size()) {
            return new Said.Not(Fault.WRONG_FILE, "the part goes beyond the end of the file");
        }
        return switch (file.state()) {
            case OPEN -> keep.get();
            case FINISHED -> Said.done();
            case DAMAGED -> new Said.Not(Fault.WRONG_FILE, "the file has ended, begin it anew");
        };
    }

    /// An end that comes too early ends nothing: the parts that are there stay, the others may
    /// follow.
    private Said end(Serial serial, FileRow file, Supplier<Said> keep) {
        if (file.isUnfinished()) {
            return new Said.Not(
                    Fault.WRONG_FILE,
                    "the file is not finished: "
                            + file.received()
                            + " of "
                            + file.size()
                            + " bytes came");
        }
        Said kept = file.state() == FileRow.State.OPEN ? keep.get() : Said.done();
        return kept instanceof Said.Done ? with(serial, file.name(), FileUploads::outcome) : kept;
    }

    private static Said outcome(FileRow file) {
        return switch (file.state()) {
            case FINISHED -> Said.done();
            case DAMAGED ->
                    new Said.Not(
                            Fault.DAMAGED_FILE,
                            "the checksum is not the announced one, begin the file anew");
            case OPEN -> later();
        };
    }

    /// Why pictures in these files cannot be taken; empty when all are finished.
    Optional<Said> missing(Serial serial, List<String> files) {
        return files.stream()
                .map(file -> with(serial, file, FileUploads::usable))
                .filter(said -> !(said instanceof Said.Done))
                .findFirst();
    }

    private static Said usable(FileRow file) {
        return switch (file.state()) {
            case FINISHED -> Said.done();
            case OPEN, DAMAGED ->
                    new Said.Not(Fault.WRONG_FILE, "file " + file.name() + " is not finished");
        };
    }

    /// Answers by what came of a file so far.
    private Said with(Serial serial, String fileId, Function<FileRow, Said> then) {
        long last = terminals.heard(serial).map(Terminals.Heard::lastSeq).orElse(0L);
        if (!projection.awaitReached(last, MeetingLimits.LEDGER_MILLIS)) {
            return later();
        }
        try {
            return find(serial, fileId)
                    .filter(file -> !isExpired(file))
                    .map(then)
                    .orElseGet(() -> new Said.Not(Fault.WRONG_FILE, "nobody began file " + fileId));
        } catch (LedgerException e) {
            projection.reportDamage(e);
            return later();
        }
    }

    private Optional<FileRow> find(Serial serial, String fileId) {
        try (LedgerReader ledger = store.ledger().reader()) {
            return ledger.files().find(serial.text(), fileId);
        }
    }

    /// A little earlier than the ledger says so: what is answered here is kept a moment later.
    private boolean isExpired(FileRow file) {
        long waits = clock.now().toEpochMilli() - file.touchedMillis();
        return file.state() == FileRow.State.OPEN
                && file.touchedMillis() > 0
                && clock.trusted()
                && waits > FileLimits.OPEN.minus(MARGIN).toMillis();
    }

    private static Said later() {
        return new Said.Not(Fault.TRY_AGAIN, "the box is reading its records");
    }
}
