package io.larder.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rates, waiting times and memory of contenders under the same load, one after the other, each
/// started anew in each round; the plain flush loop runs before each of them.
final class Ingest {
    static final String TEXT =
            """
            Terminals over loopback, each with a connection of its own that stays open, send uploads of one row as fast as they are answered. The
            contenders have the same door and the same exchange behind it, and differ in what must have happened before the `OK`:

            * **box**: the upload is in the journal and flushed; those that wait share a flush.
            * **SQLite for each upload**: its row is in a table of SQLite (WAL, `synchronous=FULL`, key terminal and record number), one
              transaction each.
            * **door that keeps nothing**: nothing.
            * **plain loop of 4 KiB write and flush**: one thread without a network. What the disk allows to who does not share flushes.

            Each contender runs alone, started anew in each round. Medians over the rounds. Senders and box share the cores.
            """;

    static final String MEMORY_TEXT =
            """
            Of the processes above: two seconds after the start, the box when its segments are filled as well, and at the highest since then.
            """;

    static final List<Integer> TERMINALS = List.of(1, 8, 64);

    private static final int MOST = 64;
    private static final long REST_MILLIS = 2_000;

    /// What one contender gave.
    private static final class Seen {
        final Map<Integer, List<Figure>> figures = new LinkedHashMap<>();
        final List<Double> idle = new ArrayList<>();
        final List<Double> busy = new ArrayList<>();

        Figure figure(int terminals) {
            return Figure.median(figures.getOrDefault(terminals, List.of()));
        }
    }

    private final Place place;
    private final Scale scale;
    private final Map<Contender, Seen> seen = new LinkedHashMap<>();
    private final List<Double> flushes = new ArrayList<>();
    private final List<Double> preparing = new ArrayList<>();
    private long proven;

    Ingest(Place place, Scale scale, List<Contender> contenders) {
        this.place = place;
        this.scale = scale;
        contenders.forEach(each -> seen.put(each, new Seen()));
    }

    /// Throws `IllegalStateException` when something acknowledged is missing or doubled.
    Ingest run() throws IOException, InterruptedException {
        for (int round = 0; round < scale.rounds(); round++) {
            for (Map.Entry<Contender, Seen> each : seen.entrySet()) {
                flushes.add(place.flushes(scale.time()));
                measure(each.getKey(), each.getValue());
            }
        }
        return this;
    }

    private void measure(Contender contender, Seen into) throws IOException, InterruptedException {
        try (Probe.Box box = place.probe(contender.flags()).start(contender.mode())) {
            if (contender.mode() == Probe.Mode.DURABLE) {
                preparing.add(Segments.await(box.dataDir(), place.segments()));
            }
            Thread.sleep(REST_MILLIS);
            into.idle.add(Memory.of(box.pid()).resident());
            Load load = new Load(box);
            load.round(new Mix(MOST, true, 1), scale.warmUp(), Long.MAX_VALUE);
            for (int terminals : TERMINALS) {
                Mix mix = new Mix(terminals, true, 1);
                Figure figure = load.round(mix, scale.time(), Long.MAX_VALUE);
                into.figures.computeIfAbsent(terminals, _ -> new ArrayList<>()).add(figure);
            }
            into.busy.add(Memory.of(box.pid()).peak());
            if (contender.mode() == Probe.Mode.DURABLE) {
                prove(load);
            }
        }
    }

    private void prove(Load load) throws IOException, InterruptedException {
        Acknowledged.Check check = load.prove();
        if (check.missing() > 0 || check.doubled() > 0) {
            throw new IllegalStateException(check.toString());
        }
        proven += load.acknowledged().total();
    }

    /// Rates and waiting times; the first contender is the one that the others are beside.
    void writeRates(Page page) {
        double flush = Median.of(flushes);
        List<List<String>> rows = new ArrayList<>();
        Seen first = seen.values().iterator().next();
        for (int terminals : TERMINALS) {
            double rate = first.figure(terminals).requestsPerSecond();
            seen.forEach((contender, its) -> rows.add(row(terminals, contender, its, rate)));
            rows.add(
                    List.of(
                            "" + terminals,
                            "plain loop of 4 KiB write and flush, alone",
                            Page.number(flush),
                            "",
                            "",
                            "",
                            Page.ratio(rate, flush)));
        }
        page.table(
                List.of("terminals", "who", "`OK`/s", "p50 ms", "p99 ms", "failed", "box ÷ this"),
                rows);
        page.say(
                "A new box fills the %d segments of its journal with zeros once. That was over %s s after its start, before anything above."
                        .formatted(place.segments(), Page.number(Median.of(preparing))));
        page.say(
                "%,d rows that the box acknowledged meanwhile were all in its export, each once."
                        .formatted(proven));
    }

    private static List<String> row(int terminals, Contender contender, Seen its, double rate) {
        Figure figure = its.figure(terminals);
        return List.of(
                "" + terminals,
                contender.name(),
                Page.number(figure.requestsPerSecond()),
                Page.number(figure.p50Millis()),
                Page.number(figure.p99Millis()),
                "" + figure.failed(),
                Page.ratio(rate, figure.requestsPerSecond()));
    }

    void writeMemory(Page page) {
        List<List<String>> rows = new ArrayList<>();
        Seen first = seen.values().iterator().next();
        seen.forEach((contender, its) ->
                rows.add(
                        List.of(
                                contender.name(),
                                Page.number(Median.of(its.idle)),
                                Page.number(Median.of(its.busy)),
                                Page.ratio(Median.of(first.busy), Median.of(its.busy)))));
        page.table(
                List.of("who", "idle, MiB", "at its highest, MiB", "box ÷ this, at its highest"),
                rows);
    }
}
