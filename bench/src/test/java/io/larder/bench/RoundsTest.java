package io.larder.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.bench.Rounds.Middle;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void theRoundInTheMiddleByItsRatioCounts() {
        Rounds rounds = new Rounds("records", "loop over 8 connections");
        rounds.add(90, 100);
        rounds.add(10, 100);
        rounds.add(60, 120);

        assertThat(rounds.middle())
                .isEqualTo(new Middle(60, "records", "loop over 8 connections", 120));
    }

    @Test
    void whatIsPrintedIsReadAgain() {
        Middle middle = new Middle(123_456, "uploads", "loop over 8 connections", 234_567);

        assertThat(middle.line())
                .isEqualTo(
                        "median: relay 123456 uploads a second, loop over 8 connections 234567,"
                                + " ratio 0.53");
        assertThat(Middle.read(middle.line())).contains(middle);
        assertThat(Middle.read("relay 123456 records/s")).isEmpty();
    }
}
