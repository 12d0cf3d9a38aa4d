package io.larder.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A capture that no test reads proves nothing.
class CapturesUsedTest {
    private static final Path TESTS =
            Path.of(System.getProperty("basedir", "."), "src", "test").toAbsolutePath();

    @ParameterizedTest
    @CsvSource({"fixtures, ''", "door, door"})
    void everyCaptureIsNamedInATest(String folder, String packageName) throws IOException {
        String sources = sources(TESTS.resolve("java/io/larder/server").resolve(packageName));

        assertThat(captures(TESTS.resolve("resources").resolve(folder)))
                .isNotEmpty()
                .filteredOn(name -> !isNamed(sources, name))
                .isEmpty();
    }

    @Test
    void aCaptureThatIsNotNamedIsFound() {
        String sources = "file(\"wire/001-init.http\"), \"wire/004-options\", doc/biodata.http,";

        assertThat(
                        Stream.of(
                                        "wire/001-init.http",
                                        "wire/004-options.http",
                                        "doc/biodata.http",
                                        "wire/001-init.txt",
                                        "wire/00.http")
                                .filter(name -> !isNamed(sources, name)))
                .containsExactly("wire/001-init.txt", "wire/00.http");
    }

    /// With its ending, or without at the end of a text.
    private static boolean isNamed(String sources, String name) {
        String stem = name.substring(0, name.lastIndexOf('.'));
        return sources.contains(name)
                || Stream.of("\"", " ").anyMatch(before -> sources.contains(before + stem + "\""));
    }

    private static List<String> captures(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.endsWith(".md") && !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static String sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
            return sources.stream()
                    .filter(file -> !file.endsWith("CapturesUsedTest.java"))
                    .map(CapturesUsedTest::read)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
