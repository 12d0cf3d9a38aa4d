package io.larder.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.simulate.TerminalMemory.Standing;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObedienceTest {
    private static final Serial SERIAL = new Serial("5158181900001");
    private static final Charset CHINESE = Charset.forName("GB18030");

    private final TerminalMemory memory = new TerminalMemory();
    private final SmallReach box = new SmallReach();

    @Test
    void aRowIsAddedChangedAndRemovedByItsKey() throws Exception {
        assertThat(code("UPDATE PRESSKEY KeyID=1\tPrice=350")).isZero();
        assertThat(code("UPDATE PRESSKEY KeyID=2\tPrice=400")).isZero();
        assertThat(code("UPDATE PRESSKEY KeyID=1\tPrice=360")).isZero();
        assertThat(memory.rows(HeldTable.PRESSKEY))
                .containsExactly(
                        Map.of("KeyID", "1", "Price", "360"), Map.of("KeyID", "2", "Price", "400"));

        assertThat(code("DELETE PRESSKEY KeyID=1")).isZero();
        assertThat(code("DELETE PRESSKEY KeyID=1")).as("again").isZero();
        assertThat(memory.rows(HeldTable.PRESSKEY))
                .containsExactly(Map.of("KeyID", "2", "Price", "400"));
    }

    @Test
    void everyTableTakesItsDocumentedFields() throws Exception {
        List<String> updates =
                List.of(
                        "USERINFO SysID=7\tUserID=7\tPIN=7\tCardNo=0000000007\tName=Ann\tPassword=1"
                                + "\tSegNo=1\tUserType=0\tPrivage=0",
                        "PRESSKEY KeyID=1\tPrice=350",
                        "STOREINFO StoreNo=1\tName=Tea\tBc=690\tPrice=200\tagio=100",
                        "MEALTYPE Mlid=1\tName=Lunch\tStart=1100\tEnd=1330",
                        "TIMESEG SegID=1\tTsID=1\tStart=0000\tEnd=2359",
                        "FIXED TsID=1\tStart=1100\tEnd=1330\tPrice=900",
                        "CARDTYPE SortID=1\tName=Staff\trebate=100\tTimemaxmoney=1\tDaymaxmoney=1"
                                + "\tMealmaxmoney=1\tDaymaxtimes=1\tMealmaxtimes=1\tLowlimit=0"
                                + "\tMaxlimit=9\tMealType=7\tEnable=1\tlimit=0\tBatchNo=0\tUseFinger=0",
                        "SUBSIDYLOG SysID=7\tCardNo=0000000007\tBatch=1\tMoney=3000\tallowDate=7088"
                                + "\tenddate=7100");
        for (String update : updates) {
            assertThat(code("UPDATE " + update)).as(update).isZero();
        }
        for (HeldTable table : HeldTable.values()) {
            assertThat(memory.count(table)).as(table.name()).isEqualTo(1);
        }
    }

    @Test
    void namesAreReadInTheLanguageOfTheTerminal() throws Exception {
        String name = "\u738b\u5c0f\u660e";
        String chinese = new String(name.getBytes(CHINESE), StandardCharsets.ISO_8859_1);
        String english =
                new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(code("UPDATE USERINFO SysID=1\tName=" + chinese)).isZero();
        assertThat(code(Dialect.of(5), "UPDATE USERINFO SysID=2\tName=" + english)).isZero();

        assertThat(memory.rows(HeldTable.USERINFO))
                .containsExactly(
                        Map.of("SysID", "1", "Name", name), Map.of("SysID", "2", "Name", name));
        assertThat(code(Dialect.of(5), "UPDATE USERINFO SysID=3\tName=" + chinese)).isEqualTo(-1);
    }

    @Test
    void whatIsWrongIsRefusedWithTheDocumentedCodeAndChangesNothing() throws Exception {
        assertThat(code("UPDATE PRESSKEY Price=350")).as("no key").isEqualTo(-1);
        assertThat(code("UPDATE PRESSKEY KeyID=1\tPrice=cheap")).isEqualTo(-1);
        assertThat(code("UPDATE PRESSKEY KeyID=1\tColour=red")).isEqualTo(-1);
        assertThat(code("UPDATE PRESSKEY KeyID")).isEqualTo(-1);
        assertThat(code("DELETE PRESSKEY Price=350")).isEqualTo(-1);
        assertThat(code("UPDATE NOTHING A=1")).isEqualTo(-1002);
        assertThat(code("DATA UPDATE PRESSKEY KeyID=1")).isEqualTo(-1002);
        assertThat(code("UPDATE MEALTYPE Mlid=1\tName=" + "x".repeat(129))).isEqualTo(-1006);
        assertThat(code("CLEAR FULLLOG")).isEqualTo(-1);
        assertThat(code("CLEAR ONRESPOSLOG DATE=20250199")).isEqualTo(-1);
        assertThat(code("CHECK EVERYTHING")).isEqualTo(-1);
        assertThat(code("SET OPTION VOLUME")).isEqualTo(-1);
        assertThat(code("SYNC POSLOG START=9 END=1")).isEqualTo(-1);
        assertThat(code("GetFile /nowhere")).isEqualTo(-3);
        assertThat(code("SHELL")).isEqualTo(-1);
        for (HeldTable table : HeldTable.values()) {
            assertThat(memory.count(table)).as(table.name()).isZero();
        }
    }

    @Test
    void aFullTableTakesChangesButNoNewRow() throws Exception {
        memory.withLimit(HeldTable.PRESSKEY, 1);

        assertThat(code("UPDATE PRESSKEY KeyID=1\tPrice=1")).isZero();
        assertThat(code("UPDATE PRESSKEY KeyID=2\tPrice=2")).isEqualTo(-1001);
        assertThat(code("UPDATE PRESSKEY KeyID=1\tPrice=3")).isZero();
        assertThat(memory.rows(HeldTable.PRESSKEY))
                .containsExactly(Map.of("KeyID", "1", "Price", "3"));
    }

    @Test
    void onlyATerminalWithTwoWalletsTakesTheirFields() throws Exception {
        String update =
                "UPDATE SUBSIDYLOG SysID=1\tCardNo=1\tBatch=1\tMoney=1\tStartDate=1\tClearFlag=0\tEndFlag=0";

        assertThat(code(update)).isEqualTo(-1004);
        Obedience dual = new Obedience(SERIAL, Dialect.PLAIN, true, memory, mishaps(Trouble.NONE));
        assertThat(dual.obey(new Order("1", update), box)).isEqualTo(line(0, "UPDATE"));
    }

    @Test
    void aBlackCardIsNotServedAndAnUnknownOneIsUnknown() throws Exception {
        code("UPDATE USERINFO SysID=7\tCardNo=0000000007\tUserType=0");
        assertThat(memory.standing("0000000007")).isEqualTo(Standing.WHITE);

        code("UPDATE USERINFO SysID=7\tUserType=1");
        assertThat(memory.standing("0000000007")).isEqualTo(Standing.BLACK);
        assertThat(memory.standing("8")).isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void theRowsOfAQueryGoUpBeforeItsReply() throws Exception {
        code("UPDATE TIMESEG SegID=1\tTsID=1\tStart=0000\tEnd=1200");
        code("UPDATE TIMESEG SegID=1\tTsID=2\tStart=1200\tEnd=2359");
        code("UPDATE TIMESEG SegID=2\tTsID=1\tStart=0000\tEnd=2359");

        assertThat(code("QUERY TIMESEG SegID=1")).isZero();

        String target = "/iclock/cpos?SN=5158181900001&table=TIMESEG&Stamp=0\n";
        assertThat(box.done)
                .containsExactly(
                        target
                                + "SegID=1\tTsID=1\tStart=0000\tEnd=1200\n"
                                + "SegID=1\tTsID=2\tStart=1200\tEnd=2359\n");
    }

    @Test
    void aQueryOrDeleteWithoutAConditionTakesTheWholeTable() throws Exception {
        for (String verb : List.of("DELETE", "QUERY")) {
            code("UPDATE FIXED TsID=1\tPrice=1");
            assertThat(code(verb + " FIXED")).isZero();
            assertThat(memory.count(HeldTable.FIXED)).as(verb).isZero();
        }
    }

    @Test
    void eachClearForgetsWhatItNames() throws Exception {
        records();
        assertThat(code("CLEAR ONRESPOSLOG DATE=20250107")).isZero();
        assertThat(counts()).containsExactly(2, 3, 3);
        assertThat(code("CLEAR POSLOG")).isZero();
        assertThat(counts()).containsExactly(0, 3, 3);
        assertThat(code("CLEAR FULLVALUE")).isZero();
        assertThat(counts()).containsExactly(0, 0, 3);
        assertThat(code("CLEAR SIDYLOG")).isZero();
        assertThat(counts()).containsExactly(0, 0, 0);

        records();
        code("UPDATE FIXED TsID=1\tPrice=1");
        code("SET OPTION VOLUME=3");
        assertThat(code("CLEAR DATA")).isZero();
        assertThat(counts()).containsExactly(0, 0, 0);
        assertThat(memory.count(HeldTable.FIXED)).isZero();
        assertThat(memory.options()).containsExactly(Map.entry("VOLUME", "3"));
    }

    @Test
    void severalOptionsAreSetTogether() throws Exception {
        assertThat(obey("SET OPTION IPAddress=10.0.0.7\tVOLUME=3"))
                .isEqualTo(line(0, "SET OPTION"));
        assertThat(memory.options()).isEqualTo(Map.of("IPAddress", "10.0.0.7", "VOLUME", "3"));
    }

    @Test
    void infoCountsWhatIsHeld() throws Exception {
        records();
        code("UPDATE USERINFO SysID=1\tUserType=0");
        code("UPDATE USERINFO SysID=2\tUserType=1");
        code("UPDATE USERINFO SysID=3");

        Reply.Facts facts = (Reply.Facts) obey("INFO");

        assertThat(facts.facts().toString())
                .isEqualTo(
                        "{BlackUserCount=1, WhiteUserCount=2, FPCount=0, FlashSize=131072,"
                                + " FreeFlashSize=131069, PUSHVersion=4.0.1, PosLog=3, FullLog=3,"
                                + " AllowLog=3}");
    }

    @Test
    void checkOfOptionsInitialisesAgainAndTheOthersHaveNothingNew() throws Exception {
        for (String what : List.of("OPTION", "POSLOG", "FULLLOG", "ALLOWLOG", "ALL")) {
            assertThat(obey("CHECK " + what)).isEqualTo(line(0, "CHECK"));
        }
        assertThat(box.done).containsExactly("initialise", "initialise");
    }

    @Test
    void syncSendsTheRowsWithTheseNumbersAgainAndCountsThem() throws Exception {
        records();

        assertThat(code("SYNC FULLLOG START=2 END=50")).isEqualTo(2);
        assertThat(code("SYNC ALLOWLOG START=8 END=9")).isZero();

        assertThat(box.done)
                .containsExactly(
                        "/iclock/cpos?SN=5158181900001&table=FULLLOG&Stamp=2025-01-08T12:00:00"
                                + "&StampId=3\nrow 2 of FULLLOG\nrow 3 of FULLLOG\n");
    }

    @Test
    void collSendsTheRowsOfATimeAndACard() throws Exception {
        records();
        String from = "COLL POSLOG START=2025-01-06 00:00:00 END=2025-01-07 12:00:00 CARDNO=";

        assertThat(code(from + "0")).isZero();
        assertThat(code(from + "2")).isZero();

        String target =
                "/iclock/cpos?SN=5158181900001&table=BUYLOG&Stamp=2025-01-07T12:00:00&StampId=2\n";
        assertThat(box.done)
                .containsExactly(
                        target + "row 1 of BUYLOG\nrow 2 of BUYLOG\n",
                        target + "row 2 of BUYLOG\n");
    }

    @Test
    void theOldestRecordsAreForgottenWhenThereAreTooMany() {
        for (int i = 1; i <= RecordMemory.MOST + 1; i++) {
            LocalDateTime time = LocalDateTime.of(2025, 1, 6, 12, 0);
            memory.records().keep(RecordTable.BUYLOG, new Kept(i, time, "1", Bytes.EMPTY));
        }
        List<Kept> kept = memory.records().find(RecordTable.BUYLOG, _ -> true);

        assertThat(kept).hasSize(RecordMemory.MOST);
        assertThat(kept.getFirst().recNo()).isEqualTo(2);
    }

    @Test
    void aFileIsFetchedFromBelowIclockAndCanBeReadBack() throws Exception {
        box.files.put("/iclock/file/a/x.dat", new Heard(200, "\0\n&=\u00ff"));

        assertThat(code("PutFile file/a/x.dat /mnt/x.dat")).isEqualTo(5);

        assertThat(obey("GetFile /mnt/x.dat"))
                .isEqualTo(
                        new Reply.Content(
                                "1", 5, "GetFile", "/mnt/x.dat", Bytes.latin1("\0\n&=\u00ff")));
    }

    @Test
    void aFileThatCannotBeFetchedOrHasNoPlaceIsRefused() throws Exception {
        box.files.put("/iclock/file/b", new Heard(404, "no"));

        assertThat(code("PutFile file/a /mnt/a")).isEqualTo(-1008);
        assertThat(code("PutFile file/b /mnt/b")).isEqualTo(-1008);
        assertThat(code("PutFile file/c")).isEqualTo(-1);
        assertThat(code("PutFile http://h:1/iclock/file/d\t/mnt/d")).isEqualTo(-1008);
        assertThat(code("PutFile file/fw/main.tgz")).isEqualTo(-1008);
        assertThat(box.done)
                .containsExactly(
                        "fetch /iclock/file/a",
                        "fetch /iclock/file/b",
                        "fetch /iclock/file/d",
                        "fetch /iclock/file/fw/main.tgz");
        assertThat(memory.files()).containsOnlyKeys(TerminalMemory.FACTORY_FILE);
    }

    @Test
    void aBusyTerminalRefusesAndDoesNothing() throws Exception {
        Mishaps busy = mishaps(Trouble.NONE.withBusy(1));
        Obedience obedience = new Obedience(SERIAL, Dialect.PLAIN, false, memory, busy);

        assertThat(obedience.obey(new Order("1", "UPDATE FIXED TsID=1\tPrice=1"), box))
                .isEqualTo(line(-1005, "UPDATE"));
        assertThat(memory.count(HeldTable.FIXED)).isZero();
    }

    @Test
    void aRebootIsNotAnswered() throws Exception {
        assertThat(obey("REBOOT")).isEqualTo(new Reply.Silence("1"));
    }

    private void records() {
        for (RecordTable table : RecordTable.values()) {
            for (int i = 1; i <= 3; i++) {
                LocalDateTime time = LocalDateTime.of(2025, 1, 5 + i, 12, 0);
                Bytes row = Bytes.utf8("row " + i + " of " + table);
                memory.records().keep(table, new Kept(i, time, "000000000" + i, row));
            }
        }
    }

    private List<Integer> counts() {
        return Arrays.stream(RecordTable.values()).map(memory.records()::count).toList();
    }

    private long code(String text) throws InterruptedException {
        return obey(text).code();
    }

    private long code(Dialect dialect, String text) throws InterruptedException {
        return obey(dialect, text).code();
    }

    private Reply obey(String text) throws InterruptedException {
        return obey(Dialect.PLAIN, text);
    }

    private Reply obey(Dialect dialect, String text) throws InterruptedException {
        return new Obedience(SERIAL, dialect, false, memory, mishaps(Trouble.NONE))
                .obey(new Order("1", text), box);
    }

    private static Reply line(long code, String command) {
        return new Reply.Line("1", code, command);
    }

    private static Mishaps mishaps(Trouble trouble) {
        return new Mishaps(Habits.HONEST.withTrouble(trouble), 1);
    }
}
