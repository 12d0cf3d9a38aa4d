package io.larder.server.simulate;

import java.time.Duration;
import java.time.LocalDateTime;

/// How large a simulated site is and how long it works.
///
/// @param terminals half canteen, half attendance
/// @param rate uploads per second over all terminals; 0 is as fast as possible
/// @param uploads new uploads over all terminals; 0 is no limit
/// @param duration after it no new upload begins; zero is no limit
/// @param seed the same seed makes the same rows in the same uploads
/// @param keepAlive one connection for all requests of a terminal, instead of one for each
/// @param clock what the terminals' clocks show when they have no bookmark
/// @param duty who is there and what they do
public record SitePlan(
        int terminals,
        double rate,
        long uploads,
        Duration duration,
        Habits habits,
        long seed,
        boolean keepAlive,
        LocalDateTime clock,
        Duty duty) {
    /// What the terminals are there for.
    ///
    /// @param polling pause between two polls; zero is one poll after every eighth upload only
    /// @param uploads false for terminals that only poll and obey
    /// @param canteenOnly without attendance terminals
    /// @param firstSerial added to the serial numbers; another one is another set of terminals
    public record Duty(Duration polling, boolean uploads, boolean canteenOnly, int firstSerial) {
        private static final Duty USUAL = new Duty(Duration.ZERO, true, false, 0);

        public Duty {
            if (polling.isNegative() || firstSerial < 0) {
                throw new IllegalArgumentException(
                        "expected nothing negative, found polling "
                                + polling
                                + ", first serial "
                                + firstSerial);
            }
        }
    }

    /// A Monday morning.
    private static final LocalDateTime CLOCK = LocalDateTime.of(2025, 1, 6, 6, 30);

    public SitePlan {
        if (terminals < 0 || terminals > 1_000) {
            throw new IllegalArgumentException("terminals: expected 0 to 1000, found " + terminals);
        }
        if (!(rate >= 0) || uploads < 0 || duration.isNegative()) {
            throw new IllegalArgumentException(
                    "expected nothing negative, found rate "
                            + rate
                            + ", count "
                            + uploads
                            + ", duration "
                            + duration);
        }
    }

    /// Honest terminals without pause and without end.
    public static SitePlan of(int terminals, long seed) {
        return new SitePlan(
                terminals, 0, 0, Duration.ZERO, Habits.HONEST, seed, false, CLOCK, Duty.USUAL);
    }

    public SitePlan withRate(double uploadsPerSecond) {
        return new SitePlan(
                terminals,
                uploadsPerSecond,
                uploads,
                duration,
                habits,
                seed,
                keepAlive,
                clock,
                duty);
    }

    public SitePlan withUploads(long count) {
        return new SitePlan(terminals, rate, count, duration, habits, seed, keepAlive, clock, duty);
    }

    public SitePlan withDuration(Duration time) {
        return new SitePlan(terminals, rate, uploads, time, habits, seed, keepAlive, clock, duty);
    }

    public SitePlan withHabits(Habits other) {
        return new SitePlan(
                terminals, rate, uploads, duration, other, seed, keepAlive, clock, duty);
    }

    public SitePlan withKeepAlive(boolean keep) {
        return new SitePlan(terminals, rate, uploads, duration, habits, seed, keep, clock, duty);
    }

    /// Every terminal polls with this pause, besides what it uploads.
    public SitePlan withPolling(Duration pause) {
        return withDuty(new Duty(pause, duty.uploads, duty.canteenOnly, duty.firstSerial));
    }

    /// Terminals that make no records: with a pause between polls they poll until told to finish.
    public SitePlan withoutUploads() {
        return withDuty(new Duty(duty.polling, false, duty.canteenOnly, duty.firstSerial));
    }

    /// All are canteen terminals.
    public SitePlan withCanteenOnly() {
        return withDuty(new Duty(duty.polling, duty.uploads, true, duty.firstSerial));
    }

    /// The same site with other terminals: those of a plan with a distance of at least its size.
    public SitePlan withFirstSerial(int first) {
        return withDuty(new Duty(duty.polling, duty.uploads, duty.canteenOnly, first));
    }

    private SitePlan withDuty(Duty other) {
        return new SitePlan(
                terminals, rate, uploads, duration, habits, seed, keepAlive, clock, other);
    }

    /// The share of the terminal at `index`, so that who sends what depends on no race.
    long uploadsOf(int index) {
        if (!duty.uploads) {
            return 0;
        }
        return uploads == 0
                ? Long.MAX_VALUE
                : uploads / terminals + (index < uploads % terminals ? 1 : 0);
    }
}
