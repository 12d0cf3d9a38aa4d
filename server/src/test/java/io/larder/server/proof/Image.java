package io.larder.server.proof;

import io.larder.crypto.Seal;
import io.larder.server.cli.SealVeil;
import io.larder.server.cli.stage.Headcount;
import io.larder.server.cli.stage.Stage;
import io.larder.server.exchange.Meaning;
import io.larder.server.exchange.Takers;
import io.larder.server.projector.Lens;
import io.larder.server.projector.Projector;
import io.larder.server.projector.Room;
import io.larder.server.simulate.Obligations;
import io.larder.server.simulate.Proof;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.JournalCheck;
import io.larder.storage.Position;
import io.larder.storage.Receipt;
import io.larder.storage.Store;
import io.larder.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/// What a power cut left of a box and its headquarters, and a judge of it.
final class Image {
    private static final Seal SEAL = Seal.of(new byte[Seal.KEY_BYTES]);
    private static final ZoneId ZONE = ZoneId.of("+08:00");
    private static final long PATIENCE_MILLIS = 30_000;
    private static final Duration BEAT = Duration.ofMillis(50);

    private final Path box;
    private final Path headquarters;

    /// Both in folders of `root`.
    Image(Path root) {
        this.box = root.resolve("box");
        this.headquarters = root.resolve("headquarters");
    }

    /// Recovers both stores in this process, as their programs do. Everything that was acknowledged
    /// is in the box once, headquarters has everything before the box's cursor, both stores are
    /// whole and take a fresh entry.
    Proof judge(Obligations owed) throws IOException {
        recover(headquarters);
        String name = recover(box);
        Position cursor = Store.lookAtCursors(box).getOrDefault("headquarters", Position.START);
        Position taken = new Headcount(headquarters).taken(name);
        if (cursor.compareTo(taken) > 0) {
            throw new IOException("the cursor is at " + cursor + ", headquarters at " + taken);
        }
        return owed.verify(new Headcount(box).ids());
    }

    /// The name of the box whose store it is.
    private static String recover(Path data) throws IOException {
        String name;
        try (Store store = Store.openAsFound(data, SealVeil.in(data));
                Projector projector =
                        Projector.start(
                                store,
                                new Terminals(),
                                new Lens(Meaning.UPLOADS, ZONE, SEAL, Takers::of),
                                Room.KEEP_ALL,
                                System::nanoTime)) {
            Draft.Stamp now = new Draft.Stamp(0, 0, 0, false);
            Draft fresh = new Draft(EntryKind.SELF_TEST, "", new byte[0], false, now);
            if (!(store.journal().append(fresh) instanceof Receipt)) {
                throw new IOException("a fresh entry is not taken by " + data);
            }
            if (!projector.await(store.journal().lastSeq(), PATIENCE_MILLIS)) {
                throw new IOException(data + " is not understood: " + projector.trouble());
            }
            name = store.journal().box();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        List<JournalCheck.Damage> damages =
                JournalCheck.run(RealDisk.readOnly(data.resolve("journal"))).damages();
        if (!damages.isEmpty()) {
            throw new IOException(data + ": " + damages);
        }
        return name;
    }

    /// The same with the real program: both are started, and when the line is still, everything is
    /// at headquarters once. `folder` is for their logs.
    Proof judgeByProcesses(Obligations owed, Path folder) throws IOException {
        Files.createDirectories(folder);
        Stage.Setup setup = Trial.small(folder).withBox(box).withHeadquarters(headquarters);
        try (Stage stage = Stage.open(setup)) {
            long end = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
            while (!stage.isDrained()) {
                if (stage.box().endsWithin(BEAT) || System.nanoTime() > end) {
                    throw new IOException("it does not drain, see " + stage.box());
                }
            }
            return owed.verify(stage.atHeadquarters().ids());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
