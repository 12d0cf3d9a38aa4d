package io.larder.server.simulate;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// How a terminal spends the time until its next upload: it polls every so often, or just waits.
final class Rhythm {
    /// The longest sleep, so that a terminal soon notices that its work is over.
    private static final long NAP_NANOS = 200_000_000;

    private final Firmware firmware;
    private final long gap;
    private final BooleanSupplier goesOn;
    private long next = System.nanoTime();

    /// `polling` is the pause between two polls; zero is none at all.
    Rhythm(Firmware firmware, Duration polling, BooleanSupplier goesOn) {
        this.firmware = firmware;
        this.gap = polling.toNanos();
        this.goesOn = goesOn;
    }

    /// Returns at `turn` (`System.nanoTime()`), or when the work is over.
    void until(long turn) throws InterruptedException {
        while (goesOn.getAsBoolean()) {
            long now = System.nanoTime();
            if (gap > 0 && now - next >= 0) {
                firmware.poll();
                next = System.nanoTime() + gap;
            } else if (now - turn >= 0) {
                return;
            } else {
                nap(gap > 0 ? Math.min(turn - now, next - now) : turn - now);
            }
        }
    }

    /// Polls until the work is over.
    void untilTheEnd() throws InterruptedException {
        while (goesOn.getAsBoolean()) {
            until(System.nanoTime() + NAP_NANOS);
        }
    }

    private static void nap(long nanos) throws InterruptedException {
        long time = Math.min(nanos, NAP_NANOS);
        Thread.sleep(time / 1_000_000, (int) (time % 1_000_000));
    }
}
