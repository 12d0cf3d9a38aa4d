package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.Issued;
import io.larder.server.command.Wanted;
import io.larder.server.protocol.Order;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.storage.EntryKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Orders of a Larder headquarters for terminals behind a Larder box.
class OrdersTest extends OrdersDown {
    private static final String T2 = "5158181900026";

    @Test
    void anOrderReachesItsTerminalAndHeadquartersKnowsTheResult() throws Exception {
        connect(WholeBox.OFTEN);
        assertThat(headquarters.facts(T1))
                .containsEntry("via", box.store.journal().box())
                .containsEntry("family", "canteen")
                .doesNotContainKey("admitted");

        long id = headquarters.ordersOne(T1, "INFO");
        headquarters.until(id, T1 + " INFO handedOver");
        List<String> lines = box.polled(T1);
        assertThat(lines).hasSize(1).allMatch(each -> each.matches("C:\\d+:INFO"));
        box.replies(T1, lines, 0);
        headquarters.until(it -> it.told(id).contains("settled"));

        assertThat(headquarters.told(id)).isEqualTo(box.told().getFirst());
        assertThat(headquarters.records("commandResult")).hasSize(1);
        assertThat(headquarters.records("commandResult").getFirst())
                .containsEntry("reference", headquarters.reference(id))
                .containsEntry("orderedBy", "headquarters: Ann")
                .containsEntry("outcome", "settled")
                .containsEntry("returnCode", 0L)
                .containsEntry("attempts", 1L);
        assertThat(headquarters.facts(T1)).containsEntry("commands.open", "0");
    }

    @Test
    void whatAnOrderRefersToGoesAlongToABoxThatDoesNotHaveIt() throws Exception {
        String digest = "ab".repeat(32);
        headquarters.dispatch.findContents(wanted ->
                wanted.equals(digest) ? Optional.of(Bytes.utf8("TQ9z")) : Optional.empty());
        box.withAttendance(T2, "2.4.1");
        box.under(line.port(), WholeBox.OFTEN);
        headquarters.untilKnown(T2);

        Map<String, String> fields = Map.of("PIN", "7", "FID", "3", "TMP", "@" + digest);
        headquarters.orders(T2, List.of(new Order("DATA UPDATE FINGERTMP", "", fields)));
        untilTheBoxHas(1);

        assertThat(box.polled(T2))
                .singleElement()
                .asString()
                .endsWith("PIN=7\tFID=3\tSize=4\tValid=1\tTMP=TQ9z");
    }

    @Test
    void aRefusalOfTheTerminalComesUpWithItsCode() throws Exception {
        connect(WholeBox.OFTEN);
        long id = headquarters.ordersOne(T1, "INFO");
        untilTheBoxHas(1);
        box.replies(T1, box.polled(T1), -3);

        headquarters.until(it -> it.told(id).contains("failed"));
        assertThat(headquarters.told(id)).isEqualTo(box.told().getFirst());
    }

    @Test
    void whatTheBoxDeclinesHasFailedWithTheReasonAndTheRestGoesOn() throws Exception {
        restartBox((_, order) -> rushHour(order), WholeBox.OFTEN);
        headquarters.untilKnown(T1);
        List<Long> ids = headquarters.orders(T1, "INFO", "CLEAR POSLOG", "CHECK ALL");

        headquarters.until(ids.get(2), T1 + " CHECK ALL handedOver");
        headquarters.until(
                ids.get(1),
                T1 + " CLEAR POSLOG failed (declined by its box: not while people queue)");
        assertThat(headquarters.told(ids.get(0))).isEqualTo(T1 + " INFO handedOver");
        assertThat(box.told()).containsExactly(T1 + " INFO issued", T1 + " CHECK ALL issued");
        assertThat(headquarters.records("commandResult").getFirst())
                .containsEntry("reference", headquarters.reference(ids.get(1)))
                .containsEntry("outcome", "failed");
    }

    private static Optional<String> rushHour(Order order) {
        return order.name().equals("CLEAR POSLOG")
                ? Optional.of("not while people queue")
                : Optional.empty();
    }

    @Test
    void aSecretIsInTheClearOnTheLineOnly() throws Exception {
        connect(WholeBox.OFTEN);
        Map<String, String> fields = Map.of("SysID", "1", "Password", "27182818");
        long id =
                headquarters
                        .orders(T1, List.of(new Order("UPDATE USERINFO", "", fields)))
                        .getFirst();
        headquarters.until(it -> it.told(id).contains("handedOver"));

        assertThat(box.polled(T1)).hasSize(1).allMatch(each -> each.contains("=27182818"));
        for (WholeBox each : List.of(headquarters, box)) {
            assertThat(each.rows().getFirst().body()).contains("s1:").doesNotContain("27182818");
            assertThat(each.payloads(EntryKind.ORDER))
                    .hasSize(1)
                    .allMatch(payload -> !payload.contains("27182818"));
        }
    }

