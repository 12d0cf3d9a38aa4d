package io.larder.storage;

/// How far the ledger has followed the journal: the projector as those see it who need it to go on.
public interface Projection {
    /// The number of the last entry whose meaning is in the ledger.
    long applied();

    /// Waits until entry `seq` is in the ledger, at most `millis`; says whether it is. Makes the
    /// projector hurry meanwhile.
    boolean await(long seq, long millis) throws InterruptedException;

    /// Where the journal ended when it was opened.
    long start();

    /// Whether the ledger has everything from before the start. Until then, which may take long
    /// when it is built again, it does not say what became of anything: nobody decides from it.
    default boolean isCaughtUp() {
        return hasReached(start());
    }

    /// Whether the ledger has entry `seq` and everything from before the start.
    default boolean hasReached(long seq) {
        return applied() >= Math.max(seq, start());
    }

    /// Waits at most `millis` until [#hasReached]; says whether it has. For threads that somebody
    /// may interrupt: they are told no.
    default boolean awaitReached(long seq, long millis) {
        try {
            return await(Math.max(seq, start()), millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Somebody who asked the ledger found it damaged: it is built again. Damage in rows that are
    /// only read would stay unseen otherwise.
    default void reportDamage(LedgerException found) {}
}
