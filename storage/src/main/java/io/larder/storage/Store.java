package io.larder.storage;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskMeter;
import io.larder.storage.disk.Folder;
import io.larder.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The data folder of a box, owned by one process at a time.
///
/// ```
/// DIR/journal/segment-…     the truth
/// DIR/journal/statements    what the box signed of it
/// DIR/cursors/cursor-NAME   one per upstream
/// DIR/ledger.db             the projection; may be deleted while the box is stopped
/// DIR/contents.db           pictures and templates that records are about, each once
/// DIR/ledger-base.db        a copy of the ledger from before the journal's oldest entry
/// DIR/lock                  held while a process owns the folder
/// ```
public final class Store implements AutoCloseable {
    private static final String JOURNAL = "journal";
    private static final String CURSORS = "cursors";

    private final Folder folder;
    private final FileChannel owned;
    private final ExecutorService background;
    private final Journal journal;
    private final Disk cursors;
    private final List<String> notices;
    private final Veil veil;
    private volatile Ledger ledger;

    private Store(
            Folder folder,
            FileChannel owned,
            Ground ground,
            Journal journal,
            Ledger ledger,
            List<String> notices,
            Veil veil) {
        this.folder = folder;
        this.owned = owned;
        this.background = ground.background();
        this.journal = journal;
        this.cursors = ground.cursors();
        this.ledger = ledger;
        this.notices = notices;
        this.veil = veil;
    }

    /// Opens or makes the store in `path`, recovering what a cut left. Throws `StoreInUse` when
    /// another process owns it, `IOException` when the medium fails. `veil` closes what is secret
    /// and opens it.
    public static Store open(Path path, JournalSettings settings, Veil veil) throws IOException {
        return open(path, settings, veil, Optional.empty());
    }

    /// As above, and signs the journal while it is written.
    public static Store open(
            Path path, JournalSettings settings, Veil veil, Optional<Signing> signing)
            throws IOException {
        return open(path, settings, veil, signing, new DiskMeter());
    }

    /// As above; `meter` counts what is done to the journal's files from now on.
    public static Store open(
            Path path,
            JournalSettings settings,
            Veil veil,
            Optional<Signing> signing,
            DiskMeter meter)
            throws IOException {
        return open(path, settings, veil, signing, ground(Folder.make(path), meter));
    }

    /// As above, with journal and cursors on `ground` instead of in folders of `path`.
    public static Store open(
            Path path,
            JournalSettings settings,
            Veil veil,
            Optional<Signing> signing,
            Ground ground)
            throws IOException {
        Folder folder = Folder.make(path);
        FileChannel owned = folder.own().orElseThrow(() -> new StoreInUse(path));
        try {
            return open(folder, owned, Journal.open(settings, veil, signing, ground), veil, ground);
        } catch (IOException | RuntimeException e) {
            ground.background().shutdownNow();
            owned.close();
            throw e;
        }
    }

