package io.larder.server.fuzz;

import io.larder.server.exchange.Capture;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What the drawing begins with, one file for each seed: what was seen on the wire, what documents
/// show, and every input that once failed.
///
/// ```
/// fuzz/TARGET     of one target; what once failed there is called failed-…
/// fuzz/requests   of all that read requests, beside the captures and the wire examples
/// fuzz/messages   of all that read messages of meeting terminals
/// ```
final class Corpus {
    /// Stands for the wire examples among folders.
    static final String EXAMPLES = "examples";

    /// One input and where it comes from.
    record Seed(String name, Bytes input) {}

    private Corpus() {}

    /// The seeds of a target, its own and those in the folders it shares, in the same order always.
    static List<Seed> of(String target, List<String> shared) {
        List<Seed> seeds = new ArrayList<>(folder("/fuzz/" + target));
        for (String each : shared) {
            seeds.addAll(each.equals(EXAMPLES) ? examples() : folder(each));
        }
        return seeds;
    }

    private static List<Seed> examples() {
        return Capture.exampleBytes().entrySet().stream()
                .map(each -> new Seed(each.getKey(), each.getValue()))
                .toList();
    }

    /// Not every target has seeds of its own.
    private static List<Seed> folder(String resource) {
        URL url = Corpus.class.getResource(resource);
        if (url == null) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
            List<Seed> seeds = new ArrayList<>();
            for (Path file : files.filter(each -> isSeed(each)).sorted().toList()) {
                seeds.add(new Seed(file.toFile().getName(), Bytes.wrap(Files.readAllBytes(file))));
            }
            return seeds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(resource, e);
        }
    }

    private static boolean isSeed(Path file) {
        return Files.isRegularFile(file) && !file.toFile().getName().startsWith(".");
    }
}
