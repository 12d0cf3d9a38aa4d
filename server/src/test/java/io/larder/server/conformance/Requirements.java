package io.larder.server.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/// Everything the protocols ask of a box, and what is left out and why. Claims are ids with the
/// tests that name them.
record Requirements(List<Requirement> all, Map<String, String> excused) {
    record Requirement(String id, String protocol, String text) {}

    /// How far one run came. `table` is what goes into the file.
    record Report(int covered, int excused, int uncovered, String table) {
        String summary() {
            return "conformance: %d covered, %d excused, %d uncovered"
                    .formatted(covered, excused, uncovered);
        }
    }

    static Requirements load() {
        List<Requirement> all =
                rows("/conformance/requirements.csv").stream()
                        .map(row -> new Requirement(row.get(0), row.get(1), row.get(2)))
                        .toList();
        Map<String, String> excused = new LinkedHashMap<>();
        rows("/conformance/excused.csv").forEach(row -> excused.put(row.get(0), row.get(1)));
        return new Requirements(all, excused);
    }

    /// What is wrong with the claims and the two lists; empty when nothing is.
    List<String> problems(SortedMap<String, ? extends Collection<String>> claims) {
        List<String> problems = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Requirement each : all) {
            if (!known.add(each.id())) {
                problems.add("requirement " + each.id() + " is listed twice");
            }
        }
        excused.forEach((id, reason) -> {
            if (!known.contains(id)) {
                problems.add("excused " + id + " is no requirement");
            }
            if (reason.isBlank()) {
                problems.add("excused " + id + " has no reason");
            }
        });
        claims.forEach((id, tests) -> {
            if (!known.contains(id)) {
                problems.add(tests + " names " + id + ", which is no requirement");
            }
            if (excused.containsKey(id)) {
                problems.add(tests + " covers " + id + ", which is excused");
            }
        });
        return problems;
    }

    Report report(Map<String, ? extends Collection<String>> passed) {
        StringBuilder table =
                new StringBuilder(
                        Csv.line(
                                List.of(
                                        "id",
                                        "protocol",
                                        "requirement",
                                        "status",
                                        "tests or reason")));
        int covered = 0;
        int left = 0;
        for (Requirement each : all) {
            String reason = excused.get(each.id());
            Collection<String> tests = passed.get(each.id());
            String status = reason != null ? "excused" : tests != null ? "covered" : "uncovered";
            String proof = reason != null ? reason : tests != null ? String.join(" ", tests) : "";
            covered += status.equals("covered") ? 1 : 0;
            left += status.equals("excused") ? 1 : 0;
            table.append(Csv.line(List.of(each.id(), each.protocol(), each.text(), status, proof)));
        }
        return new Report(covered, left, all.size() - covered - left, table.toString());
    }

    private static List<List<String>> rows(String resource) {
        try (InputStream in = Requirements.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return Csv.read(new String(in.readAllBytes(), UTF_8)).stream().skip(1).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
