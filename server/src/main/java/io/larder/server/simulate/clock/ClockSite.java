package io.larder.server.simulate.clock;

import io.larder.server.record.Serial;
import io.larder.server.simulate.Obligations;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Full attendance terminals at work against a box, each on a virtual thread of its own.
public final class ClockSite implements AutoCloseable {

    private static final Duration RETRY = Duration.ofMillis(100);

    /// What the terminals take a pause for: longer than the pause between two polls.
    private static final Duration SITE_MINUTE = Duration.ofMinutes(1);

    private final InetSocketAddress box;
    private final ClockPlan plan;
    private final ClockTally tally = new ClockTally();
    private final List<Thread> threads = new ArrayList<>();
    private final long began = System.nanoTime();
    private volatile boolean finishing;

    private ClockSite(InetSocketAddress box, ClockPlan plan) {
        this.box = box;
        this.plan = plan;
    }

    /// Switches all terminals on; they are factory-new.
    public static ClockSite start(InetSocketAddress box, ClockPlan plan, Obligations obligations) {
        ClockSite site = new ClockSite(box, plan);
        SplittableRandom random = new SplittableRandom(plan.seed());
        for (int place = 0; place < plan.terminals(); place++) {
            TimeClock clock =
                    new TimeClock(new Serial("TCLK" + (202600001 + place)), plan.model(place));
            Shift shift = new Shift(clock, plan, obligations, site.tally, random.split());
            long share = plan.punchesOf(place);
            site.threads.add(
                    Thread.ofVirtual()
                            .name("clock-" + place)
                            .unstarted(() -> site.run(shift, share)));
        }
        site.threads.forEach(Thread::start);
        return site;
    }

    /// The counters, live.
    public ClockTally tally() {
        return tally;
    }

    /// Waits until every terminal has done its share, at most for `limit`; true when they have.
    public boolean await(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (Thread thread : threads) {
            if (!thread.join(Duration.ofNanos(Math.max(end - System.nanoTime(), 1)))) {
                return false;
            }
        }
        return true;
    }

    /// Switches the terminals off wherever they are.
    @Override
    public void close() {
        finishing = true;
        threads.forEach(Thread::interrupt);
    }

    private void run(Shift shift, long share) {
        try (HttpUplink uplink = new HttpUplink(box, false)) {
            Uplink sealing = new SealingUplink(uplink);
            shift.enrol();
            long gap = plan.rate() > 0 ? (long) (1e9 * plan.terminals() / plan.rate()) : 0;
            for (long i = 0; i < share && goesOn(); i++) {
                shift.somebodyComes();
                tell(shift, sealing);
                Thread.sleep(Duration.ofNanos(gap));
            }
            shift.wait(SITE_MINUTE);
            tell(shift, sealing);
        } catch (InterruptedException | IOException _) {
            tally.unfinished.increment();
        }
    }

    /// Until there is nothing more to say.
    private void tell(Shift shift, Uplink uplink) throws InterruptedException {
        int failures = shift.failures();
        while (shift.step(uplink) || !shift.isQuiet()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("switched off");
            }
            if (shift.failures() > failures) {
                failures = shift.failures();
                Thread.sleep(RETRY);
            }
        }
    }

    private boolean goesOn() {
        boolean late =
                !plan.duration().isZero() && System.nanoTime() - began >= plan.duration().toNanos();
        return !finishing && !late;
    }
}
