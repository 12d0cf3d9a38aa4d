package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final Duration TEN = Duration.ofNanos(10);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Watch watch = new Watch(nanos::get);
    private final List<String> cut = new ArrayList<>();
    private final Vigil vigil = watch.over(() -> cut.add("vigil"));

    @Test
    void aDeadlineIsEnforcedOnceAndOnlyWhenItIsPast() {
        vigil.within(TEN);
        after(9);
        assertThat(cut).isEmpty();
        after(1);
        after(1);

        assertThat(cut).containsExactly("vigil");
        assertThat(vigil.isCut()).isTrue();
    }

    @Test
    void aDeadlineThatMovesOnIsNotEnforced() {
        for (int i = 0; i < 5; i++) {
            assertThat(vigil.within(TEN)).isTrue();
            after(9);
        }
        assertThat(cut).isEmpty();
    }

    @Test
    void whoWaitsForUsHasAllTheTime() {
        vigil.within(TEN);
        vigil.rest();
        after(1_000_000);

        assertThat(cut).isEmpty();
    }

    @Test
    void whoWasCutCannotGoOn() {
        vigil.within(TEN);
        after(10);

        assertThat(vigil.within(TEN)).isFalse();
        assertThat(vigil.rest()).isFalse();
        assertThat(vigil.isCut()).isTrue();
    }

    @Test
    void whoHasLeftIsForgotten() {
        vigil.within(TEN);
        vigil.close();
        after(100);

        assertThat(cut).isEmpty();
    }

    @Test
    void aBodyKeepsItsTimeOnlyWhileItKeepsThePace() {
        DoorLimits.Times times = Limits.patient().times();
        long slack = times.slack().toNanos();
        Pace pace = new Pace(vigil, Limits.patient());
        int enough = (int) Limits.patient().bytesPerSlack();

        pace.begin();
        after(slack - 1);
        pace.progress(enough);
        after(slack - 1);
        pace.progress(enough - 1);
        assertThat(cut).isEmpty();
        after(1);
        assertThat(cut).containsExactly("vigil");
    }

    private void after(long time) {
        nanos.addAndGet(time);
        watch.sweep();
    }
}
