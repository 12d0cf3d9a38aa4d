package io.larder.server.exchange;

import java.util.List;
import java.util.Optional;

/// The place of a file on the [Shelf], folder by folder: proof that it leads nowhere else. No name
/// is empty, begins with a dot (`..`, hidden files) or has a slash, a backslash or a control
/// character in it.
public record ShelfPath(List<String> names) {
    /// Throws `IllegalArgumentException` for names that are not as described.
    public ShelfPath {
        names = List.copyOf(names);
        if (names.isEmpty() || !names.stream().allMatch(ShelfPath::isPlain)) {
            throw new IllegalArgumentException("not plain: " + names);
        }
    }

    /// Reads names joined by slashes; empty when one of them is not allowed.
    static Optional<ShelfPath> read(String path) {
        List<String> names = List.of(path.split("/", -1));
        return names.stream().allMatch(ShelfPath::isPlain)
                ? Optional.of(new ShelfPath(names))
                : Optional.empty();
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty()
                && !name.startsWith(".")
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
    }
}
