package io.larder.server.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Something with a store, made anew in an empty folder before it has grown large.
public final class Renewed<T extends FuzzTarget> implements FuzzTarget {
    /// Makes it.
    public interface Opener<T> {
        /// In an empty folder.
        T open(Path folder) throws IOException;
    }

    private final Path folder;
    private final int uses;
    private final Opener<T> opener;
    private @Nullable T current;
    private int left;

    /// Each one takes so many inputs.
    public Renewed(Path folder, int uses, Opener<T> opener) {
        this.folder = folder;
        this.uses = uses;
        this.opener = opener;
    }

    @Override
    public void hold(byte[] input) throws Exception {
        T target = current;
        if (target == null || left == 0) {
            close();
            target = opener.open(Files.createDirectories(folder));
            current = target;
            left = uses;
        }
        left--;
        target.hold(input);
    }

    @Override
    public void close() throws IOException {
        T target = current;
        current = null;
        if (target != null) {
            target.close();
            empty();
        }
    }

    private void empty() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.delete(file);
            }
        }
    }
}
