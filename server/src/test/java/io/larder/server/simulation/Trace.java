package io.larder.server.simulation;

import java.util.ArrayList;
import java.util.List;

/// What happened in a run, and which promises that broke. The same seed writes the same text.
final class Trace {
    private final List<String> lines = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private List<String> known = List.of();

    void add(String line) {
        lines.add(line);
    }

    /// Adds those that are not the same as last time.
    void addNew(List<String> alarms) {
        if (!alarms.equals(known)) {
            known = alarms;
            alarms.forEach(alarm -> add("alarm: " + alarm));
        }
    }

    void violation(String what) {
        violations.add(what);
        lines.add("VIOLATION " + what);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    String text() {
        return String.join("\n", lines);
    }
}
