package io.larder.server.cli;

import io.larder.crypto.Identity;
import io.larder.storage.JournalCheck;
import io.larder.storage.JournalProof;
import io.larder.storage.disk.Disk;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Consumer;

/// What `larder check --prove` prints.
final class ProofReport {
    private static final int MOST_LISTED = 20;

    private final JournalCheck.Report journal;
    private final Consumer<String> say;

    ProofReport(JournalCheck.Report journal, Consumer<String> say) {
        this.journal = journal;
        this.say = say;
    }

    /// Says what was found; true when the journal in `disk` is as the holder of `key` signed it.
    boolean run(Disk disk, byte[] key) throws IOException {
        JournalProof.Report report = JournalProof.run(disk, journal, key, Identity::verifies);
        say.accept("proof    key " + PublicKeyFile.fingerprint(key));
        report.keys().stream()
                .map(HexFormat.of()::parseHex)
                .map(PublicKeyFile::fingerprint)
                .filter(signer -> !signer.equals(PublicKeyFile.fingerprint(key)))
                .forEach(signer -> say.accept("         note: also signed by key " + signer));
        if (!report.newest().isEmpty()) {
            say.accept(
                    "         newest statement of %s, behind %d kept ones, sha256 %s"
                            .formatted(
                                    Instant.ofEpochMilli(report.signedAt()),
                                    report.statements(),
                                    report.newest()));
        }
        report.complaints().forEach(what -> say.accept("         NOT PROVEN: " + what));
        report.damages().stream().limit(MOST_LISTED).map(ProofReport::damage).forEach(say);
        conclude(report);
        return report.proven();
    }

    private void conclude(JournalProof.Report report) {
        if (report.proven() && report.signedTo() >= journal.firstSeq()) {
            say.accept(
                    "         entries %d to %d are as they were signed"
                            .formatted(journal.firstSeq(), report.signedTo()));
        } else if (!report.proven()) {
            int found = report.damages().size() + report.complaints().size();
            say.accept("         " + found + " places where it is not as it was signed");
        }
        if (report.unsigned() > 0) {
            say.accept(
                    "         note: the newest "
                            + report.unsigned()
                            + " entries are not signed yet");
        }
    }

    static String damage(JournalCheck.Damage damage) {
        String entries =
                damage.firstSeq() == 0
                        ? ""
                        : ", entries " + damage.firstSeq() + " to " + damage.lastSeq();
        return "         DAMAGE in segment %d at byte %d%s: %s"
                .formatted(damage.segment(), damage.offset(), entries, damage.what());
    }
}
