package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.Commands;
import io.larder.server.record.Serial;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Provisioning;
import io.larder.server.site.Stated;
import io.larder.server.site.Statement;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What terminals are told of the site's data, and what the box remembers of it.
class ProvisioningTest {
    private static final String ONE = "0316144680030";
    private static final String TWO = "0316144680031";
    private static final String THREE = "0316144680032";

    @TempDir private Path data;

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
    void whatATerminalRefusesIsNotSentAgainUntilItIsSomethingElse() {
        try (AssembledBox box = withTerminals()) {
            state(box, Statement.now(ItemKind.KEY, "1", Map.of("priceFen", "250")));
            assertThat(told(box, ONE, "-3")).hasSize(1);
            assertThat(told(box, ONE)).isEmpty();
            assertThat(standing(box)).isEqualTo("held 0, pending 0, refused 1, lacking 0");

            state(box, Statement.now(ItemKind.KEY, "1", Map.of("priceFen", "251")));
            assertThat(told(box, ONE)).containsExactly("UPDATE PRESSKEY KeyID=1|Price=251");
            assertThat(standing(box)).isEqualTo("held 1, pending 0, refused 0, lacking 0");
        }
    }

    @Test
    void aLostCardThatATerminalRefusedIsToldAgainButLessAndLessOften() {
        try (AssembledBox box = withTerminals()) {
            state(box, Statement.now(ItemKind.CARD, "100", Map.of("state", "lost")));
            box.provisioning.round();
            box.ask(_ -> 0);
            refuse(box);
            assertThat(box.provisioning.round()).isOne();
            box.ask(_ -> 0);
            box.elapse(10);
            refuse(box);
            assertThat(box.provisioning.round()).isZero();
            box.elapse(60);
            assertThat(box.provisioning.round()).isOne();
            box.ask(_ -> 0);
            refuse(box);
            box.elapse(60);
            assertThat(box.provisioning.round()).isZero();
            box.elapse(60);
            assertThat(told(box, ONE)).hasSize(1);
            assertThat(standing(box)).isEqualTo("held 1, pending 0, refused 0, lacking 0");
        }
    }

    /// One poll of the terminal, which refuses what it is told.
    private static void refuse(AssembledBox box) {
        String answer = box.get("/iclock/posrequest?SN=" + ONE);
        assertThat(answer).contains("UPDATE USERINFO");
        box.post(
                "/iclock/posdevicecmd?SN=" + ONE,
                answer.replaceAll("(?m)^C:(\\d+):.*$", "ID=$1&Return=-1&CMD=DATA"));
        box.ask(_ -> 0);
    }

    @Test
    void aClearedTerminalIsToldEverythingAgain() {
        try (AssembledBox box = withTerminals()) {
            state(box, Statement.now(ItemKind.KEY, "1", Map.of("priceFen", "250")));
            told(box, ONE);
            buy(box, 1, 100);
            assertThat(told(box, ONE)).isEmpty();

            // The same record number with another content: its memory began anew.
            buy(box, 1, 200);
            assertThat(told(box, ONE)).containsExactly("UPDATE PRESSKEY KeyID=1|Price=250");
            assertThat(told(box, ONE)).isEmpty();
        }
    }

    @Test
    void aTerminalThatSaysItsWhiteListIsEmptyIsToldEverythingAgain() {
        try (AssembledBox box = withTerminals()) {
            state(box, Statement.now(ItemKind.CARD, "100", Map.of("systemId", "5")));
            assertThat(told(box, ONE)).hasSize(1);
            box.commands.order(new Serial(ONE), List.of("INFO"), Commands.USUAL_TTL, "test", false);
            String line = box.get("/iclock/posrequest?SN=" + ONE);
            box.post(
                    "/iclock/posdevicecmd?SN=" + ONE,
                    "ID=" + line.split(":", 3)[1] + "&Return=0&CMD=INFO\nWhiteUserCount=0\n");
            box.ask(_ -> 0);

            assertThat(told(box, ONE)).hasSize(1);
            assertThat(told(box, ONE)).isEmpty();
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
    void aTerminalThatLacksNothingIsLeftAloneUntilSomethingChanges() {
        try (AssembledBox box = withTerminals()) {
            state(box, Statement.now(ItemKind.KEY, "1", Map.of("priceFen", "250")));
            told(box, ONE);
            told(box, TWO);
            long before = box.store.journal().lastSeq();

            for (int i = 0; i < 50; i++) {
                assertThat(box.provisioning.round()).isZero();
            }
            assertThat(box.store.journal().lastSeq()).isEqualTo(before);
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
            LateProjection building = new LateProjection();
            Provisioning provisioning =
                    new Provisioning(
                            () -> box.store.ledger().reader(),
                            box.store.journal()::lastSeq,
                            building,
                            box.terminals,
                            box.commands,
                            box.clock,
                            AssembledBox.SEAL);

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

    private AssembledBox withTerminals() {
        AssembledBox box = AssembledBox.in(data).segments(64).open();
        for (String serial : List.of(ONE, TWO)) {
            assertThat(box.get("/iclock/posrequest?SN=" + serial)).isEqualTo("OK");
        }
        box.ask(_ -> 0);
        return box;
    }

    private static Stated state(AssembledBox box, Statement... statements) {
        Stated stated = box.site.state(List.of(statements), "test");
        assertThat(stated).isInstanceOf(Stated.Mine.class);
        box.ask(_ -> 0);
        return stated;
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

    private static void buy(AssembledBox box, int number, int fen) {
        box.post(
                "/iclock/cpos?SN=" + ONE + "&table=BUYLOG&Stamp=1&StampId=" + number,
                "1\t100\t2018-12-20 12:00:00\t"
                        + fen
                        + "\t900\t5\t1\t1\t2018-12-20\t"
                        + number
                        + "\t2");
        box.ask(_ -> 0);
    }

    private static long open(AssembledBox box) {
        return box.ask(ledger -> ledger.commands().countOpen(ONE));
    }

    private static String standing(AssembledBox box) {
        var standing = box.ask(ledger -> ledger.site().standing(ONE, "canteen"));
        return "held %d, pending %d, refused %d, lacking %d"
                .formatted(
                        standing.held(),
                        standing.pending(),
                        standing.refused(),
                        standing.lacking());
    }

    private static List<String> told(AssembledBox box, String serial) {
        return told(box, serial, "0");
    }

    /// Lets the box tell a terminal everything, which answers each command with `code`.
    private static List<String> told(AssembledBox box, String serial, String code) {
        List<String> told = new ArrayList<>();
        box.provisioning.round();
        box.ask(_ -> 0);
        String poll = "/iclock/posrequest?SN=" + serial;
        for (String answer = box.get(poll); !answer.equals("OK"); answer = box.get(poll)) {
            answer.lines()
                    .map(line -> line.replaceFirst("C:\\d+:", "").replace('\t', '|'))
                    .forEach(told::add);
            box.post(
                    poll.replace("posrequest", "posdevicecmd"),
                    answer.replaceAll("(?m)^C:(\\d+):.*$", "ID=$1&Return=" + code + "&CMD=DATA"));
            box.ask(_ -> 0);
            box.provisioning.round();
            box.ask(_ -> 0);
        }
        return told;
    }
}
