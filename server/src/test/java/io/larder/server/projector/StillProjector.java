package io.larder.server.projector;

import io.larder.server.terminal.Terminals;
import io.larder.storage.Store;

/// A projector without a thread: it works when it is told to, and is at rest when that returns.
public final class StillProjector {
    private static final int ROUNDS = 4;

    private final Projector projector;

    public StillProjector(Store store, Terminals terminals, Lens lens, Room room) {
        this.projector = Projector.still(store, terminals, lens, room, () -> 0);
    }

    /// For those who ask how far it is.
    public Projector projector() {
        return projector;
    }

    /// Says whether the ledger has everything now; a medium that fails keeps it from that.
    public boolean catchUp() {
        try {
            return projector.catchUp(ROUNDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
