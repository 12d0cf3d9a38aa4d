package io.larder.server.simulate.meeting;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDateTime;

/// How many meeting terminals work and how hard.
///
/// @param box where they connect, `ws://host:port/path`
/// @param terminals 0 to 1000
/// @param records people who pass, over all terminals; 0 is no limit
/// @param duration after it nobody passes any more; zero is no limit
/// @param rate people a second, over all; 0 is as fast as possible
/// @param photos probability, per person who passes, of a photo
/// @param photoBytes of the largest photo
/// @param misfortune what goes wrong
/// @param provision what terminals and box know of each other beforehand
/// @param seed the same seed makes the same people do the same things
/// @param clock what the terminals' clocks show at the beginning
public record MeetingPlan(
        URI box,
        int terminals,
        long records,
        Duration duration,
        double rate,
        double photos,
        int photoBytes,
        Misfortune misfortune,
        Provision provision,
        long seed,
        LocalDateTime clock) {
    /// The largest photo unless told otherwise: four messages of the usual size.
    public static final int PHOTO_BYTES = 200_000;

    private static final int LEAST_PHOTO_BYTES = 1_000;
    private static final int MOST_PHOTO_BYTES = 4 << 20;

    /// A Monday morning.
    private static final LocalDateTime CLOCK = LocalDateTime.of(2025, 1, 6, 6, 30);

    public MeetingPlan {
        if (terminals < 0 || terminals > 1_000) {
            throw new IllegalArgumentException(
                    "meeting terminals: expected 0 to 1000, found " + terminals);
        }
        if (!(rate >= 0) || records < 0 || duration.isNegative()) {
            throw new IllegalArgumentException(
                    "expected nothing negative, found rate "
                            + rate
                            + ", records "
                            + records
                            + ", duration "
                            + duration);
        }
        if (photoBytes < LEAST_PHOTO_BYTES || photoBytes > MOST_PHOTO_BYTES) {
            throw new IllegalArgumentException(
                    "largest photo: expected %d to %d bytes, found %d"
                            .formatted(LEAST_PHOTO_BYTES, MOST_PHOTO_BYTES, photoBytes));
        }
        Misfortune.probability("photos", photos);
    }

    /// Terminals without pause, without end and without misfortune; every second record has a
    /// photo.
    public static MeetingPlan of(URI box, int terminals, long seed) {
        return new MeetingPlan(
                box,
                terminals,
                0,
                Duration.ZERO,
                0,
                0.5,
                PHOTO_BYTES,
                Misfortune.NONE,
                Provision.USUAL,
                seed,
                CLOCK);
    }

    public MeetingPlan withRecords(long count) {
        return new MeetingPlan(
                box,
                terminals,
                count,
                duration,
                rate,
                photos,
                photoBytes,
                misfortune,
                provision,
                seed,
                clock);
    }

    public MeetingPlan withDuration(Duration time) {
        return new MeetingPlan(
                box,
                terminals,
                records,
                time,
                rate,
                photos,
                photoBytes,
                misfortune,
                provision,
                seed,
                clock);
    }

    public MeetingPlan withRate(double peopleASecond) {
        return new MeetingPlan(
                box,
                terminals,
                records,
                duration,
                peopleASecond,
                photos,
                photoBytes,
                misfortune,
                provision,
                seed,
                clock);
    }

    public MeetingPlan withPhotos(double probability, int largestBytes) {
        return new MeetingPlan(
                box,
                terminals,
                records,
                duration,
                rate,
                probability,
                largestBytes,
                misfortune,
                provision,
                seed,
                clock);
    }

    public MeetingPlan withMisfortune(Misfortune other) {
        return new MeetingPlan(
                box,
                terminals,
                records,
                duration,
                rate,
                photos,
                photoBytes,
                other,
                provision,
                seed,
                clock);
    }

    public MeetingPlan withProvision(Provision other) {
        return new MeetingPlan(
                box,
                terminals,
                records,
                duration,
                rate,
                photos,
                photoBytes,
                misfortune,
                other,
                seed,
                clock);
    }

    /// The share of the terminal at `place`.
    long recordsOf(int place) {
        return records == 0
                ? Long.MAX_VALUE
                : records / terminals + (place < records % terminals ? 1 : 0);
    }
}
