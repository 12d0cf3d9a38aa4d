package io.larder.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WireIdTest {
    private static final long ENTRIES = 5_000;

    @Test
    @Conforms({"CMD-002", "CMD-003"})
    void numbersAreDecimalShortAndNeverTheSameAgain() {
        Set<Long> seen = new HashSet<>();
        for (long seq = 1; seq <= ENTRIES; seq++) {
            for (int place = 0; place < CommandLimits.ORDERS_PER_ENTRY; place++) {
                long number = WireId.of(seq, place).number();
                assertThat(Long.toString(number)).matches("[1-9]\\d{0,15}");
                assertThat(seen.add(number)).isTrue();
            }
        }
        assertThat(seen).hasSize(1_000_000);
    }

    @Test
    void theNumberOfTheLastEntryThatEverComesHasSixteenDigits() {
        assertThat(Long.toString(new WireId(9_999_999_999_999_199L, 4).number())).hasSize(16);
    }

    @Test
    void eachSpellingHasANumberOfItsOwnThatLeadsBackToTheCommand() {
        WireId first = WireId.of(42, 199);
        for (int spelling = 0; WireId.hasRoom(spelling - 1); spelling++) {
            WireId id = new WireId(first.id(), spelling);
            assertThat(WireId.read(id.number())).isEqualTo(id);
        }
        assertThat(WireId.read(42_399)).isEqualTo(new WireId(42_199, 1));
    }
}
