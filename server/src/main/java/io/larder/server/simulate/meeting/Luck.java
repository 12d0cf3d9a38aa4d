package io.larder.server.simulate.meeting;

import java.util.SplittableRandom;

/// Draws what goes wrong.
final class Luck {
    /// What happens to a message.
    enum Fate {
        WELL,
        /// The line breaks before it.
        CUT_BEFORE,
        /// The line breaks in the middle of it.
        CUT_WITHIN,
        /// The line breaks behind it.
        CUT_AFTER
    }

    private final Misfortune misfortune;
    private final SplittableRandom random;

    Luck(Misfortune misfortune, SplittableRandom random) {
        this.misfortune = misfortune;
        this.random = random;
    }

    Fate fate() {
        if (random.nextDouble() < misfortune.cuts()) {
            return random.nextBoolean() ? Fate.CUT_BEFORE : Fate.CUT_WITHIN;
        }
        return random.nextDouble() < misfortune.lostAnswers() ? Fate.CUT_AFTER : Fate.WELL;
    }

    boolean losesReply() {
        return random.nextDouble() < misfortune.lostReplies();
    }

    boolean saysAgain() {
        return random.nextDouble() < misfortune.resends();
    }

    boolean isBusy() {
        return random.nextDouble() < misfortune.busy();
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }
}
