package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.exchange.Takers;
import io.larder.server.site.Hearing;
import io.larder.server.site.ItemKind;
import io.larder.server.site.MeetingOrders;
import io.larder.server.site.Pictures;
import io.larder.server.site.Provisioning;
import io.larder.server.site.SiteBooks;
import io.larder.server.site.Stated;
import io.larder.server.site.Statement;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What terminals are told of the site's data, and what the box remembers of it.
class ProvisioningTest extends ToldTerminals {
    private static final String THREE = "0316144680032";

    @Test
    void aTerminalIsToldAllThereIsInTheOrderOfTheKindsAndThenNothing() {
        try (AssembledBox box = withTerminals()) {
            state(
                    box,
                    Statement.now(
                            ItemKind.CARD,
                            "100",
                            Map.of("systemId", "5", "pin", "7", "name", "Li", "password", "123")),
                    Statement.now(ItemKind.KEY, "1", Map.of("priceFen", "250")),
                    Statement.now(
                            ItemKind.SUBSIDY,
                            "100/3",
                            Map.of("amountFen", "9", "day", "2026-03-01")),
                    Statement.now(
                            ItemKind.SEGMENT, "1/2", Map.of("start", "07:00", "end", "09:30")),
                    Statement.now(
                            ItemKind.CARD_TYPE, "1", Map.of("name", "staff", "lowLimitFen", "-5")));

            assertThat(told(box, ONE))
                    .containsExactly(
                            "UPDATE CARDTYPE SortID=1|Name=staff|Lowlimit=-5",
                            "UPDATE TIMESEG SegID=1|TsID=2|Start=0700|End=0930",
                            "UPDATE PRESSKEY KeyID=1|Price=250",
                            "UPDATE USERINFO SysID=5|UserID=5|PIN=7|CardNo=100|Name=Li"
                                    + "|Password=123|UserType=0",
                            "UPDATE SUBSIDYLOG SysID=5|CardNo=100|Batch=3|Money=9"
                                    + "|allowDate=9766");
            assertThat(told(box, ONE)).isEmpty();
        }
    }

    @Test
    void aChangedPriceIsOneCommandToEachTerminalAndTheSameAgainIsNone() {
        try (AssembledBox box = withTerminals()) {
            state(
                    box,
                    Statement.now(ItemKind.KEY, "1", Map.of("priceFen", "250")),
                    Statement.now(ItemKind.KEY, "2", Map.of("priceFen", "300")));
            told(box, ONE);
            told(box, TWO);

            assertThat(state(box, Statement.now(ItemKind.KEY, "1", Map.of("priceFen", "250"))))
                    .isEqualTo(new Stated.Mine(0, 1, 0));
            state(box, Statement.now(ItemKind.KEY, "1", Map.of("priceFen", "251")));
            assertThat(box.provisioning.round()).isEqualTo(2);
            box.ask(_ -> 0);
            assertThat(box.provisioning.round()).isZero();
            assertThat(told(box, ONE)).containsExactly("UPDATE PRESSKEY KeyID=1|Price=251");
            assertThat(told(box, TWO)).containsExactly("UPDATE PRESSKEY KeyID=1|Price=251");
        }
    }

    @Test
    void whatIsGoneIsDeletedWhereItIsAndOnlyThere() {
        try (AssembledBox box = withTerminals()) {
            state(
                    box,
                    Statement.now(ItemKind.CARD, "100", Map.of("systemId", "5", "name", "Li")),
                    Statement.now(ItemKind.SEGMENT, "1/2", Map.of("start", "07:00")));
            told(box, ONE);
            state(
                    box,
                    Statement.gone(ItemKind.CARD, "100"),
                    Statement.gone(ItemKind.SEGMENT, "1/2"));

            assertThat(told(box, ONE))
                    .containsExactly("DELETE TIMESEG SegID=1|TsID=2", "DELETE USERINFO SysID=5");
            assertThat(told(box, ONE)).isEmpty();
            assertThat(box.get("/iclock/posrequest?SN=" + THREE)).isEqualTo("OK");
            assertThat(told(box, THREE)).isEmpty();
        }
    }

    @Test
    void anItemForOtherRolesIsNotToldAndIsTakenBack() {
        try (AssembledBox box = withTerminals()) {
            state(
                    box,
                    Statement.now(ItemKind.KEY, "1", Map.of("priceFen", "1")),
                    Statement.now(ItemKind.KEY, "2", Map.of("priceFen", "2", "roles", "shop")),
                    Statement.now(
                            ItemKind.KEY, "3", Map.of("priceFen", "3", "roles", "shop; canteen")));
            assertThat(told(box, ONE))
                    .containsExactly(
                            "UPDATE PRESSKEY KeyID=1|Price=1", "UPDATE PRESSKEY KeyID=3|Price=3");

            role(box, "shop");
            assertThat(told(box, ONE)).containsExactly("UPDATE PRESSKEY KeyID=2|Price=2");
            role(box, "other");
            assertThat(told(box, ONE))
                    .containsExactly("DELETE PRESSKEY KeyID=2", "DELETE PRESSKEY KeyID=3");
        }
    }

