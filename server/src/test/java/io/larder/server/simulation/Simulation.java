package io.larder.server.simulation;

import io.larder.server.command.Issued;
import io.larder.server.record.Serial;
import io.larder.server.relay.StillRelay;
import io.larder.server.relay.larder.LarderUpstream;
import io.larder.server.relay.larder.LineLimits;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.disk.SimulatedDisk.Call;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// One run: terminals of all families, a box, a line, a headquarters, and what goes wrong with
/// them, all drawn from one seed and done on one thread, one thing after the other. After each
/// everything is at rest.
final class Simulation {
    private static final int STEPS = 120;
    private static final int MOST_TILLS = 2;
    private static final int MOST_CLOCKS = 2;
    private static final int MOST_ROOMS = 2;
    private static final int MOST_ROWS = 4;
    private static final int ROUNDS = 60;
    private static final int TURNS = 200;
    private static final int SOON = 25;

    /// In so much time any reply is overdue.
    private static final Duration PATIENCE = Duration.ofHours(2);

    private static final LineLimits LINE = new LineLimits(Duration.ofMinutes(1), 64 << 10);

    private final Random random;
    private final SimulatedTime time = new SimulatedTime();
    private final Trace trace = new Trace();
    private final Oracle oracle = new Oracle(trace);
    private final OrderOracle orders = new OrderOracle(trace);
    private final List<SimulatedTill> tills = new ArrayList<>();
    private final List<SimulatedTerminal> terminals = new ArrayList<>();
    private final Map<Step, Integer> weights = new EnumMap<>(Step.class);
    private final SimulatedHeadquarters headquarters;
    private final SimulatedBox box;
    private boolean lineDown;
    private boolean quiet;

    /// What came of a run.
    record Outcome(long seed, String trace, List<String> violations) {}

