package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Items;
import io.larder.server.site.Statement;
import io.larder.storage.WalletRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the box knows of the money on cards.
class WalletTest {
    private static final String BUY =
            "/iclock/cpos?SN=0316144680030&table=BUYLOG&Stamp=1&StampId=1";
    private static final String FULL =
            "/iclock/cpos?SN=0316144680030&table=FULLLOG&Stamp=1&StampId=";
    private static final String ALLOW =
            "/iclock/cpos?SN=0316144680030&table=ALLOWLOG&Stamp=1&StampId=1";

    @TempDir private Path data;

    @Test
    @Conforms("POS-039")
    void theRowWithTheHighestCounterOfTheCardSaysWhatItHolds() {
        try (AssembledBox box = AssembledBox.in(data).open()) {
            box.post(BUY, purchase("2018-12-20 12:00:00", 100, 5, 900, 1));
            box.post(BUY, purchase("2018-12-20 12:30:00", 300, 7, 500, 3));
            box.post(BUY, purchase("2018-12-20 13:00:00", 100, 6, 800, 2));

            assertThat(wallets(box))
                    .containsExactly(
                            "100 7 {\"balanceFen\":500,\"systemId\":\"1\","
                                    + "\"time\":\"2018-12-20T12:30:00\","
                                    + "\"terminal\":\"0316144680030\"}");
        }
    }

    @Test
    void topUpsAndSubsidiesSayItTooAndTheSecondWalletAndThePersonStayKnown() {
        try (AssembledBox box = AssembledBox.in(data).open()) {
            box.post(
                    BUY,
                    "1\t100\t2018-12-20 12:00:00\t100\t900\t5\t1\t1\t2018-12-20\t1\t2\t50\t350\t77");
            box.post(FULL + 9, "1\t100\t6\t2018-12-20 12:10:00\t1000\t1900\t0\t2\t9");
            box.post(FULL + 10, "1\t100\t6\t2018-12-20 12:10:00\t100\t2000\t2\t2\t10");

            assertThat(wallets(box))
                    .containsExactly(
                            "100 6 {\"balanceFen\":2000,\"subBalanceFen\":350,"
                                    + "\"systemId\":\"1\",\"pin\":\"77\","
                                    + "\"time\":\"2018-12-20T12:10:00\","
                                    + "\"terminal\":\"0316144680030\"}");
            box.post(ALLOW, "1\t100\t7\t3\t2018-12-20 12:20:00\t500\t2500\t0\t0\t1");
            assertThat(wallets(box)).singleElement().asString().contains("\"balanceFen\":2500");
        }
    }

    @Test
    void backupTablesRepeatedRowsAndRowsWithoutACounterSayNothing() {
        try (AssembledBox box = AssembledBox.in(data).open()) {
            box.post(BUY, purchase("2018-12-20 12:00:00", 100, 5, 900, 1));
            List<String> before = wallets(box);

            box.post(
                    BUY.replace("BUYLOG", "BUYLOGBAK"),
                    purchase("2018-12-20 12:00:00", 100, 9, 1, 9));
            box.post(BUY, purchase("2018-12-20 12:00:00", 100, 5, 900, 1));
            box.post(BUY, "1\t100\t2018-12-20 12:05:00\t100\t5\t\t1\t1\t\t8\t2");

            assertThat(wallets(box)).isEqualTo(before).hasSize(1);
        }
    }

    @Test
    void aSubsidyThatATerminalPaidOutIsNotToldToTerminalsAnyMore() {
        try (AssembledBox box = AssembledBox.in(data).open()) {
            box.site.state(
                    List.of(
                            Statement.now(ItemKind.SUBSIDY, "100/3", Map.of("amountFen", "500")),
                            Statement.now(ItemKind.SUBSIDY, "100/4", Map.of("amountFen", "500"))),
                    "test");
            box.post(ALLOW, "1\t100\t7\t3\t2018-12-20 12:20:00\t500\t2500\t0\t0\t1");

            List<Boolean> told =
                    box.ask(ledger ->
                            ledger.site().items("subsidy", "", 9).stream()
                                    .map(row -> Items.read(row).isTold())
                                    .toList());
            assertThat(told).containsExactly(false, true);
        }
    }

    private static String purchase(String time, int fen, int counter, int balance, int number) {
        return "1\t100\t"
                + time
                + "\t"
                + fen
                + "\t"
                + balance
                + "\t"
                + counter
                + "\t1\t1\t"
                + "2018-12-20\t"
                + number
                + "\t2";
    }

    private static List<String> wallets(AssembledBox box) {
        return box.ask(
                ledger -> ledger.site().wallets("", 9).stream().map(WalletTest::text).toList());
    }

    private static String text(WalletRow row) {
        return row.card() + " " + row.sequence() + " " + row.body();
    }
}