    @Test
    void noTerminalGetsMoreThanItCanDigestAndALostCardDoesNotWait() {
        try (AssembledBox box = withTerminals()) {
            state(
                    box,
                    IntStream.range(0, 700)
                            .mapToObj(i ->
                                    Statement.now(
                                            ItemKind.GOODS, "" + (1000 + i), Map.of("name", "x")))
                            .toArray(Statement[]::new));
            state(box, Statement.now(ItemKind.CARD, "100", Map.of("name", "Li")));
            for (int i = 0; i < 5; i++) {
                box.provisioning.round();
                box.ask(_ -> 0);
            }
            assertThat(open(box)).isEqualTo(400);
            state(box, Statement.now(ItemKind.CARD, "100", Map.of("state", "lost")));
            box.provisioning.round();
            assertThat(open(box)).isEqualTo(401);

            assertThat(told(box, ONE))
                    .hasSize(701)
                    .startsWith(
                            "UPDATE USERINFO SysID=100|UserID=100|CardNo=100|Name=Li|UserType=1");
            assertThat(standing(box)).isEqualTo("held 701, pending 0, refused 0, lacking 0");
        }
    }

    @Test
    void ordersThatDoNotFitOneEntryTogetherGoOutInSeveral() {
        try (AssembledBox box = withTerminals()) {
            String name = "x".repeat(250);
            state(
                    box,
                    IntStream.range(0, 300)
                            .mapToObj(i ->
                                    Statement.now(ItemKind.GOODS, "" + i, Map.of("name", name)))
                            .toArray(Statement[]::new));

            assertThat(told(box, ONE)).hasSize(300);
        }
    }

    @Test
    void nothingIsOrderedFromALedgerThatIsStillBuiltAgain() {
        try (AssembledBox box = withTerminals()) {
            state(box, Statement.now(ItemKind.KEY, "1", Map.of("priceFen", "250")));
            LateProjection building = new LateProjection(box.store.journal().lastSeq());
            Provisioning provisioning =
                    new Provisioning(
                            new SiteBooks(
                                    box.store,
                                    box.store.journal(),
                                    building,
                                    box.clock,
                                    AssembledBox.SEAL,
                                    () -> {}),
                            Hearing.of("", Takers::of, box.clock::now),
                            new MeetingOrders(
                                    AssembledBox.SEAL, ZoneId.of("+08:00"), Pictures.NONE),
                            box.terminals,
                            box.commands);

            assertThat(provisioning.round()).isZero();
            building.reach(box.store.journal().lastSeq());
            assertThat(provisioning.round()).isEqualTo(2);
        }
    }

    @Test
    void theSameLedgerComesOutOfTheJournalAgain() {
        String before;
        try (AssembledBox box = withTerminals()) {
            state(
                    box,
                    Statement.now(ItemKind.CARD, "100", Map.of("password", "1", "name", "Li")),
                    Statement.now(ItemKind.KEY, "1", Map.of("priceFen", "250")),
                    Statement.now(ItemKind.KEY, "2", Map.of("priceFen", "250")));
            told(box, ONE);
            state(box, Statement.gone(ItemKind.KEY, "2"));
            told(box, ONE, "-1");
            box.get("/iclock/posrequest?SN=" + TWO + "&RepType=2&Card=100&Pwd=1");
            buy(box, 1, 100);
            before = box.ask(ProvisioningTest::all);
            assertThat(before).contains("lost").contains("wallet").contains("holding");
        }
        Folders.deleteLedger(data);
        try (AssembledBox box = AssembledBox.in(data).open()) {
            assertThat(box.ask(ProvisioningTest::all)).isEqualTo(before);
        }
    }

    private static String all(LedgerReader ledger) {
        List<String> all = new ArrayList<>();
        for (ItemKind kind : ItemKind.values()) {
            ledger.site()
                    .items(kind.word(), "", 1_000)
                    .forEach(item -> {
                        all.add(item.toString());
                        all.add("holding " + ledger.site().holding(ONE, item.kind(), item.key()));
                        all.add("holding " + ledger.site().holding(TWO, item.kind(), item.key()));
                    });
        }
        ledger.site().wallets("", 1_000).forEach(wallet -> all.add("wallet " + wallet));
        return String.join("\n", all);
    }

    private static void role(AssembledBox box, String role) {
        byte[] fact = ("{\"set.role\":\"" + role + "\"}").getBytes(StandardCharsets.UTF_8);
        box.store
                .journal()
                .append(
                        new Draft(
                                EntryKind.ADJUSTMENT,
                                ONE,
                                fact,
                                false,
                                new Draft.Stamp(1, 1, 1, true)));
        box.ask(_ -> 0);
    }
}
