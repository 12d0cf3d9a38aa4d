package io.larder.server.simulate;

import io.larder.server.record.Serial;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Simulated terminals at work against a box, each on a virtual thread of its own.
public final class Site implements AutoCloseable {
    /// More than there are terminals, so that no two seeds and places draw the same mishaps.
    private static final long MISHAPS_APART = 1_000;

    private final SitePlan plan;
    private final InetSocketAddress box;
    private final Books books;
    private final Map<Serial, TerminalMemory> memories = new TreeMap<>();
    private final Pace pace;
    private final long began = System.nanoTime();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean finishing;

    private Site(InetSocketAddress box, SitePlan plan, Books books) {
        this.box = box;
        this.plan = plan;
        this.books = books;
        this.pace = new Pace(plan.rate());
    }

    /// Switches all terminals on; they are factory-new.
    public static Site start(InetSocketAddress box, SitePlan plan, Obligations obligations) {
        return start(box, plan, obligations, new Executions(), Map.of());
    }

    /// Switches all terminals on. Canteen terminals that have one in `memories` go on with it, the
    /// others are factory-new. What they do with commands goes on in `executions`.
    public static Site start(
            InetSocketAddress box,
            SitePlan plan,
            Obligations obligations,
            Executions executions,
            Map<Serial, TerminalMemory> memories) {
        Site site = new Site(box, plan, new Books(obligations, executions, new Tally()));
        SplittableRandom random = new SplittableRandom(plan.seed());
        for (int i = 0; i < plan.terminals(); i++) {
            Serial serial = serial(plan, i);
            site.add(i, memories.getOrDefault(serial, new TerminalMemory()), random.split());
        }
        site.threads.forEach(Thread::start);
        return site;
    }

    private void add(int place, TerminalMemory memory, SplittableRandom random) {
        SimulatedTerminal terminal = terminal(plan, place, memory, random);
        if (isCanteen(plan, place)) {
            memories.put(terminal.serial(), memory);
        }
        threads.add(
                Thread.ofVirtual()
                        .name("terminal-" + place)
                        .unstarted(() -> run(place, terminal, random)));
    }

    /// What each canteen terminal remembers, live.
    public Map<Serial, TerminalMemory> memories() {
        return Collections.unmodifiableMap(memories);
    }

    /// What terminals did with commands, live.
    public Executions executions() {
        return books.executions();
    }

    /// The counters, live.
    public Tally tally() {
        return books.tally();
    }

    /// What was sent and acknowledged, live.
    public Obligations obligations() {
        return books.obligations();
    }

    /// No new uploads; those under way are repeated until they are acknowledged.
    public void finish() {
        finishing = true;
    }

    /// Waits until every terminal has done its share, at most for `limit`; true when they have.
    public boolean await(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (Thread thread : threads) {
            Duration left = Duration.ofNanos(Math.max(end - System.nanoTime(), 1));
            if (!thread.join(left)) {
                return false;
            }
        }
        return true;
    }

    /// Switches the terminals off wherever they are; what was not acknowledged stays unanswered.
    @Override
    public void close() {
        finish();
        Power.off(threads);
    }

    private void run(int index, SimulatedTerminal terminal, SplittableRandom random) {
        try (TerminalClient client = new TerminalClient(box, plan.keepAlive())) {
            Firmware firmware =
                    new Firmware(terminal, client, books, Thread::sleep, plan.habits(), random);
            firmware.start();
            Rhythm rhythm = new Rhythm(firmware, plan.duty().polling(), this::goesOn);
            if (!plan.duty().uploads()) {
                rhythm.untilTheEnd();
            }
            long share = plan.uploadsOf(index);
            for (long i = 0; i < share && goesOn(); i++) {
                rhythm.until(pace.turn());
                firmware.upload();
            }
        } catch (InterruptedException | IOException _) {
            books.tally().abandoned.increment();
        }
    }

    private boolean goesOn() {
        boolean late =
                !plan.duration().isZero() && System.nanoTime() - began >= plan.duration().toNanos();
        return !finishing && !late;
    }

    /// A factory-new terminal at `place`.
    static SimulatedTerminal terminal(SitePlan plan, int place, SplittableRandom random) {
        return terminal(plan, place, new TerminalMemory(), random);
    }

    private static SimulatedTerminal terminal(
            SitePlan plan, int place, TerminalMemory memory, SplittableRandom random) {
        int index = index(plan, place);
        Serial serial = serial(plan, place);
        Habits habits = plan.habits();
        Mishaps mishaps = new Mishaps(habits, plan.seed() * MISHAPS_APART + place);
        return isCanteen(plan, place)
                ? new CanteenTerminal(serial, index, plan.clock(), habits, mishaps, memory, random)
                : new AttendanceTerminal(serial, index, plan.clock(), habits, mishaps, random);
    }

    private static Serial serial(SitePlan plan, int place) {
        int index = index(plan, place) + plan.duty().firstSerial();
        return isCanteen(plan, place)
                ? new Serial(Long.toString(5158181900001L + index))
                : new Serial("CKJF" + (201960001 + index));
    }

    /// Even places are canteen terminals, odd ones attendance terminals, unless all are canteen.
    private static boolean isCanteen(SitePlan plan, int place) {
        return plan.duty().canteenOnly() || place % 2 == 0;
    }

    private static int index(SitePlan plan, int place) {
        return plan.duty().canteenOnly() ? place : place / 2;
    }
}
