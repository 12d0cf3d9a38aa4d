package io.larder.server.cli;

import io.larder.server.simulate.Habits;
import io.larder.server.simulate.Obligations;
import io.larder.server.simulate.Site;
import io.larder.server.simulate.SitePlan;
import io.larder.server.simulate.Trouble;
import io.larder.server.simulate.clock.ClockPlan;
import io.larder.server.simulate.clock.ClockSite;
import io.larder.server.simulate.meeting.Findings;
import io.larder.server.simulate.meeting.MeetingPlan;
import io.larder.server.simulate.meeting.MeetingSite;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `larder simulate`: terminals without hardware, against any address.
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lets simulated canteen, attendance and meeting terminals push records at a box.",
            "A terminal repeats an upload until it hears OK, as real ones do, and obeys commands."
        },
        footer = {
            "",
            "Without --count and --minutes it goes on until Ctrl-C.",
            "Exit code: 0 all that was sent is acknowledged, 1 something is not, or a meeting",
            "terminal heard what it should not have, 2 wrong usage.",
            "",
            "Example: 16 terminals, 100 uploads a second, some trouble, for one minute:",
            "  larder simulate --target 127.0.0.1:8088 --terminals 16 --rate 100 \\",
            "      --rows 1..5 --resend 0.05 --lost-answers 0.02 --bad-rows 0.01 --minutes 1",
            "",
            "Example: 4 terminals that wait for commands and lose a third of their replies:",
            "  larder simulate --target 127.0.0.1:8088 --terminals 4 --no-uploads --poll 2 \\",
            "      --lost-replies 0.33",
            "",
            "Example: besides, 6 full attendance terminals of three generations:",
            "  larder simulate --target 127.0.0.1:8088 --terminals 2 --attendance 6 \\",
            "      --generations mixed --power-cuts 0.1 --minutes 1",
            "",
            "Example: 50 meeting terminals with large photos, whose line breaks often:",
            "  larder simulate --target 127.0.0.1:8088 --terminals 0 --meeting 50 \\",
            "      --photo-bytes 500000 --reconnects 0.02 --lost-answers 0.02 --minutes 1"
        })
public final class SimulateCommand implements Callable<Integer> {
    /// How often it looks whether the work is done.
    private static final Duration LOOK = Duration.ofSeconds(1);

    @Option(
            names = "--target",
            required = true,
            paramLabel = "HOST:PORT",
            description = "The terminal door of the box.")
    private String target = "";

    @Option(
            names = "--terminals",
            defaultValue = "8",
            paramLabel = "N",
            description = "Half canteen, half attendance (default ${DEFAULT-VALUE}).")
    private int terminals;

    @Option(
            names = "--rate",
            defaultValue = "50",
            paramLabel = "R",
            description = "Uploads a second over all; 0: no pause (default ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--count", paramLabel = "N", description = "New uploads over all, then end.")
    private long count;

    @Option(names = "--minutes", paramLabel = "M", description = "Work that long, then end.")
    private double minutes;

    @Option(
            names = "--grace",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description =
                    "After --minutes, repeat open uploads so long (default ${DEFAULT-VALUE}).")
    private int grace;

    @Option(
            names = "--rows",
            defaultValue = "1",
            paramLabel = "N|A..B",
            description = "Rows in an upload, for example 3 or 1..5 (default ${DEFAULT-VALUE}).")
    private String rows = "";

    @Option(
            names = "--resend",
            paramLabel = "P",
            description = "Probability that an acknowledged upload is sent again.")
    private double resend;

    @Option(
            names = "--lost-answers",
            paramLabel = "P",
            description = "Probability that a terminal hangs up before it hears the answer.")
    private double lostAnswers;

    @Option(
            names = "--bad-rows",
            paramLabel = "P",
            description = "Probability, per row, of an extra row that cannot be read.")
    private double badRows;

    @Option(
            names = "--poll",
            paramLabel = "SECONDS",
            description = "Every terminal asks for commands so often, besides what it uploads.")
    private double poll;

    @Option(
            names = "--no-uploads",
            description = "Terminals make no records; with --poll they wait for commands.")
    private boolean noUploads;

    @Option(
            names = "--lost-replies",
            paramLabel = "P",
            description = "Probability that a command is carried out and its reply is lost.")
    private double lostReplies;

    @Option(
            names = "--power-cuts",
            paramLabel = "P",
            description = "Probability that the power fails between a command and its reply.")
    private double powerCuts;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Makes the same rows again; drawn and printed when not given.")
    private @Nullable Long seed;

    @Option(
            names = "--keep-alive",
            description = "One connection per terminal instead of one per request.")
    private boolean keepAlive;