    @Test
    void aTerminalThatHasSentNoRecordYetIsNamedByItsBoxOnce() throws Exception {
        box.withSilentTerminal(T2);
        connect(WholeBox.OFTEN);
        headquarters.untilKnown(T2);
        assertThat(headquarters.facts(T2))
                .isEqualTo(Map.of("via", box.store.journal().box(), "family", "canteen"));

        long id = headquarters.ordersOne(T2, "INFO");
        headquarters.until(id, T2 + " INFO handedOver");
        assertThat(box.polled(T2)).hasSize(1).allMatch(each -> each.endsWith(":INFO"));
        int named = headquarters.entries(EntryKind.HELLO);
        restartBox(HARMLESS, WholeBox.OFTEN);
        box.untilLine(state -> state.asked() > 2);
        assertThat(headquarters.caughtUp().entries(EntryKind.HELLO)).isEqualTo(named);
    }

    @Test
    void aTerminalThatNobodyHasHeardOfIsRefusedAtOnce() {
        List<Wanted> wanted = List.of(Wanted.of(new Order("INFO", "", Map.of())));

        assertThat(headquarters.commands.issue(new Serial("NOBODY0001"), wanted, "Ann", true))
                .isEqualTo(
                        new Issued.Declined(
                                Issued.Reason.UNKNOWN_TERMINAL, "no terminal NOBODY0001 is known"));
    }

    @Test
    void manyOrdersComeInPagesAndKeepTheirOrder() throws Exception {
        connect(WholeBox.NEVER);
        for (int i = 0; i < 5; i++) {
            String[] names = new String[100];
            Arrays.fill(names, i % 2 == 0 ? "INFO" : "CHECK ALL");
            headquarters.orders(T1, names);
        }
        long before = box.line().state().asked();
        box.line().wake();
        headquarters.until(it -> it.told().stream().allMatch(one -> one.contains("handedOver")));

        assertThat(box.rows()).hasSize(500);
        assertThat(box.rows().stream().map(row -> row.body().contains("INFO")).toList())
                .isEqualTo(
                        headquarters.rows().stream()
                                .map(row -> row.body().contains("INFO"))
                                .toList());
        box.untilLine(state -> state.taken() == 500 && state.asked() >= before + 4);
        assertThat(box.line().state().asked()).isLessThan(before + 10);
    }

    @Test
    void aTerminalThatTakesNoMoreHoldsUpNoOther() throws Exception {
        box.withTerminal(T2);
        String[] many = new String[200];
        Arrays.fill(many, "INFO");
        for (int i = 0; i < 25; i++) {
            box.orders(T1, many);
        }
        connect(WholeBox.NEVER);
        headquarters.untilKnown(T2);
        headquarters.orders(T1, many);
        long id = headquarters.ordersOne(T2, "INFO");
        box.line().wake();

        headquarters.until(id, T2 + " INFO handedOver");
        assertThat(headquarters.told(headquarters.rows().getFirst().id()))
                .isEqualTo(T1 + " INFO issued");
    }

    @Test
    void throughAHeadquartersInBetweenOrdersGoDownAndResultsComeUp() throws Exception {
        try (WholeBox top = new WholeBox(folder.resolve("top")).receiving()) {
            restartBox((_, order) -> rushHour(order), WholeBox.OFTEN);
            headquarters.under(top.port(), WholeBox.OFTEN);
            top.untilKnown(T1);
            List<Long> ids = top.orders(T1, "INFO", "CLEAR POSLOG");
            top.until(ids.get(0), T1 + " INFO handedOver");
            untilTheBoxHas(1);
            assertThat(box.reference(box.rows().getFirst().id()))
                    .isEqualTo(top.reference(ids.get(0)));
            box.replies(T1, box.polled(T1), 0);

            top.until(it -> it.told(ids.get(0)).contains("settled"));
            top.until(
                    ids.get(1),
                    T1 + " CLEAR POSLOG failed (declined by its box: not while people queue)");
            top.commands.cancel(ids.get(0), "Ann");
            assertThat(top.records("commandResult").stream().map(it -> it.get("outcome")).toList())
                    .containsExactlyInAnyOrder("settled", "failed");
        }
    }
}
