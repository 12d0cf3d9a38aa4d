package io.larder.server.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StallsTest {
    private final AtomicLong millis = new AtomicLong(1_000);
    private final Stalls stalls = new Stalls(millis::get);

    private boolean after(long seconds, int answered) {
        millis.addAndGet(seconds * 1_000);
        boolean lets = stalls.lets("T1", "answer " + answered);
        if (lets) {
            stalls.told("T1", "answer " + answered);
        }
        return lets;
    }

    @Test
    void aTerminalThatAnswersIsToldAtOnce() {
        assertThat(after(0, 0)).isTrue();
        assertThat(after(1, 200)).isTrue();
        assertThat(after(1, 400)).isTrue();
    }

    @Test
    void oneThatAnswersNothingIsToldLessAndLessOften() {
        assertThat(after(0, 0)).isTrue();
        assertThat(after(4, 0)).isTrue();
        assertThat(after(55, 0)).isFalse();
        assertThat(after(1, 0)).isTrue();
        assertThat(after(119, 0)).isFalse();
        assertThat(after(1, 0)).isTrue();
        for (int i = 0; i < 10; i++) {
            after(7_200, 0);
        }
        assertThat(after(3_599, 0)).isFalse();
        assertThat(after(1, 0)).isTrue();
    }

    @Test
    void anAnswerEndsTheWait() {
        after(0, 0);
        assertThat(after(10, 0)).isFalse();
        assertThat(after(1, 1)).isTrue();
        assertThat(after(10, 2)).isTrue();
        assertThat(stalls.lets("T2", "answer 0")).isTrue();
    }
}
