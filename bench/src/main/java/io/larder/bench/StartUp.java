package io.larder.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// From the start of the process to the first `OK`, on an empty folder and on a full one.
final class StartUp {
    static final String TEXT =
            """
            A process is started; a terminal introduces itself and sends one upload, again and again until it is answered `OK`. The folders that
            Growth left are read from a warm page cache. Medians over the rounds.
            """;

    private static final Mix ONE = new Mix(1, true, 1);
    private static final Duration LONG = Duration.ofMinutes(5);

    private interface Starter {
        Probe.Box start() throws IOException, InterruptedException;
    }

    private interface Ender {
        void end(Probe.Box box) throws IOException;
    }

    private final Probe probe;
    private final int rounds;

    StartUp(Place place, Scale scale) {
        this.probe = place.probe(Place.launcherFlags());
        this.rounds = scale.rounds();
    }

    void write(Page page, Growth.Filled filled) throws IOException, InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        double box = empty(Probe.Mode.DURABLE);
        double sqlite = empty(Probe.Mode.SQLITE);
        rows.add(row("empty", box, "SQLite for each upload", sqlite));
        rows.add(row("empty", box, "door that keeps nothing", empty(Probe.Mode.NO_JOURNAL)));
        String full = "%,d rows, stopped".formatted(filled.rows());
        double fullBox = full(Probe.Mode.DURABLE, filled.box(), Probe.Box::stop);
        double fullSqlite = full(Probe.Mode.SQLITE, filled.sqlite(), Probe.Box::stop);
        rows.add(row(full, fullBox, "SQLite for each upload", fullSqlite));
        rows.add(row(full, fullBox, "box, empty", box));
        String killed = "%,d rows, after `kill -9`".formatted(filled.rows());
        rows.add(
                row(
                        killed,
                        full(Probe.Mode.DURABLE, filled.box(), Probe.Box::kill),
                        "SQLite for each upload",
                        full(Probe.Mode.SQLITE, filled.sqlite(), Probe.Box::kill)));
        page.table(List.of("store", "box, s", "beside", "s", "box ÷ this"), rows);
    }

    private static List<String> row(String store, double box, String other, double its) {
        return List.of(store, Page.number(box), other, Page.number(its), Page.ratio(box, its));
    }

    private double empty(Probe.Mode mode) throws IOException, InterruptedException {
        return median(() -> probe.start(mode), Probe.Box::close);
    }

    /// The first start, which finds what somebody else left, does not count.
    private double full(Probe.Mode mode, Path data, Ender ender)
            throws IOException, InterruptedException {
        Probe.Box first = probe.start(mode, data);
        ender.end(first);
        return median(() -> probe.start(mode, data), ender);
    }

    private double median(Starter starter, Ender ender) throws IOException, InterruptedException {
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            long began = System.nanoTime();
            Probe.Box box = starter.start();
            try {
                new Load(box).round(ONE, LONG, 1);
                seconds.add((System.nanoTime() - began) / 1e9);
            } finally {
                ender.end(box);
            }
        }
        return Median.of(seconds);
    }
}
