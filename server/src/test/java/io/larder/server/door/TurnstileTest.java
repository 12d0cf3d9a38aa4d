package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private static final Duration TEN = Duration.ofNanos(10);
    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicLong nanos = new AtomicLong();
    private final Watch watch = new Watch(nanos::get);
    private final Turnstile turnstile =
            new Turnstile(new DoorLimits.Crowd(3, 2, 1, TEN), watch::now);
    private final List<String> cut = new ArrayList<>();

    /// A connection that is waited for from now on.
    private Vigil vigil(String name) {
        Vigil vigil = watch.over(() -> cut.add(name));
        vigil.within(LONG);
        return vigil;
    }

    private Vigil let(String name, String address) {
        Vigil vigil = vigil(name);
        assertThat(turnstile.enter(vigil, address)).isEmpty();
        return vigil;
    }

    private Optional<String> refused(String address) {
        return turnstile.enter(vigil("newcomer"), address);
    }

    @Test
    void oneAddressCannotTakeAllPlaces() {
        let("a1", "a");
        let("a2", "a");
        assertThat(refused("a")).contains("all 2 connections of the address are taken");
        let("b1", "b");
        assertThat(refused("c")).contains("all 3 connections are taken");
        assertThat(turnstile.open()).isEqualTo(3);
        assertThat(cut).isEmpty();
    }

    @Test
    void whoLeavesMakesRoom() {
        Vigil first = let("a1", "a");
        Vigil second = let("a2", "a");
        turnstile.leave(first);

        Vigil third = let("a3", "a");
        turnstile.leave(second);
        turnstile.leave(third);
        turnstile.leave(third);
        assertThat(turnstile.open()).isZero();
    }

    @Test
    void theOneThatIsWaitedForLongestGivesWay() {
        let("a1", "a");
        nanos.addAndGet(1);
        let("b1", "b");
        let("c1", "c");
        nanos.addAndGet(9);

        let("d1", "d");
        assertThat(cut).containsExactly("a1");
        assertThat(refused("e")).contains("all 3 connections are taken");
        nanos.addAndGet(10);
        let("e1", "e");
        assertThat(cut).hasSize(2).doesNotContain("d1");
    }

    @Test
    void atTheLimitOfAnAddressOneOfItsOwnGivesWay() {
        let("b1", "b");
        nanos.addAndGet(10);
        let("a1", "a");
        let("a2", "a");

        assertThat(refused("a")).contains("all 2 connections of the address are taken");
        nanos.addAndGet(10);
        let("a3", "a");
        assertThat(cut).hasSize(1).containsAnyOf("a1", "a2");
    }

    @Test
    void oneThatWasServedGivesWayLast() {
        let("a1", "a").served();
        nanos.addAndGet(50);
        let("b1", "b");
        let("c1", "c");
        nanos.addAndGet(10);

        let("d1", "d");
        let("e1", "e");
        assertThat(cut).containsExactlyInAnyOrder("b1", "c1");
        nanos.addAndGet(10);
        let("f1", "f");
        let("g1", "g");
        let("h1", "h");
        assertThat(cut).hasSize(5).endsWith("a1");
    }

    @Test
    void whoWaitsForUsOrHasJustBegunGivesNoWay() {
        Vigil answering = let("a1", "a");
        Vigil beginning = let("b1", "b");
        let("c1", "c").stays();
        nanos.addAndGet(10);
        answering.rest();
        beginning.begins();

        assertThat(refused("d")).contains("all 3 connections are taken");
        assertThat(cut).isEmpty();
    }

    @Test
    void whoGaveWayCannotGoOnAndLeavesOnce() {
        Vigil first = let("a1", "a");
        let("b1", "b");
        let("c1", "c");
        nanos.addAndGet(10);
        first.begins();
        nanos.addAndGet(10);
        let("d1", "d");
        let("e1", "e");
        let("f1", "f");

        assertThat(first.isCut()).isTrue();
        assertThat(first.rest()).isFalse();
        assertThat(first.whyCut("late")).isEqualTo("gave way to another connection");
        turnstile.leave(first);
        assertThat(turnstile.open()).isEqualTo(3);
        watch.sweep();
        assertThat(cut).containsExactlyInAnyOrder("a1", "b1", "c1");
    }

    @Test
    void byDefaultASiteOf500TerminalsMayStandBehindOneRouterAndOthersStillGetIn() {
        Turnstile usual = new Turnstile(DoorLimits.defaults().crowd(), watch::now);
        for (int terminal = 0; terminal < 500; terminal++) {
            assertThat(usual.enter(vigil("inside"), "router")).isEmpty();
        }
        while (usual.enter(vigil("inside"), "router").isEmpty()) {
            // As many as one address may have.
        }
        assertThat(usual.enter(vigil("beside"), "another")).isEmpty();
        assertThat(cut).isEmpty();
    }
}
