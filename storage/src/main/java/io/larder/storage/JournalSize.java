package io.larder.storage;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How large a journal is by its files, for programs that open it without its configuration: they
/// must not make it grow.
final class JournalSize {
    private JournalSize() {}

    /// Empty when there is no segment file.
    static Optional<JournalSettings> asFound(Disk disk) throws IOException {
        Map<Long, Integer> sizes = new HashMap<>();
        for (String name : disk.list()) {
            if (Segments.number(name).isPresent()) {
                try (DiskFile file = disk.open(name)) {
                    sizes.merge(file.size(), 1, Integer::sum);
                }
            }
        }
        int files = sizes.values().stream().mapToInt(Integer::intValue).sum();
        return sizes.entrySet().stream()
                .max(
                        Map.Entry.<Long, Integer>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .map(most -> settings(most.getKey(), files));
    }

    /// A file that a cut left half made is no measure: sizes are rounded to what a journal may
    /// have.
    private static JournalSettings settings(long bytes, int files) {
        long whole = Math.max(bytes / Block.PAGE * Block.PAGE, JournalSettings.MIN_SEGMENT_BYTES);
        return new JournalSettings(
                whole,
                Math.max(files, JournalSettings.MIN_SEGMENTS),
                JournalSettings.DEFAULT.queueBytes(),
                true);
    }
}
