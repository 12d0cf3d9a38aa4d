package io.larder.bench;

import java.time.Duration;

/// How much is measured.
///
/// @param records rows that the growing store has at the end
/// @param steps of as many rows each, it is measured behind each
/// @param time each kind of load, each round
/// @param warmUp before the first of them
/// @param exported rows of which the export's rate is taken
/// @param purchases one by one, for wear
/// @param paced how long they come at the pace of a busy site, for wear
record Scale(
        long records,
        int steps,
        Duration time,
        Duration warmUp,
        int rounds,
        Drains drains,
        int exported,
        int purchases,
        Duration paced) {
    /// Records, uploads with PUSH, for each kind of upstream.
    record Drains(int relay, int kafka, int mqtt, int push) {}

    /// The same with other times and rounds.
    Scale with(Duration otherTime, Duration otherWarmUp, int otherRounds) {
        return new Scale(
                records,
                steps,
                otherTime,
                otherWarmUp,
                otherRounds,
                drains,
                exported,
                purchases,
                paced);
    }

    static Scale full(long records) {
        return new Scale(
                records,
                10,
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                3,
                new Drains(200_000, 300_000, 50_000, 20_000),
                500_000,
                10_000,
                Duration.ofSeconds(20));
    }

    static Scale quick(long records) {
        return new Scale(
                records,
                2,
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                1,
                new Drains(20_000, 20_000, 5_000, 1_000),
                10_000,
                500,
                Duration.ofSeconds(3));
    }
}
