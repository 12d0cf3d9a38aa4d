package io.larder.server.projector;

import io.larder.crypto.Digest;
import io.larder.server.protocol.meeting.FileStep;
import io.larder.server.protocol.meeting.Message;
import io.larder.server.record.Upload;
import io.larder.storage.Draft;
import io.larder.storage.Entry;
import io.larder.storage.FileRow;
import io.larder.storage.FileTable;
import io.larder.storage.LedgerBatch;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Puts files together that meeting terminals send in parts. Where the parts are is decided from
/// the messages alone, so that a file can go on after any break, of the line or of the box. Source:
/// PROTOCOL.md 6.6.
final class FileProjection {
    private final LedgerBatch ledger;
    private final Entry entry;
    private final FileTable files;

    FileProjection(LedgerBatch ledger, Entry entry) {
        this.ledger = ledger;
        this.entry = entry;
        this.files = ledger.files();
    }

    /// Takes a message about a file; says what is wrong with it, if so.
    Optional<String> apply(Upload upload) {
        if (entry.stamp().clockTrusted()) {
            long now = entry.stamp().wallMillis();
            files.expire(now - FileLimits.OPEN.toMillis(), now - FileLimits.ENDED.toMillis(), now);
        }
        Optional<FileStep> step;
        try {
            step = FileStep.read(Message.read(upload.body()));
        } catch (IllegalArgumentException e) {
            return Optional.of("no message: " + e.getMessage());
        }
        return step.isEmpty() ? Optional.of("no step of a file") : apply(step.get());
    }

    /// Whether an upload is a message about a file.
    static boolean isStep(Upload upload) {
        return switch (upload.target()) {
            case FileStep.START, FileStep.PACKAGE, FileStep.END -> true;
            default -> false;
        };
    }

    private Optional<String> apply(FileStep step) {
        return switch (step) {
            case FileStep.Start start -> start(start);
            case FileStep.Part part -> part(part);
            case FileStep.End end -> end(end);
            case FileStep.Wrong(_, String why) -> Optional.of(why);
        };
    }

    private Optional<String> start(FileStep.Start start) {
        List<FileRow> open = files.open(entry.serial());
        open.stream()
                .limit(Math.max(0, open.size() - FileLimits.MOST_OPEN + 1))
                .forEach(files::forget);
        files.put(
                new FileRow(
                        entry.serial(),
                        start.fileId(),
                        entry.seq(),
                        start.size(),
                        start.checksum(),
                        0,
                        touched(entry.stamp()),
                        FileRow.State.OPEN,
                        ""));
        return Optional.empty();
    }

    /// The time, when a clock can tell it.
    private static long touched(Draft.Stamp stamp) {
        return stamp.clockTrusted() ? stamp.wallMillis() : 0;
    }

    private Optional<String> part(FileStep.Part part) {
        Optional<FileRow> found = files.find(entry.serial(), part.fileId());
        if (found.isEmpty()) {
            return Optional.of("nobody began the file");
        }
        FileRow file = found.get();
        long end = part.offset() + part.content().length();
        if (file.state() != FileRow.State.OPEN
                || part.offset() > file.received()
                || end > file.size()) {
            return Optional.of("the part does not fit the file");
        }
        files.keep(entry.seq(), file.began(), part.offset(), part.content().toArray());
        files.put(file.grown(Math.max(file.received(), end), touched(entry.stamp())));
        return Optional.empty();
    }

    private Optional<String> end(FileStep.End end) {
        Optional<FileRow> found = files.find(entry.serial(), end.fileId());
        if (found.isEmpty()) {
            return Optional.of("nobody began the file");
        }
        FileRow file = found.get();
        if (file.state() != FileRow.State.OPEN || file.isUnfinished()) {
            return Optional.empty();
        }
        Optional<byte[]> whole =
                files.assembled(file).filter(bytes -> isAsAnnounced(file.checksum(), bytes));
        if (whole.isEmpty()) {
            files.put(file.ended(FileRow.State.DAMAGED, "", touched(entry.stamp())));
            return Optional.empty();
        }
        String sha256 = Digest.sha256Hex(whole.get());
        ledger.keep(sha256, whole.get(), false, entry.seq());
        files.put(file.ended(FileRow.State.FINISHED, sha256, touched(entry.stamp())));
        return Optional.empty();
    }

    private static boolean isAsAnnounced(String checksum, byte[] bytes) {
        try {
            String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
            return checksum.isEmpty() || md5.equalsIgnoreCase(checksum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
