package io.larder.bench;

import java.util.List;

/// One of those that are measured side by side.
record Contender(String name, Probe.Mode mode, List<String> flags) {
    static Contender box(List<String> flags) {
        return new Contender("box", Probe.Mode.DURABLE, flags);
    }

    static Contender sqlite(List<String> flags) {
        return new Contender("SQLite for each upload", Probe.Mode.SQLITE, flags);
    }

    static Contender memory(List<String> flags) {
        return new Contender("door that keeps nothing", Probe.Mode.NO_JOURNAL, flags);
    }

    static List<Contender> all(List<String> flags) {
        return List.of(box(flags), sqlite(flags), memory(flags));
    }
}
