package io.larder.server.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Digest;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The folder of one target while minutes are spent on it.
///
/// ```
/// TARGET/seeds      the corpus of the repository
/// TARGET/found      inputs that showed something new; they stay for the next run
/// TARGET/failed-…   inputs that failed
/// TARGET/store      what the target keeps
/// ```
record Workshop(FuzzTargets target, Path folder) {
    /// How one way of drawing went: `more` says what else is known.
    record Result(long inputs, double seconds, String more, List<Path> failed) {
        String line() {
            return "%,11d inputs %,9.0f/s %s"
                    .formatted(inputs, inputs / seconds, more)
                    .stripTrailing();
        }
    }

    static Workshop of(FuzzTargets target, Path all) throws IOException {
        Workshop shop = new Workshop(target, all.resolve(target.word()));
        Files.createDirectories(shop.found());
        Files.createDirectories(shop.seeds());
        Files.createDirectories(shop.store());
        for (Corpus.Seed seed : target.seeds()) {
            Files.write(shop.seeds().resolve(hash(seed.input().toArray())), seed.input().toArray());
        }
        return shop;
    }

    Path seeds() {
        return folder.resolve("seeds");
    }

    Path found() {
        return folder.resolve("found");
    }

    Path store() {
        return folder.resolve("store");
    }

    static String hash(byte[] input) {
        return Digest.sha256Hex(input).substring(0, 16);
    }

    /// The seeds and what was found.
    List<Corpus.Seed> corpus() throws IOException {
        List<Corpus.Seed> all = new ArrayList<>(target.seeds());
        try (Stream<Path> files = Files.list(found())) {
            for (Path file : files.sorted().toList()) {
                all.add(
                        new Corpus.Seed(
                                file.toFile().getName(), Bytes.wrap(Files.readAllBytes(file))));
            }
        }
        return all;
    }

    /// Inputs that failed, from now or before.
    List<Path> failed() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toFile().getName().startsWith("failed-")).toList();
        }
    }

    /// Keeps an input that failed, with what came of it in a file beside it.
    Path keep(byte[] input, Throwable failure) throws IOException {
        Path file = folder.resolve("failed-" + hash(input));
        Files.write(file, input);
        try (PrintWriter why =
                new PrintWriter(folder.resolve("why-" + hash(input)).toFile(), UTF_8)) {
            failure.printStackTrace(why);
        }
        return file;
    }
}
