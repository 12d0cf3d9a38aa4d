package io.larder.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Requirements.Report;
import io.larder.server.conformance.Requirements.Requirement;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConformanceTest {
    private static final Requirements SMALL =
            new Requirements(
                    List.of(
                            new Requirement("A-1", "POS", "says \"OK\", then closes"),
                            new Requirement("A-2", "ATT", "polls"),
                            new Requirement("A-3", "ATT", "rings")),
                    Map.of("A-3", "no bell on a box"));

    @Test
    void everyIdNamedByATestIsARequirementThatIsNotExcused() throws Exception {
        assertThat(Requirements.load().problems(claims())).isEmpty();
    }

    @Test
    void theListOfRequirementsIsWhole() {
        assertThat(Requirements.load().all()).hasSizeGreaterThan(400);
    }

    @Test
    void anIdThatDoesNotExistAndAnExcusedOneAreReported() {
        assertThat(
                        SMALL.problems(
                                new TreeMap<>(
                                        Map.of("A-3", List.of("T.a"), "B-9", List.of("T.b")))))
                .containsExactly(
                        "[T.a] covers A-3, which is excused",
                        "[T.b] names B-9, which is no requirement");
    }

    @Test
    void anExcuseWithoutReasonOrRequirementIsReported() {
        Requirements bad = new Requirements(SMALL.all(), Map.of("Z-1", " "));

        assertThat(bad.problems(new TreeMap<>()))
                .containsExactly("excused Z-1 is no requirement", "excused Z-1 has no reason");
    }

    @Test
    void theReportCountsAndQuotes() {
        Report report = SMALL.report(Map.of("A-1", List.of("T.a", "U.b")));

        assertThat(report)
                .isEqualTo(
                        new Report(
                                1,
                                1,
                                1,
                                """
                                id,protocol,requirement,status,tests or reason
                                A-1,POS,"says ""OK"", then closes",covered,T.a U.b
                                A-2,ATT,polls,uncovered,
                                A-3,ATT,rings,excused,no bell on a box
                                """));
        assertThat(report.summary()).isEqualTo("conformance: 1 covered, 1 excused, 1 uncovered");
    }

    private static SortedMap<String, SortedSet<String>> claims()
            throws IOException, URISyntaxException, ClassNotFoundException {
        Path root =
                Path.of(
                        ConformanceTest.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        SortedMap<String, SortedSet<String>> claims = new TreeMap<>();
        List<String> names;
        try (Stream<Path> files = Files.walk(root)) {
            names =
                    files.map(file -> root.relativize(file).toString())
                            .filter(name -> name.endsWith(".class") && !name.contains("-info"))
                            .map(name -> name.replace('/', '.').replaceFirst("\\.class$", ""))
                            .toList();
        }
        ClassLoader loader = ConformanceTest.class.getClassLoader();
        for (String name : names) {
            for (Method method : Class.forName(name, false, loader).getDeclaredMethods()) {
                Conforms conforms = method.getAnnotation(Conforms.class);
                if (conforms != null) {
                    for (String id : conforms.value()) {
                        claims.computeIfAbsent(id, _ -> new TreeSet<>())
                                .add(name + "." + method.getName());
                    }
                }
            }
        }
        return claims;
    }
}
