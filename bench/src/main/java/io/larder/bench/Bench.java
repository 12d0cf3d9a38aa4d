package io.larder.bench;

import io.larder.bench.Probe.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The load program. Absolute figures belong to one machine; the ratios are what to compare.
public final class Bench {
    private final Options options;
    private final Probe probe;
    private final Report report;
    private final List<Double> flushes = new ArrayList<>();

    Bench(Options options, Probe probe, Report report) {
        this.options = options;
        this.probe = probe;
        this.report = report;
    }

    /// Exit code 0 when every acknowledged row was found once, 1 when not, 2 for wrong usage.
    public static void main(String[] args) throws IOException, InterruptedException {
        if (List.of(args).contains("--help")) {
            System.out.print(Options.HELP);
            return;
        }
        Options options;
        try {
            options = Options.read(args);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.err.print(Options.HELP);
            System.exit(2);
            return;
        }
        Bench bench = new Bench(options, new LarderProbe(options), new Report(System.out));
        System.exit(bench.run() ? 0 : 1);
    }

    /// True when nothing acknowledged was missing or doubled.
    boolean run() throws IOException, InterruptedException {
        return switch (options.mode()) {
            case "compare" -> compare();
            case "memory" -> memory();
            case "flush" -> flush();
            case "seal" -> seal();
            case "overload" -> new Overload(options, probe, report).run();
            default -> door();
        };
    }

    private boolean door() throws IOException, InterruptedException {
        Mode mode = options.noJournal() ? Mode.NO_JOURNAL : Mode.DURABLE;
        try (Probe.Box box = probe.start(mode)) {
            Load load = new Load(box);
            warmUp(List.of(load));
            Groups before = Groups.of(box.dataDir());
            Map<Mix, List<Figure>> rounds = interleave(List.of(load)).getFirst();
            double flush = report.flushLoop(flushes);
            report.table(rounds, flush);
            if (!options.noJournal()) {
                report.groups(rounds, flush, Groups.of(box.dataDir()).since(before));
            }
            report.line(Memory.of(box.pid()).toString());
            return options.noJournal() || proven(load);
        }
    }

    private boolean compare() throws IOException, InterruptedException {
        try (Probe.Box durable = probe.start(Mode.DURABLE);
                Probe.Box bare = probe.start(Mode.NO_JOURNAL)) {
            Load load = new Load(durable);
            List<Load> loads = List.of(load, new Load(bare));
            warmUp(loads);
            List<Map<Mix, List<Figure>>> both = interleave(loads);
            double flush = report.flushLoop(flushes);
            report.line("with journal");
            report.table(both.getFirst(), flush);
            report.line("without journal");
            report.table(both.getLast(), flush);
            report.ratios(both.getFirst(), both.getLast());
            return proven(load);
        }
    }

    private boolean memory() throws IOException, InterruptedException {
        try (Probe.Box box = probe.start(options.noJournal() ? Mode.NO_JOURNAL : Mode.DURABLE)) {
            Load load = new Load(box);
            Mix mix = mixes().getFirst();
            long goal = options.megabytes() * 1_048_576L / Template.ROW_BYTES;
            while (load.acknowledged().total() < goal) {
                load.round(mix, options.time(), Long.MAX_VALUE);
                report.line(
                        "%,d MB in, %s"
                                .formatted(
                                        load.acknowledged().total()
                                                * Template.ROW_BYTES
                                                / 1_048_576,
                                        Memory.of(box.pid())));
            }
            return true;
        }
    }

    private boolean flush() throws IOException {
        for (int round = 0; round < options.rounds(); round++) {
            flushes.add(FlushLoop.run(options.dir(), options.time()));
        }
        report.flushLoop(flushes);
        return true;
    }

    private boolean seal() throws IOException, InterruptedException {
        new SealCost(options, report).run();
        return true;
    }

    private void warmUp(List<Load> loads) throws IOException, InterruptedException {
        for (Load load : loads) {
            load.round(new Mix(16, false, 1), options.warmUp(), options.rowLimit());
            load.round(new Mix(16, true, 1), options.warmUp(), options.rowLimit());
        }
    }

    /// All mixes on all boxes in turn, round by round, so that a slow moment of the machine hits
    /// all of them alike; the flush loop runs once a round on the same disk.
    private List<Map<Mix, List<Figure>>> interleave(List<Load> loads)
            throws IOException, InterruptedException {
        List<Map<Mix, List<Figure>>> figures = new ArrayList<>();
        loads.forEach(_ -> figures.add(new LinkedHashMap<>()));
        for (int round = 0; round < options.rounds(); round++) {
            flushes.add(FlushLoop.run(options.dir(), Duration.ofSeconds(1)));
            for (Mix mix : mixes()) {
                for (int i = 0; i < loads.size(); i++) {
                    Figure figure = loads.get(i).round(mix, options.time(), options.rowLimit());
                    figures.get(i).computeIfAbsent(mix, _ -> new ArrayList<>()).add(figure);
                }
            }
        }
        return figures;
    }

    private List<Mix> mixes() {
        List<Mix> mixes = new ArrayList<>();
        for (int rows : options.rows()) {
            for (boolean keepAlive : options.keepAlive()) {
                for (int connections : options.connections()) {
                    mixes.add(new Mix(connections, keepAlive, rows));
                }
            }
        }
        return mixes;
    }

    private boolean proven(Load load) throws IOException, InterruptedException {
        Acknowledged.Check check = load.prove();
        report.line(check.toString());
        return check.isKept();
    }
}
