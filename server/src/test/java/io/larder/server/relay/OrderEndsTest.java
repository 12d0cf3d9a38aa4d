package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How an order ends that was not carried out: expired or taken back.
class OrderEndsTest extends OrdersDown {
    @Test
    void anOrderThatNobodyFetchesInTimeExpires() throws Exception {
        connect(WholeBox.NEVER);
        long id = headquarters.ordersOne(T1, "INFO");
        headquarters.elapse(Duration.ofDays(7));
        box.line().wake();
        long before = box.line().state().asked();
        box.untilLine(state -> state.asked() > before || state.taken() > 0);
        headquarters.dispatch.review();

        headquarters.until(id, T1 + " INFO expired (its box did not fetch it in time)");
        assertThat(box.rows()).isEmpty();
    }

    @Test
    void anOrderOfWhichItsBoxNeverSaysWhatBecameOfItEnds() throws Exception {
        connect(WholeBox.NEVER);
        long id = headquarters.ordersOne(T1, "INFO");
        box.line().wake();
        headquarters.until(id, T1 + " INFO handedOver");
        headquarters.elapse(Duration.ofDays(36));
        headquarters.dispatch.review();
        headquarters.until(id, T1 + " INFO handedOver");

        headquarters.elapse(Duration.ofDays(2));
        headquarters.dispatch.review();
        headquarters.until(id, T1 + " INFO expired (its box has not said what became of it)");
    }

    @Test
    void whatIsCancelledBeforeTheBoxHasItNeverGoesDown() throws Exception {
        connect(WholeBox.NEVER);
        long id = headquarters.ordersOne(T1, "INFO");
        assertThat(headquarters.commands.cancel(id, "Ann")).isTrue();
        headquarters.until(id, T1 + " INFO cancelled (cancelled by Ann)");
        long before = box.line().state().asked();
        box.line().wake();
        box.untilLine(state -> state.asked() > before);

        assertThat(box.rows()).isEmpty();
    }

    @Test
    void whatIsCancelledLaterIsTakenBackByTheBox() throws Exception {
        connect(WholeBox.NEVER);
        long id = headquarters.ordersOne(T1, "INFO");
        box.line().wake();
        headquarters.until(id, T1 + " INFO handedOver");
        headquarters.commands.cancel(id, "Ann");
        headquarters.until(id, T1 + " INFO handedOver (its box is asked to take it back by Ann)");
        box.line().wake();

        headquarters.until(id, T1 + " INFO cancelled (cancelled by headquarters)");
        assertThat(box.told()).containsExactly(headquarters.told(id));
        assertThat(box.polled(T1)).isEmpty();
        assertThat(headquarters.facts(T1))
                .containsEntry("commands.open", "0")
                .containsEntry("commands.withdrawn", "0");
    }

    @Test
    void whatIsCancelledJustWhenTheBoxTakesItIsTakenBackAllTheSame() throws Exception {
        connect(WholeBox.NEVER);
        long id = headquarters.ordersOne(T1, "INFO");
        line.fail(new CuttableLine.CutAfter("orders", 1));
        box.line().wake();
        untilTheBoxHas(1);
        box.untilLine(state -> !state.connected());
        headquarters.commands.cancel(id, "Ann");
        headquarters.until(id, T1 + " INFO cancelled (cancelled by Ann)");
        line.heal();

        box.until(it ->
                it.told().equals(List.of(T1 + " INFO cancelled (cancelled by headquarters)")));
    }

    @Test
    void whatTheTerminalDidBeforeTheCancellationCameIsToldAsItWas() throws Exception {
        connect(WholeBox.NEVER);
        long id = headquarters.ordersOne(T1, "INFO");
        box.line().wake();
        headquarters.until(id, T1 + " INFO handedOver");
        List<String> lines = box.polled(T1);
        headquarters.commands.cancel(id, "Ann");
        headquarters.until(it -> it.told(id).contains("take it back"));
        box.replies(T1, lines, 0);
        box.line().wake();

        headquarters.until(it -> it.told(id).contains("settled"));
    }

    @Test
    void aBoxThatLostAnOrderWithItsCardSaysSoWhenItIsTakenBack() throws Exception {
        box.close();
        SmallBox.copy(folder.resolve("box"), folder.resolve("box-copy"));
        restartBox(HARMLESS, WholeBox.NEVER);
        headquarters.untilKnown(T1);
        long id = headquarters.ordersOne(T1, "INFO");
        box.line().wake();
        headquarters.until(id, T1 + " INFO handedOver");
        box.close();
        SmallBox.copy(folder.resolve("box-copy"), folder.resolve("box"));
        box = new WholeBox(folder.resolve("box"));
        box.under(line.port(), WholeBox.OFTEN);
        long second = headquarters.ordersOne(T1, "CHECK ALL");
        headquarters.until(second, T1 + " CHECK ALL handedOver");
        assertThat(headquarters.told(id)).isEqualTo(T1 + " INFO handedOver");
        assertThat(box.told()).containsExactly(T1 + " CHECK ALL issued");

        headquarters.commands.cancel(id, "Ann");
        headquarters.until(
                id, T1 + " INFO cancelled (declined by its box: this box does not have it)");
    }
}
