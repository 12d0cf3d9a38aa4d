package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.EntryKind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Orders whose line is cut, and whose box or headquarters restarts, are given once all the same.
class OrderLossTest extends OrdersDown {
    private void restartHeadquarters() throws IOException {
        headquarters.close();
        headquarters = new WholeBox(folder.resolve("hq")).receiving();
    }

    @Test
    void theLineMayBeCutBetweenAnyTwoSteps() throws Exception {
        connect(WholeBox.OFTEN);
        cut();
        long id = headquarters.ordersOne(T1, "INFO");
        line.heal();
        untilTheBoxHas(1);
        cut();
        line.heal();
        headquarters.until(id, T1 + " INFO handedOver");
        cut();
        List<String> lines = box.polled(T1);
        line.heal();
        box.untilLine(OrderLineState::connected);
        cut();
        box.replies(T1, lines, 0);
        line.heal();

        headquarters.until(it -> it.told(id).contains("settled"));
        assertThat(box.entries(EntryKind.ORDER)).isEqualTo(1);
        assertThat(box.polled(T1)).isEmpty();
    }

    private void cut() {
        line.fail(new CuttableLine.Cut());
        box.untilLine(state -> !state.connected());
    }

    @Test
    void anAnswerThatGetsLostMakesNothingHappenTwice() throws Exception {
        connect(WholeBox.NEVER);
        for (int after : new int[] {0, 1}) {
            long id = headquarters.ordersOne(T1, "INFO");
            line.fail(new CuttableLine.LoseAnswer("orders", after));
            box.line().wake();
            headquarters.until(id, T1 + " INFO handedOver");
            long answered = box.line().state().asked();
            box.line().wake();
            box.untilLine(state -> state.asked() > answered);
        }

        assertThat(box.told()).containsExactly(T1 + " INFO issued", T1 + " INFO issued");
        assertThat(box.entries(EntryKind.ORDER)).isEqualTo(2);
        assertThat(headquarters.entries(EntryKind.HANDOVER)).isEqualTo(2);
    }

    @Test
    void aBoxThatRestartsBeforeItCouldSayThatItHasAnOrderSaysSoThen() throws Exception {
        connect(WholeBox.NEVER);
        long id = headquarters.ordersOne(T1, "INFO");
        line.fail(new CuttableLine.CutAfter("orders", 1));
        box.line().wake();
        untilTheBoxHas(1);
        box.untilLine(state -> !state.connected());
        assertThat(headquarters.told(id)).isEqualTo(T1 + " INFO issued");
        line.heal();
        restartBox(HARMLESS, WholeBox.NEVER);

        headquarters.until(id, T1 + " INFO handedOver");
        assertThat(box.entries(EntryKind.ORDER)).isEqualTo(1);
        assertThat(box.told()).containsExactly(T1 + " INFO issued");
    }

    @Test
    void aHeadquartersThatRestartsGivesWhatWasNotTakenAndNothingElse() throws Exception {
        connect(WholeBox.OFTEN);
        long first = headquarters.ordersOne(T1, "INFO");
        headquarters.until(first, T1 + " INFO handedOver");
        cut();
        long second = headquarters.ordersOne(T1, "CHECK ALL");
        restartHeadquarters();
        line.heal();

        headquarters.until(second, T1 + " CHECK ALL handedOver");
        assertThat(headquarters.told(first)).isEqualTo(T1 + " INFO handedOver");
        assertThat(box.told()).containsExactly(T1 + " INFO issued", T1 + " CHECK ALL issued");
    }

    @Test
    void aHeadquartersRestoredFromAnOldCopyGivesAgainAndIsToldAgain() throws Exception {
        connect(WholeBox.OFTEN);
        cut();
        long id = headquarters.ordersOne(T1, "INFO");
        headquarters.close();
        SmallBox.copy(folder.resolve("hq"), folder.resolve("hq-copy"));
        headquarters = new WholeBox(folder.resolve("hq")).receiving();
        line.heal();
        headquarters.until(id, T1 + " INFO handedOver");
        box.replies(T1, box.polled(T1), 0);
        headquarters.until(it -> it.told(id).contains("settled"));

        cut();
        headquarters.close();
        SmallBox.copy(folder.resolve("hq-copy"), folder.resolve("hq"));
        headquarters = new WholeBox(folder.resolve("hq")).receiving();
        line.heal();
        headquarters.until(it -> !it.told(id).contains("issued"));
        box.sells(T1, 2);
        headquarters.until(it -> it.told(id).contains("settled"));

        assertThat(box.entries(EntryKind.ORDER)).isEqualTo(1);
        assertThat(box.polled(T1)).isEmpty();
    }
}