    private static Store open(
            Folder folder, FileChannel owned, Journal journal, Veil veil, Ground ground)
            throws IOException {
        try {
            List<String> notices = new ArrayList<>(journal.notices());
            Ledger ledger = LedgerFiles.open(folder, journal, notices, veil);
            return new Store(folder, owned, ground, journal, ledger, notices, veil);
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /// Of a box: everything in its folder.
    private static Ground ground(Folder folder, DiskMeter meter) throws IOException {
        return new Ground(
                meter.around(folder.disk(JOURNAL)),
                folder.disk(CURSORS),
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("journal-prepare").factory()),
                new SecureRandom());
    }

    /// As [#open], with everything in the clear.
    public static Store open(Path path, JournalSettings settings) throws IOException {
        return open(path, settings, Veil.NONE);
    }

    /// Opens the store that is in `path` with a journal as large as its files are. Throws `NoStore`
    /// when there is none and makes nothing then.
    public static Store openAsFound(Path path, Veil veil) throws IOException {
        Disk journal = RealDisk.readOnly(path.resolve(JOURNAL));
        return open(path, JournalSize.asFound(journal).orElseThrow(() -> new NoStore(path)), veil);
    }

    /// As [#openAsFound], where nothing is closed.
    public static Store openAsFound(Path path) throws IOException {
        return openAsFound(path, Veil.NONE);
    }

    /// The journal of the store in `path` as it is now, for looking only, also while another
    /// process owns the store. Throws `NoStore` when there is none.
    public static JournalView look(Path path, Veil veil) throws IOException {
        return Journal.look(RealDisk.readOnly(path.resolve(JOURNAL)), veil)
                .orElseThrow(() -> new NoStore(path));
    }

    /// As [#look], where nothing is closed.
    public static JournalView look(Path path) throws IOException {
        return look(path, Veil.NONE);
    }

    /// In the name of the key that signed the journal in `path` so far, says that `nextKey` (X.509
    /// of Ed25519) signs from here on. To be called while the box is stopped, before its key is
    /// changed. Throws `StoreInUse` when a process owns the store, `IOException` when another key
    /// than `former` signed it last. A journal that was never signed needs no hand-over.
    public static void handOver(Path path, Signer former, byte[] nextKey, long wallMillis)
            throws IOException {
        look(path);
        Folder folder = Folder.make(path);
        try (FileChannel owned = folder.own().orElseThrow(() -> new StoreInUse(path))) {
            HandOver.write(folder.disk(JOURNAL), former, nextKey, wallMillis);
            owned.force(false);
        }
    }

    /// The ledger of the store in `path` for questions, also while another process owns the store.
    public static LedgerReader lookAtLedger(Path path, Veil veil) {
        return LedgerReader.open(path.resolve(LedgerFiles.LEDGER), veil);
    }

    /// As [#lookAtLedger], where nothing is closed.
    public static LedgerReader lookAtLedger(Path path) {
        return lookAtLedger(path, Veil.NONE);
    }

    /// Where the cursors of the store in `path` stand, by upstream.
    public static Map<String, Position> lookAtCursors(Path path) throws IOException {
        return Cursor.look(RealDisk.readOnly(path.resolve(CURSORS)));
    }

    /// The copy of the ledger in `path` from which a rebuild begins, if there is one.
    public static Path baseLedger(Path path) {
        return path.resolve(LedgerFiles.BASE);
    }

    /// Whether a process owns the store in `path`. Throws `NoStore` when there is none.
    public static boolean inUse(Path path) throws IOException {
        look(path, Veil.NONE);
        Optional<FileChannel> owned = Folder.make(path).own();
        if (owned.isPresent()) {
            owned.get().close();
        }
        return owned.isEmpty();
    }

    public Journal journal() {
        return journal;
    }

    public Ledger ledger() {
        return ledger;
    }

    /// The cursor of upstream `name`.
    public Cursor cursor(String name) throws IOException {
        return Cursor.open(cursors, name);
    }

    /// Where all cursors stand, also those that nobody uses now, by name.
    public Map<String, Position> cursors() throws IOException {
        return Cursor.look(cursors);
    }

    /// Removes the cursor of upstream `name`, which nobody may hold open: what it kept may go.
    public void dropCursor(String name) throws IOException {
        Cursor.drop(cursors, name);
    }

    /// What recovery found that a person should know.
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /// Puts a damaged ledger aside and begins an empty one (or one from the base copy). The caller
    /// projects the journal into it again.
    public Ledger replaceLedger() throws IOException {
        try {
            ledger.close();
        } catch (LedgerException e) {
            notices.add("the damaged ledger could not be closed: " + e.getMessage());
        }
        LedgerFiles.setAside(folder, notices, "it could not be read while running");
        ledger = LedgerFiles.open(folder, journal, notices, veil);
        return ledger;
    }

    /// Copies the ledger as it is now to the base file and flushes it, so that journal entries up
    /// to the returned number are no longer needed for rebuilding.
    public long keepBase() throws IOException {
        folder.deleteIfExists(LedgerFiles.FRESH);
        ledger.copyTo(folder.path(LedgerFiles.FRESH));
        long applied;
        try (LedgerReader copy = LedgerReader.open(folder.path(LedgerFiles.FRESH), veil)) {
            applied = copy.applied();
        }
        folder.force(LedgerFiles.FRESH);
        folder.rename(LedgerFiles.FRESH, LedgerFiles.BASE);
        folder.sync();
        return applied;
    }

    @Override
    public void close() throws IOException {
        journal.close();
        background.shutdown();
        ledger.close();
        owned.close();
    }

    /// Another process owns the data folder.
    public static final class StoreInUse extends IOException {
        private static final long serialVersionUID = 1;

        public StoreInUse(Path folder) {
            super("another process uses " + folder);
        }
    }

    /// There is no store in the folder.
    public static final class NoStore extends IOException {
        private static final long serialVersionUID = 1;

        NoStore(Path folder) {
            super("no store in " + folder);
        }
    }
}
