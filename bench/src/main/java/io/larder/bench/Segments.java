package io.larder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The ring of a new box: it fills all its segments with zeros in the background, once, and that is
/// not to be in what is measured afterwards.
final class Segments {
    private static final long LOOK_MILLIS = 20;

    private Segments() {}

    /// Until the box in `data` has `wanted` of them; says how many seconds that took.
    static double await(Path data, int wanted) throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (count(data) < wanted) {
            Thread.sleep(LOOK_MILLIS);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static long count(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("journal"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("segment-"))
                    .count();
        }
    }
}
