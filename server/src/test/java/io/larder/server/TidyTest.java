package io.larder.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.Tidy.Source;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TidyTest {
    private static final String MAIN = "server/src/main/java/io/larder/server/A.java";
    private static final String TEST = "server/src/test/java/io/larder/server/ATest.java";

    @Test
    void theRepositoryIsTidy() throws IOException {
        List<Source> sources = repository();

        assertThat(sources).filteredOn(Source::isJava).hasSizeGreaterThan(10);
        assertThat(Tidy.complaints(sources)).isEmpty();
    }

    @Test
    void aLongFileIsReportedInMainOnly() {
        String text = "class A {}\n" + "// more\n".repeat(500);

        assertThat(complaints(MAIN, text)).containsExactly(MAIN + ": 501 lines");
        assertThat(complaints(TEST, text)).isEmpty();
    }

    @Test
    void aLongMethodIsReported() {
        String start = "class A {\n    void a() {\n";
        String end = "    }\n}\n";

        assertThat(complaints(MAIN, start + "        a();\n".repeat(58) + end)).isEmpty();
        assertThat(complaints(MAIN, start + "        a();\n".repeat(59) + end))
                .containsExactly(MAIN + ":2: a has 61 lines");
    }

    @Test
    void unfinishedWorkIsReported() {
        String word = "TO" + "DO";

        assertThat(complaints(MAIN, "// " + word + " later\nclass A {}\n"))
                .containsExactly(MAIN + ":1: unfinished: " + word);
    }

    @Test
    void aPublicTypeWithoutDocIsReported() {
        assertThat(complaints(MAIN, "public class A {}\n"))
                .containsExactly(MAIN + ": public A says not what it is");
        assertThat(complaints(MAIN, "/// An A.\npublic class A {}\n")).isEmpty();
        assertThat(complaints(MAIN, "/** An A. */\npublic class A {}\n")).isEmpty();
        assertThat(complaints(MAIN, "class A {}\n")).isEmpty();
    }

    @Test
    void aTestClassThatSurefireWouldSkipIsReported() {
        String path = TEST.replace("ATest", "Checks");

        assertThat(complaints(path, "class Checks { @Test void a() {} }\n"))
                .containsExactly(path + ": Checks has tests but its name does not end in Test");
        assertThat(complaints(path, "abstract class Checks { @Test void a() {} }\n")).isEmpty();
        assertThat(complaints(TEST, "class ATest { @Test void a() {} }\n")).isEmpty();
    }

    @Test
    void sleepingIsReportedExceptInSimulateAndBench() {
        String call = "Thread.sl" + "eep(";
        String text = "class A { void a() throws Exception { " + call + "1); } }\n";

        assertThat(complaints(MAIN, text)).containsExactly(MAIN + ":1: sleeps: " + call);
        assertThat(complaints(TEST, text)).containsExactly(TEST + ":1: sleeps: " + call);
        assertThat(complaints("server/src/main/java/io/larder/server/simulate/A.java", text))
                .isEmpty();
        assertThat(complaints("bench/src/main/java/io/larder/bench/A.java", text)).isEmpty();
    }

    @Test
    void aPathOfOneMachineIsReported() {
        String path = "/ho" + "me/";

        assertThat(complaints("a.md", "see " + path + "me/x\n"))
                .containsExactly("a.md:1: machine path: " + path);
        assertThat(complaints("a.md", "see docs" + path + "x\n")).isEmpty();
    }

    @Test
    void theHostOfARegistryIsReported() {
        String host = "https://repo1" + ".maven";

        assertThat(complaints("a.md", "from " + host + ".org/x\n"))
                .containsExactly("a.md:1: registry host: " + host);
        assertThat(complaints("pom.xml", "xmlns=\"http://maven.apache.org/POM/4.0.0\"\n"))
                .isEmpty();
    }

    private static List<String> complaints(String path, String text) {
        return Tidy.complaints(List.of(new Source(path, text)));
    }

    private static List<Source> repository() throws IOException {
        for (Path at = here(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                return read(at);
            }
        }
        throw new IllegalStateException("no repository above " + here());
    }

    private static Path here() {
        return Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();
    }

    private static List<Source> read(Path root) throws IOException {
        Set<String> skipped = Set.of(".git", "target", ".idea", ".vscode");
        List<Source> sources = new ArrayList<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes is) {
                        return skipped.contains(String.valueOf(dir.getFileName()))
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes is)
                            throws IOException {
                        // Every byte is a letter in Latin-1, so that binary files can be searched.
                        // In a worktree, .git is a file.
                        if (is.isRegularFile() && !skipped.contains(file.toFile().getName())) {
                            sources.add(
                                    new Source(
                                            root.relativize(file).toString(),
                                            Files.readString(file, ISO_8859_1)));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return sources;
    }
}
