package io.larder.storage;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import io.larder.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;

/// Takes the files of a store so that together they are a store again, whether a box runs on it or
/// not: locks nothing, changes nothing, waits for nobody.
///
/// The order is what makes them fit:
///
/// 1. the ledger, then the contents, each as of one moment: no record without what it is about;
/// 2. base copy, cursors and statements, then the journal up to a block that is whole: nothing of
///    the former says more than the journal that comes behind it.
///
/// A segment that got another life while the second part was copied would leave a hole between what
/// was copied before and after: then that part is copied once more. So the entries that the ledger
/// does not have any more are in the base copy, as in the store itself.
public final class StoreImage {
    /// With a ring of usual size the first time is enough; of what was kept once, a second time
    /// costs only a look.
    private static final int ROUNDS = 8;

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

    private StoreImage() {}

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
        Map<String, T> files = new LinkedHashMap<>();
        List<String> notices = new ArrayList<>();
        Store.look(path);
        try {
            HeldDatabase.take(path, LedgerFiles.LEDGER, keeper, files);
        } catch (LedgerException e) {
            notices.add("the ledger is left out and will be built again: " + e.getMessage());
        }
        try {
            HeldDatabase.take(path, Contents.FILE, keeper, files);
        } catch (LedgerException e) {
            notices.add("photos and templates are left out: " + e.getMessage());
        }
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, T> rest = new LinkedHashMap<>();
            int first = oldest(path);
            try {
                JournalView view = round(path, keeper, rest);
                if (oldest(path) == first) {
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

    /// The lowest number that a segment has: it goes up with every one that gets another life.
    private static int oldest(Path path) throws IOException {
        return journal(path).list().stream()
                .map(Segments::number)
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .min()
                .orElse(0);
    }

    private static Disk journal(Path path) {
        return RealDisk.readOnly(path.resolve(JOURNAL));
    }

    private static <T> JournalView round(Path path, Keeper<T> keeper, Map<String, T> files)
            throws IOException {
        Disk folder = RealDisk.readOnly(path);
        if (folder.list().contains(LedgerFiles.BASE)) {
            whole(folder, LedgerFiles.BASE, "", keeper, files);
        }
        Disk cursors = RealDisk.readOnly(path.resolve(CURSORS));
        for (String name : cursors.list()) {
            whole(cursors, name, CURSORS + "/", keeper, files);
        }
        Disk journal = journal(path);
        for (String name : journal.list()) {
            if (Segments.number(name).isEmpty()) {
                whole(journal, name, JOURNAL + "/", keeper, files);
            }
        }
        JournalView view = Store.look(path);
        if (view.segments().isEmpty()) {
            throw new IOException("the journal in " + path + " has no entry that can be read");
        }
        segments(journal, view, keeper, files);
        return view;
    }

    private static <T> void segments(
            Disk journal, JournalView view, Keeper<T> keeper, Map<String, T> files)
            throws IOException {
        Catalog.Tail tail = view.tail();
        NavigableMap<Integer, Long> held = view.segments();
        for (int number : held.keySet()) {
            String name = Segments.name(number);
            try (DiskFile file = journal.open(name)) {
                long size = file.size();
                long bytes = number == tail.segment() ? Math.min(tail.offset(), size) : size;
                String full = JOURNAL + "/" + name;
                files.put(full, keeper.keep(full, file, bytes, size));
            }
        }
    }

    private static <T> void whole(
            Disk disk, String name, String prefix, Keeper<T> keeper, Map<String, T> files)
            throws IOException {
        try (DiskFile file = disk.open(name)) {
            long size = file.size();
            files.put(prefix + name, keeper.keep(prefix + name, file, size, size));
        }
    }
}
