package io.larder.server.simulate;

import java.util.SplittableRandom;

/// Decides what goes wrong with one terminal. It draws from a generator of its own: how often a
/// terminal polls depends on the clock, and its rows must not.
final class Mishaps {
    private final Trouble trouble;
    private final double lostAnswers;
    private final SplittableRandom random;

    Mishaps(Habits habits, long seed) {
        this.trouble = habits.trouble();
        this.lostAnswers = habits.lostAnswers();
        this.random = new SplittableRandom(seed);
    }

    boolean replyIsLost() {
        return happens(trouble.lostReplies());
    }

    boolean pollIsLost() {
        return happens(trouble.lostPolls());
    }

    boolean powerFails() {
        return happens(trouble.powerCuts());
    }

    boolean startsAnew() {
        return happens(trouble.reboots());
    }

    boolean isBusy() {
        return happens(trouble.busy());
    }

    /// Whether the terminal hangs up on the answer to its reply, and so will send it again.
    boolean hangsUp() {
        return happens(lostAnswers);
    }

    private boolean happens(double probability) {
        return random.nextDouble() < probability;
    }
}
