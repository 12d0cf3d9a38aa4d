package io.larder.storage;

import io.larder.storage.disk.Folder;
import java.io.IOException;
import java.util.List;

/// Finds a ledger that fits the journal: the one that is there, the base copy, or a new one. A
/// ledger that does not fit is kept under another name, never deleted.
final class LedgerFiles {
    static final String BASE = "ledger-base.db";
    static final String FRESH = "ledger-base.new";
    static final String LEDGER = "ledger.db";
    private static final String PROBE = "ledger-probe.db";
    private static final String BOX_SUBJECT = "";
    private static final String BOX_FACT = "box";
    private static final int ASIDE_MAX = 1000;

    private LedgerFiles() {}

    static Ledger open(Folder folder, Journal journal, List<String> notices, Veil veil)
            throws IOException {
        if (folder.has(LEDGER)) {
            try {
                Ledger ledger = fitting(folder, journal, veil);
                if (!isOutrun(ledger, folder, journal, veil)) {
                    return ledger;
                }
                ledger.close();
                setAside(folder, notices, "a power cut took back what the base copy still has");
            } catch (LedgerException e) {
                if (!e.damaged() && !couldBeMade(folder)) {
                    throw e;
                }
                setAside(folder, notices, String.valueOf(e.getMessage()));
            } catch (IllegalStateException e) {
                setAside(folder, notices, String.valueOf(e.getMessage()));
            }
        }
        deleteLog(folder, LEDGER);
        if (journal.firstSeq() > 1 && folder.has(BASE)) {
            copyBase(folder);
            try {
                requireWhole(folder, veil);
                return fitting(folder, journal, veil);
            } catch (LedgerException e) {
                if (!e.damaged()) {
                    // The medium fails, not the copy: the next start makes it again.
                    deleteLog(folder, LEDGER);
                    folder.deleteIfExists(LEDGER);
                    throw e;
                }
                setAside(folder, notices, "the base copy: " + e.getMessage());
            } catch (IllegalStateException e) {
                setAside(folder, notices, "the base copy: " + e.getMessage());
            }
        }
        return fitting(folder, journal, veil);
    }

    /// Where no other ledger could be made either, the one that is there is not to blame: the
    /// medium has no room. Set aside, it would be lost for nothing at each start.
    private static boolean couldBeMade(Folder folder) throws IOException {
        try {
            return Ledger.canBeMade(folder.path(PROBE));
        } finally {
            deleteLog(folder, PROBE);
            folder.deleteIfExists(PROBE);
        }
    }

    /// Commits are not flushed one by one. A cut may take the last of them back beyond entries that
    /// were recycled since, because the base copy has them: going on would leave a gap.
    private static boolean isOutrun(Ledger ledger, Folder folder, Journal journal, Veil veil) {
        long applied = ledger.applied();
        if (applied + 1 >= journal.firstSeq() || !folder.has(BASE)) {
            return false;
        }
        try (LedgerReader base = LedgerReader.open(folder.path(BASE), veil)) {
            return base.applied() > applied;
        } catch (LedgerException unreadable) {
            return false;
        }
    }

    /// Half a copy, left by a cut, must not look like a ledger.
    private static void copyBase(Folder folder) throws IOException {
        folder.copy(BASE, FRESH);
        folder.force(FRESH);
        folder.rename(FRESH, LEDGER);
        folder.sync();
    }

    /// A copy with damage that shows only later would be put aside and copied again for ever.
    private static void requireWhole(Folder folder, Veil veil) {
        try (LedgerReader copy = LedgerReader.open(folder.path(LEDGER), veil)) {
            copy.complaint()
                    .ifPresent(complaint -> {
                        throw new IllegalStateException(complaint);
                    });
        }
    }

    private static Ledger fitting(Folder folder, Journal journal, Veil veil) {
        Ledger ledger = Ledger.open(folder.path(LEDGER), veil);
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

    static void setAside(Folder folder, List<String> notices, String why) throws IOException {
        if (!folder.has(LEDGER)) {
            // An earlier try got as far as this and then failed.
            return;
        }
        for (int n = 1; n < ASIDE_MAX; n++) {
            String aside = "ledger-aside-" + n + ".db";
            if (!folder.has(aside)) {
                folder.rename(LEDGER, aside);
                deleteLog(folder, LEDGER);
                notices.add("the ledger is built again, the old one is " + aside + ": " + why);
                return;
            }
        }
        throw new IOException("more than " + ASIDE_MAX + " ledgers were set aside in " + folder);
    }

    /// SQLite would replay the log of a ledger that is gone into the new one.
    private static void deleteLog(Folder folder, String ledger) throws IOException {
        folder.deleteIfExists(ledger + "-wal");
        folder.deleteIfExists(ledger + "-shm");
    }
}
