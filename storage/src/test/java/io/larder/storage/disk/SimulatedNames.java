package io.larder.storage.disk;

import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// The names in a folder of a simulated disk: as they are now, as they were when the folder was
/// synced last, and what was changed since, of which a power cut keeps what it likes.
final class SimulatedNames {
    private record Change(String from, String to, SimulatedFile file) {}

    private static final String NOTHING = "";

    private final List<Change> unsynced = new ArrayList<>();
    private TreeMap<String, SimulatedFile> names = new TreeMap<>();
    private TreeMap<String, SimulatedFile> synced = new TreeMap<>();

    List<String> list() {
        return List.copyOf(names.keySet());
    }

    boolean has(String name) {
        return names.containsKey(name);
    }

    SimulatedFile get(String name) throws NoSuchFileException {
        SimulatedFile file = names.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    void add(String name, SimulatedFile file) {
        change(new Change(NOTHING, name, file));
    }

    void rename(String from, String to) throws NoSuchFileException {
        change(new Change(from, to, get(from)));
    }

    void remove(String name) throws NoSuchFileException {
        change(new Change(name, NOTHING, get(name)));
    }

    private void change(Change change) {
        unsynced.add(change);
        apply(change, names);
    }

    private static void apply(Change change, Map<String, SimulatedFile> to) {
        to.remove(change.from());
        if (!change.to().equals(NOTHING)) {
            to.put(change.to(), change.file());
        }
    }

    void sync() {
        unsynced.clear();
        synced = new TreeMap<>(names);
    }

    /// Takes a name away for good, as a broken file system does.
    void lose(String name) {
        names.remove(name);
        synced.remove(name);
    }

    /// Every file that has a name or may have one again, in an order that is the same in every run.
    Set<SimulatedFile> files() {
        Set<SimulatedFile> files = new LinkedHashSet<>(names.values());
        files.addAll(synced.values());
        unsynced.forEach(change -> files.add(change.file()));
        return files;
    }

    /// What a power cut leaves: the names that were synced, and of the changes since then all, or
    /// any, or none, as `random` draws where they `mayStay`.
    void cut(Random random, boolean mayStay) {
        TreeMap<String, SimulatedFile> kept = new TreeMap<>(synced);
        for (Change change : unsynced) {
            boolean possible =
                    change.from().equals(NOTHING) || kept.get(change.from()) == change.file();
            if (mayStay && possible && random.nextBoolean()) {
                apply(change, kept);
            }
        }
        unsynced.clear();
        synced = kept;
        names = new TreeMap<>(kept);
    }
}
