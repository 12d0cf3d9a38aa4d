package io.larder.server.cli.demo;

import io.larder.server.cli.stage.Headcount;
import io.larder.server.cli.stage.Stage;
import io.larder.server.simulate.Habits;
import io.larder.server.simulate.Obligations;
import io.larder.server.simulate.Proof;
import io.larder.server.simulate.Site;
import io.larder.server.simulate.SitePlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The play: a box, a headquarters, terminals and a line. The line is cut and healed, the box is
/// killed and started again, and at the end every acknowledged record must be at headquarters once.
final class Demo {
    private static final String SEGMENTS = "journal.segments=32";
    private static final int LOOK_MILLIS = 1_000;
    private static final Duration DRAIN = Duration.ofMinutes(3);

    /// How long and how large.
    record Plan(double minutes, int terminals, double rate, long seed) {}

    private final Plan plan;
    private final Path folder;
    private final PrintWriter out;

    Demo(Plan plan, Path folder, PrintWriter out) {
        this.plan = plan;
        this.folder = folder;
        this.out = out;
    }

    /// True when nothing was lost and nothing doubled.
    boolean play() throws IOException, InterruptedException {
        try (Obligations obligations = Obligations.in(folder.resolve("acknowledged.txt"))) {
            boolean drained = play(obligations);
            return verdict(obligations, drained);
        }
    }

    /// Says whether everything arrived in time; afterwards all processes have ended.
    private boolean play(Obligations obligations) throws IOException, InterruptedException {
        say("starting headquarters and box in " + folder);
        try (Stage stage = Stage.open(Stage.Setup.in(folder, SEGMENTS));
                Site site = Site.start(stage.door(), sitePlan(), obligations)) {
            Screen screen = new Screen(out, site, stage);
            acts(stage, screen);
            say("terminals stop; what they still hold is sent");
            site.finish();
            return watch(screen, DRAIN, () -> site.await(Duration.ofMillis(1)))
                    && watch(screen, DRAIN, stage::isDrained);
        }
    }

    private void acts(Stage stage, Screen screen) throws IOException, InterruptedException {
        watch(screen, share(0.25), () -> false);
        say("the line to headquarters is CUT: the site goes on, the backlog grows");
        stage.line().cut();
        watch(screen, share(0.30), () -> false);
        say("the line is HEALED: the backlog drains");
        stage.line().heal();
        watch(screen, share(0.15), () -> false);
        say("the box is KILLED (kill -9) in the middle of its work");
        stage.box().kill();
        say("and started again; terminals repeat what had no answer");
        stage.box().restart();
        watch(screen, share(0.30), () -> false);
    }

    private SitePlan sitePlan() {
        Habits habits =
                Habits.HONEST
                        .withRows(1, 3)
                        .withResend(0.03)
                        .withLostAnswers(0.02)
                        .withBadRows(0.005);
        return SitePlan.of(plan.terminals(), plan.seed()).withRate(plan.rate()).withHabits(habits);
    }

    private Duration share(double part) {
        return Duration.ofMillis(Math.round(plan.minutes() * 60_000 * part));
    }

    private interface Until {
        boolean reached() throws InterruptedException;
    }

    private static boolean watch(Screen screen, Duration atMost, Until until)
            throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < end) {
            if (until.reached()) {
                return true;
            }
            LockSupport.parkNanos(
                    Math.min(
                            TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS),
                            Math.max(0, end - System.nanoTime())));
            screen.show();
        }
        return until.reached();
    }

    private boolean verdict(Obligations obligations, boolean drained) {
        Proof proof = obligations.verify(new Headcount(folder.resolve("headquarters")).ids());
        out.println();
        out.printf("acknowledged to terminals   %,10d%n", proof.acknowledged());
        out.printf("of these at headquarters    %,10d%n", proof.acknowledged() - proof.lost());
        out.printf("lost                        %,10d%n", proof.lost());
        out.printf("doubled                     %,10d%n", proof.doubled());
        out.printf("never sent by anyone        %,10d%n", proof.phantoms());
        out.println(
                proof.holds() && drained
                        ? "proof: every acknowledged record is at headquarters exactly once"
                        : "PROOF FAILED: " + proof + (drained ? "" : " (not everything drained)"));
        out.println();
        out.println("Look around (remove the folder when you are done):");
        for (String command : List.of("show", "check")) {
            out.println("  ./larder " + command + " --data " + folder.resolve("box"));
        }
        out.println(
                "  ./larder export --data "
                        + folder.resolve("headquarters")
                        + " --kind purchase --format csv");
        out.flush();
        return proof.holds() && drained;
    }

    private void say(String what) {
        out.println("-- " + what);
        out.flush();
    }
}
