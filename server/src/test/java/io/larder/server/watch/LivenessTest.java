package io.larder.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Pulse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Liveness liveness = new Liveness(nanos::get);
    private final AtomicReference<Pulse> pulse = new AtomicReference<>(Pulse.working(0));

    @BeforeEach
    void aPart() {
        liveness.add("journal", Duration.ofMinutes(1), pulse::get);
        liveness.look();
    }

    /// Looks every ten seconds.
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i += 10) {
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
            liveness.look();
        }
    }

    @Test
    void aPartThatIsSlowLives() {
        for (int i = 1; i < 10; i++) {
            pass(60);
            assertThat(liveness.ailing()).isEmpty();
            pulse.set(Pulse.working(i));
        }
        assertThat(liveness.parts()).isEqualTo(Map.of("journal", true));
    }

    @Test
    void aPartThatHasNothingToDoLives() {
        pulse.set(new Pulse(true, false, 0));
        pass(3600);
        assertThat(liveness.ailing()).isEmpty();
        pulse.set(Pulse.working(0));
        pass(60);
        assertThat(liveness.ailing()).isEmpty();
    }

    @Test
    void aPartThatFinishesNothingDoesNotLiveUntilItDoes() {
        pass(70);
        assertThat(liveness.ailing())
                .containsExactly("journal: has something to do and finished nothing for 70 s");
        assertThat(liveness.parts()).isEqualTo(Map.of("journal", false));
        pulse.set(Pulse.working(1));
        pass(10);
        assertThat(liveness.ailing()).isEmpty();
    }

    @Test
    void aPartWhoseThreadEndedDoesNotLive() {
        pulse.set(new Pulse(false, false, 0));
        pass(10);
        assertThat(liveness.ailing()).containsExactly("journal: its thread has ended");
    }

    @Test
    void aProcessThatStoodStillAsAWholeHoldsThatAgainstNoPart() {
        nanos.addAndGet(TimeUnit.HOURS.toNanos(5));
        assertThat(liveness.look()).isEmpty();
        pass(30);
        assertThat(liveness.ailing()).isEmpty();
        pass(30);
        assertThat(liveness.ailing()).hasSize(1);
    }

    @Test
    void nobodyWhoLooksIsNoLife() {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(91));
        assertThat(liveness.ailing())
                .containsExactly("nobody looks after the parts of this box any more");
    }

    @Test
    void aPartThatIsDoneIsNotLookedAtAnyMore() {
        liveness.remove("journal");
        pass(600);
        assertThat(liveness.ailing()).isEmpty();
        assertThat(liveness.parts()).isEmpty();
    }
}
