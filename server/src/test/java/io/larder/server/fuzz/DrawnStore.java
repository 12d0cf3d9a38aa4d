package io.larder.server.fuzz;

import io.larder.crypto.Seal;
import io.larder.server.exchange.Meaning;
import io.larder.server.exchange.Takers;
import io.larder.server.projector.Lens;
import io.larder.server.projector.Room;
import io.larder.server.projector.StillProjector;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Draft;
import io.larder.storage.Ground;
import io.larder.storage.JournalSettings;
import io.larder.storage.Store;
import io.larder.storage.Veil;
import io.larder.storage.disk.Inline;
import io.larder.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;

/// A store on a disk in memory with the real projector, which is at rest after each input.
final class DrawnStore implements AutoCloseable {
    static final Draft.Stamp STAMP = new Draft.Stamp(1_790_000_000_000L, 5_000, 1, true);

    private static final JournalSettings SETTINGS =
            new JournalSettings(256 << 10, 8, 8 << 20, true);

    final Store store;
    final Terminals terminals = new Terminals();
    private final StillProjector projector;

    DrawnStore(Path folder) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        Ground ground = new Ground(disk, disk, new Inline(), new Random(1));
        store = Store.open(folder, SETTINGS, Veil.NONE, Optional.empty(), ground);
        projector =
                new StillProjector(
                        store,
                        terminals,
                        new Lens(
                                Meaning.UPLOADS,
                                ZoneOffset.UTC,
                                Seal.of(new byte[Seal.KEY_BYTES]),
                                Takers::of),
                        new Room(() -> Long.MAX_VALUE, Long.MAX_VALUE));
    }

    /// Whether the ledger has everything.
    boolean catchUp() {
        return projector.catchUp();
    }

    @Override
    public void close() throws IOException {
        projector.projector().close();
        store.close();
    }
}
