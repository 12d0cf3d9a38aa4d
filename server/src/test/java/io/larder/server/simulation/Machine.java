package io.larder.server.simulation;

import io.larder.crypto.Seal;
import io.larder.server.cli.StillDoor;
import io.larder.server.exchange.Meaning;
import io.larder.server.exchange.Takers;
import io.larder.server.projector.Lens;
import io.larder.server.projector.Room;
import io.larder.server.projector.StillProjector;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.ClockTrust;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Ground;
import io.larder.storage.Receipt;
import io.larder.storage.Store;
import io.larder.storage.Veil;
import io.larder.storage.disk.DiskFile;
import io.larder.storage.disk.Inline;
import io.larder.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A machine with a bad disk, a clock that nobody knows after a start and that is set now and then,
/// and somebody who starts the program again whenever it ends. Journal and cursors are on the bad
/// disk; the ledger is in a real folder, and what a power cut leaves of it is drawn.
abstract class Machine {
    static final Seal SEAL = Seal.of(new byte[Seal.KEY_BYTES]);

    /// After so many starts that failed, the disk is one that works.
    private static final int STARTS = 4;

    /// Without a battery a clock goes on where it was when it was last written down.
    private static final long LONGEST_OFF = Duration.ofDays(30).toMillis();

    /// Everything a machine has on its media.
    private record Image(Map<String, byte[]> disk, Map<String, byte[]> folder) {}

    private final class KernelClock implements ClockTrust.Machine {
        @Override
        public boolean synchronised() {
            return synchronised;
        }

        @Override
        public boolean battery() {
            return false;
        }
    }

    private record Running(
            Store store, StillProjector projector, Terminals terminals, BoxClock clock) {}

    protected final Random random;
    private final String name;
    private final Path folder;
    private final Variant variant;
    private final SimulatedTime time;
    private final Trace trace;
    private SimulatedDisk disk;
    private Map<String, byte[]> earlier = Map.of();
    private @Nullable Image image;
    private long ahead;
    private boolean synchronised = true;
    private long bootedAt;
    private int boot = 1;
    private @Nullable Running running;

    protected Machine(
            String name,
            Path folder,
            Variant variant,
            SimulatedTime time,
            Trace trace,
            Random random) {
        this.name = name;
        this.folder = folder;
        this.variant = variant;
        this.time = time;
        this.trace = trace;
        this.random = random;
        this.disk = disk();
        this.bootedAt = time.millis();
    }

    /// What runs on the store besides the projector.
    protected abstract void begin() throws IOException;

    protected abstract void end() throws IOException;

    /// Entries up to this one are taken by whoever must have them.
    protected abstract long taken();

    private SimulatedDisk disk() {
        SimulatedDisk fresh = new SimulatedDisk(random.nextLong());
        if (random.nextBoolean()) {
            fresh.shorn();
        }
        if (random.nextBoolean()) {
            fresh.namesAtRandom();
        }
        if (random.nextBoolean()) {
            fresh.afterFailedForce(SimulatedDisk.AfterFailedForce.LINGERING);
        }
        return variant.lyingDisks() ? fresh.lying() : fresh;
    }

    Store store() {
        return Objects.requireNonNull(running).store();
    }

    StillProjector projector() {
        return Objects.requireNonNull(running).projector();
    }

    Terminals terminals() {
        return Objects.requireNonNull(running).terminals();
    }

    BoxClock clock() {
        return Objects.requireNonNull(running).clock();
    }

    SimulatedDisk medium() {
        return disk;
    }

    /// Somebody sets the clock, wrongly.
    void setClock(long millis) {
        ahead += millis;
        synchronised = false;
    }

    /// The network sets it right.
    void synchronise() {
        ahead = 0;
        synchronised = true;
    }

    int boot() {
        return boot;
    }

