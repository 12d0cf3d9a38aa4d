package io.larder.server.projector;

import io.larder.storage.Journal;
import io.larder.storage.Store;
import java.io.IOException;

/// Gives journal segments free when the ring gets full: first a durable copy of the ledger, so that
/// it can still be rebuilt, then what that copy and every upstream have. Pictures of punches that
/// every upstream has go, the oldest first, when contents take more room than they may.
final class Housekeeping {
    private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());

    /// From this share of the ring on, segments are given free.
    private static final double FROM = 0.5;

    /// A copy is worth its writes when it frees at least this share of what the ring holds.
    private static final int WORTH = 8;

    private static final double WARN_FROM = 0.8;

    /// So much of the room is made free at once: not a write for each new picture.
    private static final int CONTENT_SHARE = 8;

    private final Store store;
    private final Room room;
    private boolean warned;

    /// Segments up to this entry are free already, though they keep their entries until they are
    /// needed: they are no reason for another copy.
    private long released;

    Housekeeping(Store store, Room room) {
        this.store = store;
        this.room = room;
    }

    void run(long applied) throws IOException {
        if (room.keepsAll()) {
            return;
        }
        dropContents();
        releaseSegments(applied);
    }

    private void dropContents() {
        long most = room.contentBytes();
        if (store.ledger().contentBytes() > most) {
            store.ledger().dropContents(most - most / CONTENT_SHARE, room.taken().getAsLong());
        }
    }

    private void releaseSegments(long applied) throws IOException {
        Journal journal = store.journal();
        double used = journal.used();
        if (used < FROM) {
            warned = false;
            return;
        }
        long first = Math.max(journal.firstSeq(), released);
        long free = Math.min(applied, room.taken().getAsLong());
        if (free - first > (journal.lastSeq() - first) / WORTH) {
            released = Math.min(store.keepBase(), free);
            journal.release(released);
        } else if (used > WARN_FROM && !warned) {
            warned = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the journal is {0} % full and the upstreams have taken only up to entry {1}",
                    Math.round(used * 100),
                    free);
        }
    }
}
