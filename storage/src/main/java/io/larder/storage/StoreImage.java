package io.larder.storage;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import io.larder.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Takes the files of a store so that together they are a store again, whether a box runs on it or
/// not: locks nothing, changes nothing, waits for nobody.
///
/// The order is what makes them fit:
///
/// 1. the ledger, then the contents, each as of one moment: no record without what it is about;
/// 2. the ledger's base copy;
/// 3. cursors and statements, then the journal up to a block that is whole: nothing of the former
///    says more than the journal that comes behind it.
///
/// When a segment got another life in the third step, that step is done once more: cursors and
/// statements would speak of entries that are not there. Full segments never change and are copied
/// once, so the next time it is a matter of moments. When neither ledger nor base copy has all that
/// lies before the journal's first entry, the second step is done once more, too.
public final class StoreImage<T> {
    /// With a ring of usual size the first time is enough.
    private static final int ROUNDS = 20;

    private static final String JOURNAL = "journal";
    private static final String CURSORS = "cursors";

    /// Where files go to.
    public interface Keeper<T> {
        /// Reads the first `bytes` of `file` and keeps them as `name`. Put back, it is to have
        /// `size` bytes, the rest zeros. What was kept under that name before counts no more.
        T keep(String name, DiskFile file, long bytes, long size) throws IOException;
    }

    /// What was taken: the files by their name in the folder, and the entries that the journal
    /// among them has. `notices` say what is not in it.
    public record Taken<T>(
            String box, long firstSeq, long lastSeq, Map<String, T> files, List<String> notices) {}

    private final Path path;
    private final Disk folder;
    private final Disk journal;
    private final Keeper<T> keeper;
    private final Map<String, T> files = new LinkedHashMap<>();
    private final Map<String, T> full = new HashMap<>();
    private final List<String> notices = new ArrayList<>();

    /// The last entry that the ledger has, or its base copy, as they were taken.
    private long known;

    private StoreImage(Path path, Keeper<T> keeper) {
        this.path = path;
        this.folder = RealDisk.readOnly(path);
        this.journal = RealDisk.readOnly(path.resolve(JOURNAL));
        this.keeper = keeper;
    }

    /// Whether this class cares for the file called `name` in a data folder.
    public static boolean takes(String name) {
        return name.startsWith(JOURNAL + "/")
                || name.startsWith(CURSORS + "/")
                || name.startsWith(LedgerFiles.LEDGER)
                || name.startsWith(Contents.FILE)
                || name.equals(LedgerFiles.BASE);
    }

    /// Takes all of the store in `path`. Throws `Store.NoStore` when there is none, `IOException`
    /// when something cannot be read or the box is too quick for it.
    public static <T> Taken<T> take(Path path, Keeper<T> keeper) throws IOException {
        Store.look(path);
        return new StoreImage<>(path, keeper).take();
    }

    private Taken<T> take() throws IOException {
        database(LedgerFiles.LEDGER, "the ledger is left out and will be built again: ");
        database(Contents.FILE, "photos and templates are left out: ");
        for (int round = 0; round < ROUNDS; round++) {
            base();
            int first = oldest();
            Map<String, T> rest = new LinkedHashMap<>();
            try {
                JournalView view = round(rest);
                if (oldest() == first && known + 1 >= view.firstSeq()) {
                    files.putAll(rest);
                    return new Taken<>(view.box(), view.firstSeq(), view.lastSeq(), files, notices);
                }
            } catch (NoSuchFileException recycledMeanwhile) {
                // once more, then
            }
        }
        throw new IOException(
                "the box uses its journal segments again faster than they can be copied: tried "
                        + ROUNDS
                        + " times");
    }

    private void database(String name, String otherwise) throws IOException {
        try {
            know(name);
            HeldDatabase.take(path, name, keeper, files);
        } catch (LedgerException e) {
            notices.add(otherwise + e.getMessage());
        }
    }

    /// What a ledger knows now it knows in its copy, too.
    private void know(String name) throws IOException {
        if (!name.equals(Contents.FILE) && folder.list().contains(name)) {
            try (LedgerReader ledger = LedgerReader.open(path.resolve(name))) {
                known = Math.max(known, ledger.applied());
            }
        }
    }

    /// A box gives it another file and never writes that one again.
    private void base() throws IOException {
        files.remove(LedgerFiles.BASE);
        try {
            know(LedgerFiles.BASE);
            if (folder.list().contains(LedgerFiles.BASE)) {
                whole(folder, LedgerFiles.BASE, "", files);
            }
        } catch (LedgerException e) {
            notices.add("the base copy of the ledger is left out: " + e.getMessage());
        }
    }

    /// The lowest number that a segment has: it goes up with every one that gets another life.
    private int oldest() throws IOException {
        return journal.list().stream()
                .map(Segments::number)
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .min()
                .orElse(0);
    }

    private JournalView round(Map<String, T> rest) throws IOException {
        Disk cursors = RealDisk.readOnly(path.resolve(CURSORS));
        for (String name : cursors.list()) {
            whole(cursors, name, CURSORS + "/", rest);
        }
        for (String name : journal.list()) {
            if (Segments.number(name).isEmpty()) {
                whole(journal, name, JOURNAL + "/", rest);
            }
        }
        JournalView view = Store.look(path);
        if (view.segments().isEmpty()) {
            throw new IOException("the journal in " + path + " has no entry that can be read");
        }
        segments(view, rest);
        return view;
    }

    private void segments(JournalView view, Map<String, T> rest) throws IOException {
        Catalog.Tail tail = view.tail();
        for (int number : view.segments().keySet()) {
            String name = JOURNAL + "/" + Segments.name(number);
            T kept = full.get(name);
            if (kept == null) {
                kept = segment(number, name, tail);
            }
            rest.put(name, kept);
        }
    }

    /// Under the same name it has had the same life all the time: it would have lost that first.
    private T segment(int number, String name, Catalog.Tail tail) throws IOException {
        try (DiskFile file = journal.open(Segments.name(number))) {
            long size = file.size();
            boolean last = number == tail.segment();
            long bytes = last ? Math.min(tail.offset(), size) : size;
            T kept = keeper.keep(name, file, bytes, size);
            if (!last && journal.list().contains(Segments.name(number))) {
                full.put(name, kept);
            }
            return kept;
        }
    }

    private void whole(Disk disk, String name, String prefix, Map<String, T> into)
            throws IOException {
        try (DiskFile file = disk.open(name)) {
            long size = file.size();
            into.put(prefix + name, keeper.keep(prefix + name, file, size, size));
        }
    }
}
