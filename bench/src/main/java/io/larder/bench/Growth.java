package io.larder.bench;

import io.larder.storage.LedgerReader;
import io.larder.storage.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What an upload costs while the store fills, beside SQLite for each upload.
final class Growth {
    static final String TEXT =
            """
            Both are filled over their doors, in turn and in equal steps, by 16 terminals with uploads of 100 rows. At each size one terminal,
            then eight, send uploads of one row as fast as they are answered; `ms` is the mean of the lone terminal. `rows/s` is from the first
            upload of a step until its last row can be asked for: in the ledger of the box, which understands rows behind the `OK`; in the table
            of SQLite, whose rows are there at the `OK`. The box's ledger keeps 17 columns of a row and an index for duplicates, the table four and none.
            `ledger copied`: in this step the ring of journal segments was half full and the box copied its ledger, so that they can be used again.
            The rows of the measurement itself come on top.
            """;

    private static final int ROWS = 100;
    private static final Mix FILL = new Mix(16, true, ROWS);
    private static final Mix ONE = new Mix(1, true, 1);
    private static final Mix EIGHT = new Mix(8, true, 1);
    private static final Duration LONG = Duration.ofHours(1);
    private static final long LOOK_MILLIS = 20;

    /// What the box calls the copy of its ledger while it makes it.
    private static final String COPYING = "ledger-base.new";

    /// One contender at one size: milliseconds for an upload of a lone terminal, uploads a second
    /// of eight, and rows a second while it came there (0 at the start).
    record Point(double millis, double eight, double filling) {}

    /// Both at one size, and whether the box copied its ledger on the way there.
    record Step(long rows, Point box, Point sqlite, boolean copied) {}

    /// What they left.
    record Filled(Path box, Path sqlite, long rows) {}

    private final Scale scale;
    private final Probe probe;
    private final int segments;
    private final List<Step> steps = new ArrayList<>();

    Growth(Place place, Scale scale) {
        this.scale = scale;
        this.segments = place.segments();
        this.probe = place.probe(Place.launcherFlags());
    }

    Filled run() throws IOException, InterruptedException {
        Probe.Box box = probe.start(Probe.Mode.DURABLE);
        try {
            Probe.Box sqlite = probe.start(Probe.Mode.SQLITE);
            try {
                fill(new Load(box), new Load(sqlite));
                return new Filled(box.dataDir(), sqlite.dataDir(), steps.getLast().rows());
            } finally {
                sqlite.stop();
            }
        } finally {
            box.stop();
        }
    }

    private void fill(Load box, Load sqlite) throws IOException, InterruptedException {
        for (Load each : List.of(box, sqlite)) {
            each.round(EIGHT, scale.warmUp(), Long.MAX_VALUE);
        }
        awaitLedger(box.box().dataDir());
        Segments.await(box.box().dataDir(), segments);
        long copied = 0;
        steps.add(new Step(0, point(box, 0), point(sqlite, 0), false));
        for (int step = 1; step <= scale.steps(); step++) {
            long rows = scale.records() * step / scale.steps();
            long more = rows - steps.getLast().rows();
            Point boxPoint = point(box, filling(box, more, true));
            long copy = lastCopy(box.box().dataDir());
            Point sqlitePoint = point(sqlite, filling(sqlite, more, false));
            steps.add(new Step(rows, boxPoint, sqlitePoint, copy > copied));
            copied = copy;
            System.out.println(steps.getLast());
        }
    }

    /// When the box last worked on a copy of its ledger, 0 when never.
    private static long lastCopy(Path data) throws IOException {
        Path base = Store.baseLedger(data);
        if (Files.exists(base.resolveSibling(COPYING))) {
            return System.currentTimeMillis();
        }
        return Files.exists(base) ? Files.getLastModifiedTime(base).toMillis() : 0;
    }

    private Point point(Load load, double filling) throws IOException, InterruptedException {
        Figure one = load.round(ONE, scale.time(), Long.MAX_VALUE);
        Figure eight = load.round(EIGHT, scale.time(), Long.MAX_VALUE);
        return new Point(1000 / one.requestsPerSecond(), eight.requestsPerSecond(), filling);
    }

    /// Rows a second, from the first upload until the last row can be asked for.
    private static double filling(Load load, long rows, boolean projected)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        long before = load.acknowledged().total();
        Figure figure = load.round(FILL, LONG, rows);
        if (figure.failed() > 0) {
            System.out.println(figure.failed() + " uploads were refused and sent again");
        }
        if (projected) {
            awaitLedger(load.box().dataDir());
        }
        return (load.acknowledged().total() - before) * 1e9 / (System.nanoTime() - began);
    }

    /// Until everything in the journal that is in `data` can be asked for.
    static void awaitLedger(Path data) throws IOException, InterruptedException {
        long last = Store.look(data).lastSeq();
        try (LedgerReader ledger = Store.lookAtLedger(data)) {
            while (ledger.applied() < last) {
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    void write(Page page) {
        List<List<String>> rows = new ArrayList<>();
        for (Step step : steps) {
            rows.add(
                    List.of(
                            "%,d".formatted(step.rows()),
                            Page.number(step.box().millis()),
                            Page.number(step.sqlite().millis()),
                            Page.ratio(step.box().millis(), step.sqlite().millis()),
                            Page.number(step.box().eight()),
                            Page.number(step.sqlite().eight()),
                            Page.ratio(step.box().eight(), step.sqlite().eight()),
                            filling(step.box()),
                            filling(step.sqlite()),
                            Page.ratio(step.box().filling(), step.sqlite().filling()),
                            step.copied() ? "yes" : ""));
        }
        page.table(
                List.of(
                        "rows",
                        "ms, box",
                        "SQLite",
                        "box ÷ SQLite",
                        "`OK`/s of 8, box",
                        "SQLite",
                        "box ÷ SQLite",
                        "rows/s, box",
                        "SQLite",
                        "box ÷ SQLite",
                        "ledger copied"),
                rows);
        page.picture(
                "growth", chart("One upload of one row", "milliseconds", steps, Point::millis));
        page.picture(
                "filling",
                chart(
                        "Filling with uploads of 100 rows, until they can be asked for",
                        "rows a second",
                        steps.subList(1, steps.size()),
                        Point::filling));
    }

    private static String filling(Point point) {
        return point.filling() == 0 ? "" : Page.number(point.filling());
    }

    private static LineChart chart(
            String title, String up, List<Step> steps, ToDoubleFunction<Point> value) {
        List<Double> x = steps.stream().map(step -> (double) step.rows()).toList();
        return new LineChart(
                title,
                "rows in the store",
                up,
                List.of(
                        new LineChart.Line(
                                "box",
                                x,
                                steps.stream()
                                        .map(step -> value.applyAsDouble(step.box()))
                                        .toList()),
                        new LineChart.Line(
                                "SQLite for each upload",
                                x,
                                steps.stream()
                                        .map(step -> value.applyAsDouble(step.sqlite()))
                                        .toList())));
    }
}
