package io.larder.server.simulate.meeting;

import io.larder.server.record.Serial;
import java.util.ArrayList;
import java.util.List;

/// What the box said that it should not have. Safe for many threads.
public final class Findings {
    private static final int EXAMPLES = 40;

    private final List<String> examples = new ArrayList<>();
    private long count;

    Findings() {}

    synchronized void add(Serial terminal, String what) {
        count++;
        if (examples.size() < EXAMPLES) {
            examples.add(terminal + ": " + what);
        }
    }

    public synchronized long count() {
        return count;
    }

    /// The first of them, each with the serial number of its terminal.
    public synchronized List<String> examples() {
        return List.copyOf(examples);
    }
}
