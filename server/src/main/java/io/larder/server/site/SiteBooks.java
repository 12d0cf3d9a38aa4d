package io.larder.server.site;

import io.larder.crypto.Seal;
import io.larder.server.terminal.BoxClock;
import io.larder.storage.Appended;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Intake;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.Projection;
import io.larder.storage.Store;

/// What everybody stands on who keeps the site's data: where it is written down, where it is read,
/// and how far what is read has followed. `intake` takes entries, `projection` brings them into the
/// ledger of `store`, `changed` is told after something changed.
public record SiteBooks(
        Store store,
        Intake intake,
        Projection projection,
        BoxClock clock,
        Seal seal,
        Runnable changed) {
    /// Opens the ledger.
    public LedgerReader reader() {
        return store.ledger().reader();
    }

    /// Where the journal ends.
    public long lastSeq() {
        return store.journal().lastSeq();
    }

    /// Waits at most `millis` for the ledger to have entry `seq`; says whether it has.
    public boolean await(long seq, long millis) {
        return projection.awaitReached(seq, millis);
    }

    /// Somebody who asked the ledger found it damaged.
    public void reportDamage(LedgerException found) {
        projection.reportDamage(found);
    }

    /// Writes something down, stamped now.
    public Appended append(EntryKind kind, String subject, byte[] payload) {
        return intake.append(new Draft(kind, subject, payload, false, clock.stamp()));
    }
}
