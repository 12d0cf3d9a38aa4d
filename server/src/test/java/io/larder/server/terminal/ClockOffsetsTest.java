package io.larder.server.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Serial;
import io.larder.storage.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClockOffsetsTest {
    private static final Serial T1 = Serial.read("T1").orElseThrow();
    private static final Instant START = Instant.parse("2026-03-01T04:00:00Z");

    private final ClockOffsets offsets = new ClockOffsets();

    /// After `passed` something comes that the terminal says was `late` before.
    private void report(Duration passed, Duration late, boolean trusted) {
        Instant now = START.plus(passed);
        Draft.Stamp stamp = new Draft.Stamp(now.toEpochMilli(), passed.toMillis(), 1, trusted);
        offsets.heard(new Reported(T1, now.minus(late), stamp));
    }

    private static Duration minutes(long number) {
        return Duration.ofMinutes(number);
    }

    @Test
    void whatHasNotBeenYetShowsAtOnceThatAClockIsAhead() {
        report(minutes(0), minutes(-10), true);

        assertThat(offsets.all()).isEqualTo(Map.of(T1, minutes(10)));
        assertThat(ClockOffsets.drifts(minutes(10))).isTrue();
    }

    @Test
    void whatIsOfNowShowsThatAClockIsRight() {
        report(minutes(0), minutes(-10), true);
        report(minutes(1), Duration.ofSeconds(3), true);

        assertThat(offsets.all()).isEqualTo(Map.of(T1, Duration.ofSeconds(-3)));
        assertThat(ClockOffsets.drifts(minutes(-2))).isFalse();
        assertThat(ClockOffsets.drifts(Duration.ofSeconds(-121))).isTrue();
    }

    @Test
    void reportsThatAreAllLateByTheSameTimeShowThatAClockIsBehind() {
        report(minutes(0), minutes(30), true);
        report(minutes(5), minutes(30).plusSeconds(40), true);
        assertThat(offsets.all()).isEmpty();

        report(minutes(10), minutes(30), true);
        assertThat(offsets.all()).isEqualTo(Map.of(T1, minutes(-30)));
    }

    @Test
    void aBacklogShowsNothing() {
        for (int i = 0; i < 100; i++) {
            report(minutes(i), Duration.ofHours(300 - 3 * i), true);
        }
        assertThat(offsets.all()).isEmpty();
    }

    @Test
    void manyReportsAtOnceShowNothing() {
        for (int i = 0; i < 100; i++) {
            report(Duration.ofSeconds(i), minutes(30), true);
        }
        assertThat(offsets.all()).isEmpty();
    }

    @Test
    void aClockThatIsNotTrustedShowsNothingOfOthers() {
        report(minutes(0), minutes(-10), false);

        assertThat(offsets.all()).isEmpty();
    }
}
