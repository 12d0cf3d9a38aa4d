package io.larder.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Serial;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FloodgateTest {
    private static final Serial ONE = new Serial("T00001");
    private static final Serial OTHER = new Serial("T00002");

    private final AtomicLong millis = new AtomicLong(5_000);
    private final Floodgate gate = new Floodgate(10, millis::get);

    private long through(Serial serial, int requests) {
        return IntStream.range(0, requests).filter(_ -> gate.lets(serial)).count();
    }

    @Test
    void afterABurstOnlyTheRateGoesThrough() {
        assertThat(through(ONE, 100)).isEqualTo(20);
        millis.addAndGet(500);
        assertThat(through(ONE, 100)).isEqualTo(5);
        millis.addAndGet(3_600_000);
        assertThat(through(ONE, 100)).isEqualTo(20);
    }

    @Test
    void oneTerminalTakesNothingFromAnother() {
        assertThat(through(ONE, 100)).isEqualTo(20);
        assertThat(through(OTHER, 100)).isEqualTo(20);
    }

    @Test
    void withoutARateEverythingGoesThrough() {
        Floodgate open = new Floodgate(0, millis::get);

        assertThat(IntStream.range(0, 10_000).allMatch(_ -> open.lets(ONE))).isTrue();
    }

    @Test
    void floodsUnderMoreAndMoreNamesAreForgotten() {
        IntStream.range(0, 100_000).forEach(i -> gate.lets(new Serial("X" + i)));

        assertThat(through(ONE, 100)).isEqualTo(20);
    }
}
