package io.larder.server.cli;

import io.larder.storage.Store;
import io.larder.storage.disk.Disk;
import io.larder.storage.disk.Folder;
import io.larder.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// A data folder as a whole: made under another name, then given its own.
final class FolderTree {
    private FolderTree() {}

    /// The folder `path` in `root`, for its owner only.
    static Disk make(Path root, String path) throws IOException {
        Folder.make(root);
        Folder.make(root.resolve(path));
        return RealDisk.at(root.resolve(path));
    }

    static void delete(Path root) throws IOException {
        if (Files.exists(root)) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    /// Gives `fresh` the name `target`, durably. What is there gets another name and is never
    /// deleted; says which. Throws `Store.StoreInUse` when a box runs on it.
    static Optional<Path> give(Path fresh, Path target, boolean empty, int mostAside)
            throws IOException {
        Folder.make(fresh).sync();
        Optional<Path> aside = Optional.empty();
        if (empty) {
            Files.deleteIfExists(target);
        } else {
            try (FileChannel owned =
                    Folder.make(target).own().orElseThrow(() -> new Store.StoreInUse(target))) {
                aside = Optional.of(aside(target, mostAside));
                Files.move(target, aside.get(), StandardCopyOption.ATOMIC_MOVE);
                owned.force(false);
            }
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        Path parent = target.getParent();
        if (parent != null) {
            RealDisk.at(parent).sync();
        }
        return aside;
    }

    private static Path aside(Path target, int most) throws IOException {
        for (int n = 1; n < most; n++) {
            Path free = target.resolveSibling(target.getFileName() + "-before-restore-" + n);
            if (!Files.exists(free)) {
                return free;
            }
        }
        throw new IOException("more than " + most + " folders were put aside beside " + target);
    }
}