    @Option(
            names = "--acknowledged",
            paramLabel = "FILE",
            description = "List of what was sent and acknowledged; a second run goes on with it.")
    private @Nullable Path acknowledged;

    @Mixin private AttendanceOptions attendance = new AttendanceOptions();
    @Mixin private MeetingOptions meeting = new MeetingOptions();

    @Spec private CommandSpec spec;

    private final AtomicBoolean ended = new AtomicBoolean();

    @Override
    public Integer call() throws IOException, InterruptedException {
        InetSocketAddress box = address();
        SitePlan plan = plan();
        ClockPlan clockPlan = checked(() -> attendance.plan(plan));
        MeetingPlan meetingPlan = checked(() -> meeting.plan(target, plan));
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%d terminals at %s, seed %d%n", terminals, target, plan.seed());
        out.flush();
        Path file = acknowledged;
        try (Obligations obligations =
                        file == null ? Obligations.inMemory() : Obligations.in(file);
                ClockSite clocks = ClockSite.start(box, clockPlan, obligations);
                MeetingSite meetings = MeetingSite.start(meetingPlan, obligations);
                Site site = Site.start(box, plan, obligations)) {
            Sites sites = new Sites(site, clocks, meetings);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(sites, out)));
            work(sites, plan, out);
            boolean clocksDone = clocks.await(Duration.ofNanos(1));
            end(sites, out);
            return clocksDone && sites.areComplete(terminals) ? 0 : 1;
        }
    }

    /// All that is at work.
    private record Sites(Site site, ClockSite clocks, MeetingSite meetings) {
        boolean await() throws InterruptedException {
            return site.await(LOOK) && clocks.await(LOOK) && meetings.await(LOOK);
        }

        boolean areComplete(int terminals) {
            return site.tally().abandoned() == 0
                    && site.tally().ready() == terminals
                    && clocks.tally().unfinished() == 0
                    && meetings.tally().unfinished() == 0
                    && meetings.findings().count() == 0;
        }

        void close() {
            site.close();
            clocks.close();
            meetings.close();
        }
    }

    private void work(Sites sites, SitePlan plan, PrintWriter out) throws InterruptedException {
        long end = plan.duration().plusSeconds(grace).toNanos();
        long began = System.nanoTime();
        while (!sites.await()) {
            if (onTerminal()) {
                out.println(sites.site().tally());
                out.flush();
            }
            if (!plan.duration().isZero() && System.nanoTime() - began > end) {
                return;
            }
        }
    }

    /// The last word, once: at the end of the work or at Ctrl-C, whichever is first.
    private void end(Sites sites, PrintWriter out) {
        if (ended.getAndSet(true)) {
            return;
        }
        sites.close();
        if (attendance.any()) {
            out.println(sites.clocks().tally());
        }
        if (meeting.any()) {
            Findings findings = sites.meetings().findings();
            findings.examples().forEach(out::println);
            out.printf("%s; %d findings%n", sites.meetings().tally(), findings.count());
        }
        out.printf(
                "%s; %d rows sent and not acknowledged%n",
                sites.site().tally(), sites.site().obligations().unansweredCount());
        out.flush();
    }

    private static boolean onTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    private SitePlan plan() {
        try {
            String[] range = rows.split("\\.\\.", 2);
            int fewest = Integer.parseInt(range[0]);
            int most = range.length == 1 ? fewest : Integer.parseInt(range[1]);
            long chosen = seed == null ? new SecureRandom().nextInt(1_000_000) : seed;
            Trouble trouble = Trouble.NONE.withLostReplies(lostReplies).withPowerCuts(powerCuts);
            SitePlan plan =
                    SitePlan.of(terminals, chosen)
                            .withRate(rate)
                            .withUploads(count)
                            .withDuration(Duration.ofMillis(Math.round(minutes * 60_000)))
                            .withKeepAlive(keepAlive)
                            .withPolling(Duration.ofMillis(Math.round(poll * 1_000)))
                            .withHabits(
                                    new Habits(
                                            fewest, most, resend, lostAnswers, badRows, trouble));
            return noUploads ? plan.withoutUploads() : plan;
        } catch (NumberFormatException e) {
            throw wrong("--rows: expected 3 or 1..5, found " + rows, e);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()), e);
        }
    }

    private <T> T checked(Supplier<T> plan) {
        try {
            return plan.get();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()), e);
        }
    }

    private InetSocketAddress address() {
        int colon = target.lastIndexOf(':');
        String port = target.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw wrong("--target: expected HOST:PORT, found " + target, null);
        }
        return InetSocketAddress.createUnresolved(
                target.substring(0, colon), Integer.parseInt(port));
    }

    private ParameterException wrong(String message, @Nullable Throwable cause) {
        return new ParameterException(spec.commandLine(), message, cause);
    }
}