    private Simulation(long seed, Variant variant, Path folder) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.headquarters =
                new SimulatedHeadquarters(
                        folder.resolve("headquarters"), variant, time, trace, fork());
        SimulatedLine line = new SimulatedLine(headquarters::receiver, this::fate, oracle::saw);
        this.box =
                new SimulatedBox(
                        folder.resolve("box"),
                        variant,
                        () ->
                                new LarderUpstream(
                                        line,
                                        URI.create("http://headquarters.example"),
                                        SimulatedHeadquarters.TOKEN,
                                        "larder/simulated",
                                        LINE),
                        time,
                        trace,
                        fork(),
                        (seq, boot) -> oracle.came(seq, time.millis(), boot));
        int count = 1 + random.nextInt(MOST_TILLS);
        for (int i = 0; i < count; i++) {
            tills.add(new SimulatedTill(i));
        }
        terminals.addAll(tills);
        int clocks = random.nextInt(1 + MOST_CLOCKS);
        for (int i = 0; i < clocks; i++) {
            terminals.add(new SimulatedClock(i));
        }
        int rooms = random.nextInt(1 + MOST_ROOMS);
        for (int i = 0; i < rooms; i++) {
            terminals.add(new SimulatedRoom(i));
        }
        for (Step step : Step.values()) {
            // Not every run has every trouble: some must get far.
            weights.put(step, step.isDaily() || random.nextInt(3) > 0 ? step.weight : 0);
        }
    }

    private Random fork() {
        return new Random(random.nextLong());
    }

    /// Runs `seed` on media in `folder`, which is empty.
    static Outcome run(long seed, Variant variant, Path folder) throws IOException {
        Simulation simulation = new Simulation(seed, variant, folder);
        try {
            simulation.run();
        } catch (RuntimeException | AssertionError e) {
            StringWriter stack = new StringWriter();
            e.printStackTrace(new PrintWriter(stack));
            simulation.trace.violation("a defect: " + stack);
        }
        return new Outcome(seed, simulation.trace.text(), simulation.trace.violations());
    }

    private void run() throws IOException {
        headquarters.up();
        box.up();
        terminals.forEach(this::start);
        for (int i = 0; i < STEPS; i++) {
            Step step = draw();
            trace.add(i + " " + step);
            time.pass(random.nextInt(2_000));
            perform(step);
            headquarters.settle();
            box.settle();
        }
        quietPhase();
        List<LedgerRow> records = headquarters.records();
        oracle.judge(terminals, records, box.boot());
        try (LedgerReader ledger = box.store().ledger().reader()) {
            orders.judge(tills, ledger.commands(), records);
        }
        box.close();
        headquarters.close();
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private Step draw() {
        int left = random.nextInt(weights.values().stream().mapToInt(each -> each).sum());
        for (Map.Entry<Step, Integer> each : weights.entrySet()) {
            left -= each.getValue();
            if (left < 0) {
                return each.getKey();
            }
        }
        throw new AssertionError("weights have a sum");
    }

    private void perform(Step step) throws IOException {
        switch (step) {
            case UPLOAD -> upload(any(terminals));
            case RELAY -> relay(1 + random.nextInt(8));
            case PROJECT -> box.projector().catchUp();
            case PROJECT_THERE -> headquarters.projector().catchUp();
            case TERMINAL_STARTS -> start(any(terminals));
            case BOX_STARTS -> box.restart();
            case HEADQUARTERS_STARTS -> headquarters.restart();
            case CUT -> box.cutPower();
            case CUT_THERE -> headquarters.cutPower();
            case CUT_SOON -> box.medium().cutAt(soon());
            case CUT_SOON_THERE -> headquarters.medium().cutAt(soon());
            case FAIL_SOON -> failSoon(box);
            case FAIL_SOON_THERE -> failSoon(headquarters);
            case NO_ROOM -> box.medium().failFrom(1, Call.CREATE);
            case NO_ROOM_THERE -> headquarters.medium().failFrom(1, Call.CREATE);
            case DISK_MENDED -> {
                box.medium().repair();
                headquarters.medium().repair();
            }
            case LINE_DOWN -> lineDown = true;
            case LINE_UP -> lineDown = false;
            case CLOCK -> box.setClock(jump());
            case CLOCK_THERE -> headquarters.setClock(jump());
            case SYNCHRONISED -> box.synchronise();
            case SYNCHRONISED_THERE -> headquarters.synchronise();
            case CLOCK_WATCHED -> box.watchClock();
            case ORDER -> order(any(tills));
            case POLL -> poll(any(tills), random.nextInt(8) == 0);
            case TIME -> time.pass(random.nextInt(3_600_000));
            case LEDGER_FLUSHED -> box.rememberLedger();
            case LEDGER_FLUSHED_THERE -> headquarters.rememberLedger();
            case IMAGE -> box.takeImage();
            case IMAGE_RESTORED -> restoreBox();
            case IMAGE_THERE -> {
                headquarters.takeImage();
                oracle.remember();
            }
            case IMAGE_RESTORED_THERE -> restoreHeadquarters();
        }
    }

    private int soon() {
        return 1 + random.nextInt(SOON);
    }

    private void failSoon(Machine machine) {
        int k = soon();
        switch (random.nextInt(3)) {
            case 0 -> machine.medium().failAt(k);
            case 1 -> machine.medium().failAt(1 + k / 8, Call.FORCE);
            default -> machine.medium().failAt(1 + k / 8, Call.WRITE);
        }
    }

    private long jump() {
        return (random.nextBoolean() ? 1 : -1) * random.nextLong(86_400_000L * 400);
    }

    /// Who puts an old copy back starts the terminals anew, so that they send again what is
    /// missing.
    private void restoreBox() throws IOException {
        if (box.hasImage()) {
            box.restoreImage();
            oracle.boxGoesBack();
            orders.boxGoesBack(tills);
            terminals.forEach(SimulatedTerminal::boxWentBack);
            terminals.forEach(this::start);
        }
    }

    /// What it forgets, nobody may be held to: the box may have forgotten it as well.
    private void restoreHeadquarters() throws IOException {
        if (headquarters.hasImage()) {
            headquarters.restoreImage();
            oracle.goBack();
            orders.headquartersGoesBack();
        }
    }

    private void upload(SimulatedTerminal terminal) {
        int rows = 1 + random.nextInt(MOST_ROWS);
        for (int i = 0; i < rows; i++) {
            terminal.make(random.nextInt(500));
        }
        send(terminal, rows, random.nextInt(8) == 0);
    }

    private void send(SimulatedTerminal terminal, int rows, boolean answerLost) {
        if (!terminal.isGreeted()) {
            start(terminal);
            return;
        }
        int before = terminal.acknowledged();
        String said = terminal.send(box, rows, answerLost);
        trace.add(
                "terminal "
                        + terminal.serial()
                        + " after "
                        + before
                        + " of "
                        + terminal.made()
                        + ": "
                        + (answerLost ? "lost " : "")
                        + said);
    }

    private void order(SimulatedTill till) {
        List<String> words =
                switch (random.nextInt(4)) {
                    case 0 -> List.of("PutFile", "file/menu.tgz", "/mnt/app/");
                    case 1 -> List.of("REBOOT");
                    default ->
                            List.of(
                                    "UPDATE",
                                    "PRESSKEY",
                                    "KeyID=" + random.nextInt(3),
                                    "Price=" + random.nextInt(1_000));
                };
        boolean once = !words.getFirst().equals("UPDATE");
        Issued issued = box.order(new Serial(till.serial()), words);
        trace.add("order " + words + " for " + till.serial() + ": " + issued);
        if (issued instanceof Issued.Mine mine) {
            mine.ids()
                    .forEach(id ->
                            orders.promised(
                                    id,
                                    new OrderOracle.Promise(
                                            till.serial(), String.join(" ", words), once)));
        }
    }

    /// A till says what came of its orders, and asks for more.
    private void poll(SimulatedTill till, boolean answerLost) {
        if (!till.isGreeted()) {
            start(till);
            return;
        }
        for (long id : till.reply(box)) {
            orders.replied(id);
            trace.add("till " + till.serial() + " has carried out " + id);
        }
        if (box.projector().catchUp()) {
            trace.add("till " + till.serial() + " polls: " + till.poll(box, answerLost));
            if (till.restarts()) {
                start(till);
            }
        }
    }

    private void start(SimulatedTerminal terminal) {
        box.projector().catchUp();
        int before = terminal.acknowledged();
        String what = terminal.start(box);
        trace.add("terminal " + terminal.serial() + " " + what);
        if (terminal.acknowledged() < before) {
            trace.add("bookmarks go back");
        }
        if (terminal.acknowledged() > terminal.made()) {
            trace.violation(
                    "terminal " + terminal.serial() + " " + what + ", it made " + terminal.made());
        }
    }

    /// The last turn.
    private String relay(int turns) {
        String last = "";
        for (int i = 0; i < turns; i++) {
            last = box.relay().turn();
            trace.add("relay: " + last);
            trace.addNew(box.relay().alarms());
            // Where the real one would wait, this one goes on with the next step of the run.
            if (box.relay().isDone(last) || !StillRelay.goesOn(last)) {
                return last;
            }
        }
        return last;
    }

    private SimulatedLine.Fate fate() {
        if (quiet) {
            return SimulatedLine.Fate.WHOLE;
        }
        if (lineDown) {
            return SimulatedLine.Fate.REQUEST_LOST;
        }
        SimulatedLine.Fate fate =
                switch (random.nextInt(12)) {
                    case 0 -> SimulatedLine.Fate.REQUEST_LOST;
                    case 1 -> SimulatedLine.Fate.ANSWER_LOST;
                    case 2 -> SimulatedLine.Fate.TWICE;
                    default -> SimulatedLine.Fate.WHOLE;
                };
        trace.add("line: " + fate);
        return fate;
    }

    /// Nothing goes wrong any more; each terminal makes one more record, and tills poll until
    /// nothing is left to do.
    private void quietPhase() {
        quiet = true;
        box.medium().repair();
        headquarters.medium().repair();
        box.synchronise();
        headquarters.synchronise();
        terminals.forEach(each -> each.make(100));
        String last = "";
        for (int i = 0; i < ROUNDS; i++) {
            trace.add("quiet " + i);
            headquarters.settle();
            box.settle();
            box.projector().catchUp();
            box.watchClock();
            time.pass(10_000);
            box.watchClock();
            terminals.stream()
                    .filter(SimulatedTerminal::hasMore)
                    .forEach(each -> send(each, 20, false));
            tills.forEach(till -> poll(till, false));
            boolean here = box.projector().catchUp();
            last = relay(TURNS);
            boolean there = headquarters.projector().catchUp();
            boolean sent = terminals.stream().noneMatch(SimulatedTerminal::hasMore);
            boolean obeyed = tills.stream().allMatch(till -> box.openCommands(till.serial()) == 0);
            if (here && there && sent && obeyed && box.relay().isDone(last)) {
                return;
            }
            if (!obeyed) {
                time.pass(PATIENCE.toMillis());
            }
        }
        trace.violation("it never comes to rest: " + last);
    }
}
