package io.larder.server.relay;

import io.larder.storage.LedgerException;

/// How far the journal was understood: the projector's side of it.
public interface Progress {
    /// The number of the last entry whose meaning is in the ledger.
    long applied();

    /// Waits until entry `seq` was understood, at most `millis`; says whether it was.
    boolean await(long seq, long millis) throws InterruptedException;

    /// The ledger was found damaged: the projector builds it again, others have nothing to mend.
    default void reportDamage(LedgerException found) {}
}
