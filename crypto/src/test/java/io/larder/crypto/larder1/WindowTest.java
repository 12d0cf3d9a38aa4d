package io.larder.crypto.larder1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WindowTest {
    private final Window window = new Window();

    @Test
    void everyCounterIsUsedOnceWhateverTheOrder() {
        assertThat(admitted(1, 1, 3, 2, 2, 3, 4)).containsExactly(1, 3, 2, 4);
    }

    @Test
    void whatIsTooFarBehindCountsAsUsed() {
        assertThat(admitted(100, 37, 36, 100 + Window.PLACES, 100, 101))
                .containsExactly(100, 37, 164, 101);
    }

    @Test
    void nothingBeginsBelowOneOrGoesBeyondTheLargest() {
        assertThat(admitted(0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, -1, 1))
                .containsExactly(Long.MAX_VALUE);
    }

    private long[] admitted(long... counters) {
        return LongStream.of(counters).filter(window::admits).toArray();
    }
}
