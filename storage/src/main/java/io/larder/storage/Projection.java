package io.larder.storage;

/// How far the ledger has followed the journal: the projector as those see it who need it to go on.
public interface Projection {
    /// The number of the last entry whose meaning is in the ledger.
    long applied();

    /// Waits until entry `seq` is in the ledger, at most `millis`; says whether it is. Makes the
    /// projector hurry meanwhile.
    boolean await(long seq, long millis) throws InterruptedException;

    /// Somebody who asked the ledger found it damaged: it is built again. Damage in rows that are
    /// only read would stay unseen otherwise.
    default void reportDamage(LedgerException found) {}
}