    /// Starts the program, and again when it fails at that.
    void up() {
        for (int start = 1; running == null; start++) {
            if (disk.isOff()) {
                disk.powerOn();
                boot++;
                bootedAt = time.millis();
                if (random.nextBoolean()) {
                    setClock(-random.nextLong(LONGEST_OFF));
                }
            }
            if (start > STARTS) {
                disk.repair();
            }
            if (start > 2 * STARTS) {
                throw new AssertionError(name + " does not start any more");
            }
            try {
                open();
                begin();
                if (!takesEntries()) {
                    throw new IOException("the journal takes no entries");
                }
            } catch (IOException | UncheckedIOException e) {
                tell("does not start: " + e.getMessage());
                down();
            }
        }
    }

    /// Every run has a folder of its own.
    private void tell(String what) {
        trace.add(name + " " + what.replace(folder.toString(), "its folder"));
    }

    private void open() throws IOException {
        Files.createDirectories(folder);
        Ground ground = new Ground(disk, disk, new Inline(), random);
        Store store = Store.open(folder, variant.settings(), Veil.NONE, Optional.empty(), ground);
        store.notices().forEach(notice -> tell("notices: " + notice));
        Terminals terminals = new Terminals();
        BoxClock clock =
                new BoxClock(
                        () -> Instant.ofEpochMilli(time.millis() + ahead),
                        () -> (time.millis() - bootedAt) * 1_000_000,
                        boot,
                        ClockTrust.verified(new KernelClock(), boot));
        StillDoor.begin(clock, store.journal());
        terminals.whenReported(boot, clock.trust()::heard);
        StillProjector projector =
                new StillProjector(
                        store,
                        terminals,
                        new Lens(Meaning.UPLOADS, ZoneOffset.UTC, SEAL, Takers::of),
                        new Room(this::taken, Long.MAX_VALUE));
        running = new Running(store, projector, terminals, clock);
    }

    /// A start ends with an entry that nobody needs; a full ring is no reason to stay down.
    private boolean takesEntries() {
        Draft test = new Draft(EntryKind.SELF_TEST, "", new byte[0], false, clock().stamp());
        return store().journal().append(test) instanceof Receipt
                || store().journal().failure().isEmpty();
    }

    /// Starts again what cannot go on, as after each thing that happened.
    void settle() {
        if (disk.isOff() || store().journal().failure().isPresent()) {
            trace.add(name + (disk.isOff() ? " lost its power" : " gives up: the medium failed"));
            restart();
        }
    }

    void restart() {
        down();
        up();
    }

    /// The program ends. When that was the power, what it leaves of the ledger is drawn.
    private void down() {
        try {
            Map<String, byte[]> now = disk.isOff() ? LedgerFate.copy(folder) : Map.of();
            end();
            if (running != null) {
                running.projector().projector().close();
                running.store().close();
                running = null;
            }
            if (disk.isOff()) {
                LedgerFate fate = LedgerFate.draw(random);
                trace.add(name + "'s ledger: " + fate);
                fate.leave(folder, now, earlier, random);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("closing never fails on this disk", e);
        }
    }

    void cutPower() {
        disk.cut();
    }

    /// Remembers the ledger, so that a cut can take it back to here.
    void rememberLedger() throws IOException {
        earlier = LedgerFate.copy(folder);
    }

    /// Somebody copies all there is.
    void takeImage() throws IOException {
        down();
        Map<String, byte[]> files = new TreeMap<>();
        for (String file : disk.names()) {
            files.put(file, disk.bytes(file));
        }
        image = new Image(files, LedgerFate.copyAll(folder));
        up();
    }

    boolean hasImage() {
        return image != null;
    }

    /// Somebody puts the copy back, on a new disk.
    void restoreImage() throws IOException {
        Image back = Objects.requireNonNull(image);
        down();
        disk = disk();
        for (Map.Entry<String, byte[]> each : back.disk().entrySet()) {
            try (DiskFile file = disk.create(each.getKey())) {
                file.write(ByteBuffer.wrap(each.getValue()), 0);
                file.forceAll();
            }
        }
        disk.sync();
        LedgerFate.replaceAll(folder, back.folder());
        earlier = Map.of();
        up();
    }

    /// Stops for good.
    void close() {
        disk.repair();
        if (disk.isOff()) {
            disk.powerOn();
        }
        down();
    }
}
