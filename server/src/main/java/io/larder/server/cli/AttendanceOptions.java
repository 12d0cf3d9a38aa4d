package io.larder.server.cli;

import io.larder.server.simulate.SitePlan;
import io.larder.server.simulate.Trouble;
import io.larder.server.simulate.clock.ClockPlan;
import io.larder.server.simulate.clock.Generation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/// The options of `larder simulate` for attendance terminals that do all that real ones do.
final class AttendanceOptions {
    @Option(
            names = "--attendance",
            paramLabel = "N",
            description =
                    "So many more attendance terminals that enrol people, take photos and obey.")
    private int terminals;

    @Option(
            names = "--generations",
            defaultValue = "mixed",
            paramLabel = "WHICH",
            description = "classic, push2, hybrid or mixed (default ${DEFAULT-VALUE}).")
    private String generations = "";

    boolean any() {
        return terminals > 0;
    }

    /// The plan that goes with `site`; an `IllegalArgumentException` says what is wrong.
    ClockPlan plan(SitePlan site) {
        Trouble trouble = site.habits().trouble();
        return new ClockPlan(
                terminals,
                generations(),
                site.uploads(),
                site.duration(),
                site.rate(),
                site.habits().lostAnswers(),
                trouble.lostReplies(),
                trouble.powerCuts(),
                site.seed(),
                site.clock());
    }

    private List<Generation> generations() {
        if (generations.equals("mixed")) {
            return List.of(Generation.values());
        }
        return Arrays.stream(Generation.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(generations))
                .findFirst()
                .map(List::of)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "--generations: expected classic, push2, hybrid or mixed, found "
                                        + generations));
    }
}
