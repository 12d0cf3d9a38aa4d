package io.larder.server.projector;

import io.larder.storage.Journal;
import io.larder.storage.Store;
import java.io.IOException;
import java.util.function.LongSupplier;

/// Gives journal segments free when the ring gets full: first a durable copy of the ledger, so that
/// it can still be rebuilt, then what that copy and every upstream have.
final class Housekeeping {
    private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());

    /// From this share of the ring on, segments are given free.
    private static final double FROM = 0.5;

    /// A copy is worth its writes when it frees at least this share of what the ring holds.
    private static final int WORTH = 8;

    private static final double WARN_FROM = 0.8;

    private final Store store;
    private final LongSupplier taken;
    private boolean warned;

    /// Segments up to this entry are free already, though they keep their entries until they are
    /// needed: they are no reason for another copy.
    private long released;

    Housekeeping(Store store, LongSupplier taken) {
        this.store = store;
        this.taken = taken;
    }

    void run(long applied) throws IOException {
        Journal journal = store.journal();
        double used = journal.used();
        if (used < FROM || taken.getAsLong() == Projector.KEEP_ALL) {
            warned = false;
            return;
        }
        long first = Math.max(journal.firstSeq(), released);
        long free = Math.min(applied, taken.getAsLong());
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
