package io.larder.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Finds a ledger that fits the journal: the one that is there, the base copy, or a new one. A
/// ledger that does not fit is kept under another name, never deleted.
final class LedgerFiles {
    private static final String BOX_SUBJECT = "";
    private static final String BOX_FACT = "box";
    private static final int ASIDE_MAX = 1000;

    private LedgerFiles() {}

    static Path ledger(Path folder) {
        return folder.resolve("ledger.db");
    }

    static Path base(Path folder) {
        return folder.resolve("ledger-base.db");
    }

    static Ledger open(Path folder, Journal journal, List<String> notices) throws IOException {
        if (Files.exists(ledger(folder))) {
            try {
                return fitting(folder, journal);
            } catch (LedgerException | IllegalStateException e) {
                setAside(folder, notices, String.valueOf(e.getMessage()));
            }
        }
        if (journal.firstSeq() > 1 && Files.exists(base(folder))) {
            Files.copy(base(folder), ledger(folder), StandardCopyOption.REPLACE_EXISTING);
            try {
                return fitting(folder, journal);
            } catch (LedgerException | IllegalStateException e) {
                setAside(folder, notices, "the base copy: " + e.getMessage());
            }
        }
        return fitting(folder, journal);
    }

    private static Ledger fitting(Path folder, Journal journal) {
        Ledger ledger = Ledger.open(ledger(folder));
        try {
            require(ledger, journal);
            return ledger;
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    private static void require(Ledger ledger, Journal journal) {
        long applied = ledger.applied();
        if (applied > journal.lastSeq()) {
            throw new IllegalStateException(
                    "it knows entries up to "
                            + applied
                            + ", the journal ends at "
                            + journal.lastSeq());
        }
        try (LedgerBatch batch = ledger.begin()) {
            String box = batch.fact(BOX_SUBJECT, BOX_FACT).orElse("");
            if (box.isEmpty()) {
                batch.fact(BOX_SUBJECT, BOX_FACT, journal.box(), 0);
                batch.commit(applied);
            } else if (!box.equals(journal.box())) {
                throw new IllegalStateException(
                        "it belongs to box " + box + ", the journal to " + journal.box());
            }
        }
    }

    static void setAside(Path folder, List<String> notices, String why) throws IOException {
        for (int n = 1; n < ASIDE_MAX; n++) {
            Path aside = folder.resolve("ledger-aside-" + n + ".db");
            if (!Files.exists(aside)) {
                Files.move(ledger(folder), aside);
                Files.deleteIfExists(folder.resolve("ledger.db-wal"));
                Files.deleteIfExists(folder.resolve("ledger.db-shm"));
                notices.add("the ledger is built again, the old one is " + aside + ": " + why);
                return;
            }
        }
        throw new IOException("more than " + ASIDE_MAX + " ledgers were set aside in " + folder);
    }
}
