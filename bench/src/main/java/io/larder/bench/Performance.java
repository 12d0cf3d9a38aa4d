package io.larder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes the performance report: every figure of the box beside what it is compared with, in one
/// run on one machine.
public final class Performance {
    private static final String INTRODUCTION =
            """
            Written by `./larder performance`, all of it in one run on one machine that had nothing else to do. Absolute figures belong to that
            machine; what to compare is the ratio, whose two sides were measured one after the other. `÷` says what is divided by what.
            """;
    private static final String HELP =
            """
            Usage: performance [--quick] [OPTION=VALUE]...

              --quick              small numbers, to see that everything works; figures mean little
              --records=10000000   rows in the growing store              (quick: 100000)
              --out=FILE           the page; pictures go beside it        (docs/performance.md;
                                   quick: target/performance.md)
              --only=PART,PART     of ingest (with memory), large (growth, start, questions), drain, wear,
                                   small; the page then has nothing else
              --dir=DIR            disk to measure on                     (default: temporary folder)

            The machine should have nothing else to do. What needs root or a program that is not
            there is left out and says so in the page.
            """;

    private interface Part {
        void write(Performance into, Place here, Scale scale) throws Exception;
    }

    private static final Map<String, Part> PARTS = parts();

    private final Arguments arguments;
    private final Page page = new Page();

    /// What was asked for; `only` names parts of the page.
    record Arguments(boolean quick, long records, Path out, Path dir, Set<String> only) {
        /// Throws `IllegalArgumentException` with what was expected.
        static Arguments read(String... args) {
            List<String> left = new ArrayList<>(Arrays.asList(args));
            boolean quick = left.remove("--quick");
            String records = quick ? "100000" : "10000000";
            String out = quick ? "target/performance.md" : "docs/performance.md";
            Arguments read =
                    new Arguments(
                            quick,
                            Options.number(Options.take(left, "records", records)),
                            Path.of(Options.take(left, "out", out)),
                            Path.of(
                                    Options.take(
                                            left,
                                            "dir",
                                            System.getProperty("java.io.tmpdir", "."))),
                            parts(Options.take(left, "only", String.join(",", PARTS.keySet()))));
            if (!left.isEmpty()) {
                throw new IllegalArgumentException("unknown: " + String.join(" ", left));
            }
            return read;
        }

        private static Set<String> parts(String text) {
            Set<String> parts = Set.of(text.split(",", -1));
            if (!PARTS.keySet().containsAll(parts)) {
                throw new IllegalArgumentException(
                        "expected some of " + PARTS.keySet() + ", found " + text);
            }
            return parts;
        }

        Scale scale() {
            return quick ? Scale.quick(records) : Scale.full(records);
        }
    }

    private static Map<String, Part> parts() {
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put("ingest", Performance::ingest);
        parts.put("large", Performance::large);
        parts.put("drain", Performance::drain);
        parts.put("wear", Performance::wear);
        parts.put("small", Performance::small);
        return parts;
    }

    private Performance(Arguments arguments) {
        this.arguments = arguments;
    }

    /// Exit code 0 when the page is written, 2 for wrong usage.
    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.print(HELP);
            return;
        }
        Arguments arguments;
        try {
            arguments = Arguments.read(args);
        } catch (IllegalArgumentException e) {
            System.err.println("performance: " + e.getMessage());
            System.err.print(HELP);
            System.exit(2);
            return;
        }
        new Performance(arguments).run();
    }

    private void run() throws Exception {
        Path folder = Files.createTempDirectory(arguments.dir(), "larder-performance-");
        try {
            write(Place.plain(folder), arguments.scale());
            page.save(arguments.out());
            System.out.println("written: " + arguments.out());
        } finally {
            Folders.remove(folder);
        }
    }

    private void write(Place here, Scale scale) throws Exception {
        begin(here);
        for (Map.Entry<String, Part> part : PARTS.entrySet()) {
            if (arguments.only().contains(part.getKey())) {
                part.getValue().write(this, here, scale);
            }
        }
    }

    private void drain(Place here, Scale scale) throws IOException, InterruptedException {
        section("Drain: a backlog to each kind of upstream", Drain.TEXT);
        new Drain(here, scale).write(page);
    }

    private void wear(Place here, Scale scale) throws IOException, InterruptedException {
        section("Wear: what the medium takes for 10,000 purchases", Wear.TEXT);
        new Wear(here.dir(), scale).write(page);
    }

    private void small(Place here, Scale scale) throws IOException, InterruptedException {
        section("A small machine: ingest and memory under limits", SmallMachine.TEXT);
        new SmallMachine(here.dir(), scale).write(page);
    }

    private void section(String title, String text) {
        System.out.println(title);
        page.section(title);
        page.say(text);
    }

    private void begin(Place here) throws IOException {
        page.title("Performance");
        page.say(INTRODUCTION);
        page.say("This run: " + Machine.here(here.dir()) + ".");
        page.say(
                "Flags of the launcher: `%s`. Flags of the service: `%s`."
                        .formatted(
                                String.join(" ", Place.launcherFlags()),
                                String.join(" ", Place.unitFlags())));
        if (arguments.quick()) {
            page.say("**A quick run: it shows that everything works, its figures mean little.**");
        }
    }

    private void ingest(Place here, Scale scale) throws IOException, InterruptedException {
        section("Ingest: an upload of one row until its `OK`", Ingest.TEXT);
        List<Contender> contenders = new ArrayList<>(Contender.all(Place.launcherFlags()));
        contenders.add(
                new Contender("box, flags of the service", Probe.Mode.DURABLE, Place.unitFlags()));
        Ingest ingest = new Ingest(here, scale, contenders).run();
        ingest.writeRates(page);
        section("Memory: resident, idle and with 64 terminals", Ingest.MEMORY_TEXT);
        ingest.writeMemory(page);
    }

    private void large(Place here, Scale scale) throws Exception {
        section("Growth: from an empty store to %,d rows".formatted(scale.records()), Growth.TEXT);
        Growth growth = new Growth(here, scale);
        Growth.Filled filled = growth.run();
        growth.write(page);
        section("Start: from the process to the first `OK`", StartUp.TEXT);
        new StartUp(here, scale).write(page, filled);
        section("Questions to %,d rows".formatted(filled.rows()), Query.TEXT);
        new Query(here, scale, filled).write(page);
        Folders.remove(filled.box());
        Folders.remove(filled.sqlite());
    }
}
