package io.larder.server.simulate;

import io.larder.server.record.Serial;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Simulated terminals at work against a box, each on a virtual thread of its own.
public final class Site implements AutoCloseable {
    private final SitePlan plan;
    private final InetSocketAddress box;
    private final Obligations obligations;
    private final Tally tally = new Tally();
    private final Pace pace;
    private final long began = System.nanoTime();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean finishing;

    private Site(InetSocketAddress box, SitePlan plan, Obligations obligations) {
        this.box = box;
        this.plan = plan;
        this.obligations = obligations;
        this.pace = new Pace(plan.rate());
    }

    /// Switches all terminals on.
    public static Site start(InetSocketAddress box, SitePlan plan, Obligations obligations) {
        Site site = new Site(box, plan, obligations);
        SplittableRandom random = new SplittableRandom(plan.seed());
        for (int i = 0; i < plan.terminals(); i++) {
            SplittableRandom own = random.split();
            int index = i;
            site.threads.add(
                    Thread.ofVirtual().name("terminal-" + i).start(() -> site.run(index, own)));
        }
        return site;
    }

    /// The counters, live.
    public Tally tally() {
        return tally;
    }

    /// What was sent and acknowledged, live.
    public Obligations obligations() {
        return obligations;
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
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(int index, SplittableRandom random) {
        try (TerminalClient client = new TerminalClient(box, plan.keepAlive())) {
            Firmware firmware =
                    new Firmware(
                            terminal(plan, index, random),
                            client,
                            obligations,
                            tally,
                            Thread::sleep,
                            plan.habits(),
                            random);
            firmware.start();
            long share = plan.uploadsOf(index);
            for (long i = 0; i < share && goesOn(); i++) {
                pace.await();
                firmware.upload();
            }
        } catch (InterruptedException | IOException _) {
            tally.abandoned.increment();
        }
    }

    private boolean goesOn() {
        boolean late =
                !plan.duration().isZero() && System.nanoTime() - began >= plan.duration().toNanos();
        return !finishing && !late;
    }

    /// Even places are canteen terminals, odd ones attendance terminals.
    static SimulatedTerminal terminal(SitePlan plan, int place, SplittableRandom random) {
        int index = place / 2;
        if (place % 2 == 0) {
            Serial serial = new Serial(Long.toString(5158181900001L + index));
            return new CanteenTerminal(serial, index, plan.clock(), plan.habits(), random);
        }
        Serial serial = new Serial("CKJF" + (201960001 + index));
        return new AttendanceTerminal(serial, index, plan.clock(), plan.habits(), random);
    }
}
