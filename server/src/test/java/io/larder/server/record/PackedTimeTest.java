package io.larder.server.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedTimeTest {
    private static final long SEED = 20181220;

    @Test
    @Conforms("TIME-002")
    void secondsComeBackAsTheyWent() {
        Random random = new Random(SEED);
        for (int i = 0; i < 1_000; i++) {
            LocalDateTime moment =
                    LocalDate.of(2000, 1, 1)
                            .plusDays(random.nextInt(36_500))
                            .atTime(LocalTime.ofSecondOfDay(random.nextInt(86_400)));

            assertThat(PackedTime.seconds(PackedTime.seconds(moment)))
                    .as("seed %d", SEED)
                    .contains(moment);
        }
        assertThat(PackedTime.seconds(LocalDateTime.of(2008, 11, 19, 17, 21, 19)))
                .isEqualTo(285_528_079);
    }

    @Test
    @Conforms("TIME-017")
    void aClockIsHoursTimes256PlusMinutes() {
        assertThat(PackedTime.clock(LocalTime.of(8, 30))).isEqualTo(2078);
        assertThat(PackedTime.clock(2078)).contains(LocalTime.of(8, 30));
        assertThat(PackedTime.clock(24 * 256)).isEmpty();
        assertThat(PackedTime.clock(60)).isEmpty();
        assertThat(PackedTime.clock(-1)).isEmpty();
    }

    @Test
    @Conforms("TIME-018")
    void aSubsidyDateIsOneNumber() {
        assertThat(PackedTime.date(LocalDate.of(2018, 12, 20))).isEqualTo(7088);
        assertThat(PackedTime.date(7088)).contains(LocalDate.of(2018, 12, 20));
        assertThat(PackedTime.date(31)).isEmpty();
        for (LocalDate day = LocalDate.of(2000, 1, 1);
                day.getYear() < 2030;
                day = day.plusDays(1)) {
            assertThat(PackedTime.date(PackedTime.date(day))).contains(day);
        }
    }
}
