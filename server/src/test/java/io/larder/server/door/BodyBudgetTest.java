package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BodyBudgetTest {
    private static final DoorLimits.Sizes SIZES = new DoorLimits.Sizes(64, 100, 10, 800);

    @Test
    void oneTerminalHasItsShareAndNoMore() {
        BodyBudget budget = new BodyBudget(SIZES, Duration.ofHours(1));
        BodyBudget.Share first = budget.share("1");
        BodyBudget.Share second = budget.share("1");
        BodyBudget.Share third = budget.share("1");

        assertThat(first.raise(100)).isTrue();
        assertThat(second.raise(60)).isTrue();
        assertThat(third.raise(41)).isFalse();
        assertThat(third.raise(40)).isTrue();
        assertThat(budget.share("2").raise(100)).isTrue();
        assertThat(budget.free()).isEqualTo(500);
        first.close();
        assertThat(second.raise(160)).isTrue();
        second.close();
        third.close();
        assertThat(budget.free()).isEqualTo(700);
        assertThat(budget.share("1").raise(200)).isTrue();
    }

    @Test
    void aShareIsOneWholeBodyAtLeast() {
        assertThat(SIZES.perTerminal()).isEqualTo(200);
        assertThat(new DoorLimits.Sizes(64, 100, 10, 110).perTerminal()).isEqualTo(100);
    }

    @Test
    void whoFindsNoRoomInTimeHoldsNothing() {
        BodyBudget budget = new BodyBudget(new DoorLimits.Sizes(64, 100, 10, 100), Duration.ZERO);
        BodyBudget.Share all = budget.share("1");
        assertThat(all.raise(100)).isTrue();
        BodyBudget.Share late = budget.share("2");
        assertThat(late.raise(100)).isFalse();

        all.close();
        late.close();
        assertThat(budget.free()).isEqualTo(100);
        assertThat(late.raise(100)).isTrue();
    }

    /// All but one wait until there is room, the one is told at once.
    @Test
    void onlySoManyWaitForRoom() throws Exception {
        BodyBudget budget =
                new BodyBudget(new DoorLimits.Sizes(64, 100, 10, 100), Duration.ofHours(1));
        BodyBudget.Share all = budget.share("all");
        assertThat(all.raise(100)).isTrue();

        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i <= DoorLimits.BUDGET_QUEUE; i++) {
                String owner = "waiting " + i;
                answers.add(
                        CompletableFuture.supplyAsync(
                                () -> {
                                    try (BodyBudget.Share share = budget.share(owner)) {
                                        return share.raise(100);
                                    }
                                },
                                threads));
            }
            CompletableFuture<Object> first =
                    CompletableFuture.anyOf(answers.toArray(CompletableFuture<?>[]::new));
            assertThat(first.get()).isEqualTo(false);
            all.close();
        }
        assertThat(answers.stream().filter(CompletableFuture::join))
                .hasSize(DoorLimits.BUDGET_QUEUE);
        assertThat(budget.free()).isEqualTo(100);
    }
}
