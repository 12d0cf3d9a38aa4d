package io.larder.server.simulate.clock;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;

/// How many full attendance terminals work, which ones and how hard.
///
/// @param terminals 0 to 1000
/// @param generations taken in turn
/// @param punches people who come, over all terminals; 0 is no limit
/// @param duration after it nobody comes any more; zero is no limit
/// @param rate people a second, over all; 0 is as fast as possible
/// @param lostAnswers probability, per request, that it gets through and its answer does not
/// @param lostReplies probability that replies to commands are never sent
/// @param powerCuts probability, per poll, that the power fails after it
/// @param seed the same seed makes the same people do the same things
/// @param clock what the terminals' clocks show at the beginning
public record ClockPlan(
        int terminals,
        List<Generation> generations,
        long punches,
        Duration duration,
        double rate,
        double lostAnswers,
        double lostReplies,
        double powerCuts,
        long seed,
        LocalDateTime clock) {
    public ClockPlan {
        generations = List.copyOf(generations);
        if (terminals < 0 || terminals > 1_000 || generations.isEmpty()) {
            throw new IllegalArgumentException(
                    "attendance terminals: expected 0 to 1000 of a generation, found " + terminals);
        }
        if (terminals > 0) {
            probability("lost answers", lostAnswers);
            probability("power cuts", powerCuts);
        }
    }

    Model model(int place) {
        return switch (generations.get(place % generations.size())) {
            case CLASSIC -> Model.classic(10);
            case PUSH2 -> Model.push2(10, 7);
            case HYBRID -> Model.hybrid(10, 58, 12);
        };
    }

    /// The share of the terminal at `place`.
    long punchesOf(int place) {
        return punches == 0
                ? Long.MAX_VALUE
                : punches / terminals + (place < punches % terminals ? 1 : 0);
    }

    /// With certainty nothing would ever come to an end.
    private static void probability(String what, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(what + ": expected 0 to below 1, found " + value);
        }
    }
}
