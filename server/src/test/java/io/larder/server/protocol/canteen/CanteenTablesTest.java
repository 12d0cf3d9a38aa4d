package io.larder.server.protocol.canteen;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Fields;
import io.larder.server.protocol.Query;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import io.larder.server.record.RecordKey.Rule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanteenTablesTest {
    private static final String TEXT_TIME =
            "1\t100023\t2018-12-20 17:20:13\t1250\t8750\t42\t2\t2\t2018-12-20\t37\t1";
    private static final String PACKED_TIME = "1\t100024\t605441818\t300\t700\t8\t2\t0\t0\t38\t1";

    @Test
    @Conforms({"POS-026", "POS-031", "POS-032", "TIME-009"})
    void purchasesOfOneWalletHaveElevenColumns() {
        Reading reading = read("table=BUYLOG", TEXT_TIME + "\n" + PACKED_TIME);

        assertThat(reading)
                .isEqualTo(
                        new Reading(
                                Family.CANTEEN,
                                "BUYLOG",
                                List.of(first("BUYLOG"), second()),
                                reading.bookmarks(),
                                Map.of(),
                                List.of()));
    }

    private static Row first(String table) {
        return new Row.Read(
                new Record(
                        Kind.PURCHASE,
                        new RecordKey(
                                table,
                                "37",
                                "1\t100023\t2018-12-20T17:20:13\t1250\t8750\t42\t2\t2\t2018-12-20\t37\t1\t\t\t",
                                Rule.NUMBERED),
                        Fields.of(
                                "systemId",
                                "1",
                                "card",
                                "100023",
                                "time",
                                "2018-12-20T17:20:13",
                                "timeForm",
                                "text",
                                "amountFen",
                                1250,
                                "balanceFen",
                                8750,
                                "cardSequence",
                                42,
                                "state",
                                2,
                                "meal",
                                2,
                                "mealDate",
                                "2018-12-20",
                                "recNo",
                                37,
                                "operator",
                                "1"),
                        Bytes.utf8(TEXT_TIME)));
    }

    private static Row second() {
        return new Row.Read(
                new Record(
                        Kind.PURCHASE,
                        new RecordKey(
                                "BUYLOG",
                                "38",
                                "1\t100024\t2018-11-02T10:16:58\t300\t700\t8\t2\t0\t\t38\t1\t\t\t",
                                Rule.NUMBERED),
                        Fields.of(
                                "systemId", "1",
                                "card", "100024",
                                "time", "2018-11-02T10:16:58",
                                "timeForm", "packed",
                                "amountFen", 300,
                                "balanceFen", 700,
                                "cardSequence", 8,
                                "state", 2,
                                "meal", 0,
                                "recNo", 38,
                                "operator", "1"),
                        Bytes.utf8(PACKED_TIME)));
    }

    @Test
    @Conforms({"POS-027", "POS-028"})
    void purchasesOfTwoWalletsHaveUpToFourteenColumns() {
        String whole =
                "1\t100023\t2018-12-20 17:21:00\t500\t8250\t43\t2\t2\t2018-12-20\t39\t1\t200\t1800\t1001";
        Reading reading = read("table=BUYLOG", whole + "\n" + whole.replace("\t1001", ""));

        assertThat(fields(reading, "subAmountFen")).containsExactly(200L, 200L);
        assertThat(fields(reading, "subBalanceFen")).containsExactly(1800L, 1800L);
        assertThat(fields(reading, "pin")).containsExactly("1001", "absent");
        assertThat(reading.learned()).isEqualTo(Map.of("wallet", "dual"));
    }

    @Test
    void bitOneOfIsConsumeFunTypeMeansTwoWallets() {
        assertThat(CanteenTables.wallet(Query.of("IsConsumeFunType=3"))).isEqualTo("dual");
        assertThat(CanteenTables.wallet(Query.of("isconsumefuntype=127"))).isEqualTo("dual");
        assertThat(CanteenTables.wallet(Query.of("IsConsumeFunType=1"))).isEqualTo("single");
        assertThat(CanteenTables.wallet(Query.of("IsConsumeFunType=x"))).isEqualTo("single");
        assertThat(CanteenTables.wallet(Query.of(""))).isEqualTo("single");
    }

    @Test
    void amountsGluedToTheOperatorAreOdd() {
        String glued =
                "1\t100023\t2018-12-20 17:21:00\t500\t8250\t43\t2\t2\t2018-12-20\t39\t120018001001";
        Row odd =
                new Row.Odd(
                        Bytes.utf8(glued),
                        "BUYLOG column OPID is '120018001001', expected an operator of at most 10"
                                + " characters: a second wallet's columns seem to be glued to it");

        assertThat(read("table=BUYLOG", glued).rows()).containsExactly(odd);
        assertThat(read("table=BUYLOG", glued, Map.of("wallet", "dual")).rows())
                .containsExactly(odd);
        assertThat(fields(read("table=BUYLOG", glued, Map.of("wallet", "single")), "operator"))
                .containsExactly("120018001001");
    }

    @Test
    @Conforms({"POS-029", "POS-030"})
    void aMealDateIsReadInEveryFormSeenAndKeptAsTextOtherwise() {
        List<String> written =
                List.of(
                        "2018-12-20&",
                        "20181220",
                        "181220",
                        "7088",
                        "2018-1-2",
                        "0",
                        "",
                        "0&",
                        "lunch",
                        "2018-13-01");
        String body =
                String.join(
                        "\n",
                        written.stream()
                                .map(day -> TEXT_TIME.replace("\t2018-12-20\t", "\t" + day + "\t"))
                                .toList());

        assertThat(fields(read("table=BUYLOG", body), "mealDate"))
                .containsExactly(
                        "2018-12-20",
                        "2018-12-20",
                        "2018-12-20",
                        "2018-12-20",
                        "2018-01-02",
                        "absent",
                        "absent",
                        "absent",
                        "lunch",
                        "2018-13-01");
    }

    @Test
    @Conforms({"POS-033", "POS-034"})
    void leadingZerosOfCardsStayAndPaddingOfNumbersGoes() {
        Reading reading =
                read(
                        "table=BUYLOG",
                        "1\t0000100023\t2018-12-20 17:20:13\t  1250\t8750 \t42\t2\t2\t0\t 0037\t1");

        assertThat(fields(reading, "card")).containsExactly("0000100023");
        assertThat(fields(reading, "amountFen")).containsExactly(1250L);
        assertThat(fields(reading, "recNo")).containsExactly(37L);
        assertThat(keys(reading)).containsExactly("37");
    }

    @Test
    @Conforms({"POS-037", "POS-038"})
    void statesNobodyListedAndAmountsOfNothingAreRead() {
        String count = TEXT_TIME.replace("\t1250\t8750\t42\t2\t", "\t0\t8750\t42\t4\t");
        String strange = TEXT_TIME.replace("\t42\t2\t", "\t42\t77\t");
        Reading reading = read("table=BUYLOG", count + "\n" + strange);

        assertThat(fields(reading, "state")).containsExactly(4L, 77L);
        assertThat(fields(reading, "amountFen")).containsExactly(0L, 1250L);
    }

    @Test
    void aBadRowIsOddWithItsReasonAndTheOthersAreRead() {
        String money = TEXT_TIME.replace("\t1250\t", "\t12.50\t");
        String time = TEXT_TIME.replace("2018-12-20 17:20:13", "soon");
        String number = TEXT_TIME.replace("\t37\t", "\t\t");

        assertThat(
                        read(
                                        "table=BUYLOG",
                                        String.join(
                                                "\n",
                                                TEXT_TIME,
                                                "1\t2\t3\t4\t5",
                                                money,
                                                time,
                                                number,
                                                PACKED_TIME))
                                .rows())
                .containsExactly(
                        first("BUYLOG"),
                        new Row.Odd(
                                Bytes.utf8("1\t2\t3\t4\t5"),
                                "BUYLOG row has 5 columns, expected at least 11"),
                        new Row.Odd(
                                Bytes.utf8(money),
                                "BUYLOG column PosMoney is '12.50', expected a whole number of fen"),
                        new Row.Odd(
                                Bytes.utf8(time),
                                "BUYLOG column PosTime is 'soon', expected a time"),
                        new Row.Odd(
                                Bytes.utf8(number),
                                "BUYLOG column RecNo is empty, expected a record number"),
                        second());
    }

    @Test
    void theTimeDecoderOfTheTerminalIsObeyed() {
        Reading reading = read("table=BUYLOG", PACKED_TIME, Map.of("time.decoder", "unix-local"));

        assertThat(fields(reading, "time")).containsExactly("1989-03-09T10:16:58");
        assertThat(fields(reading, "timeForm")).containsExactly("unix");
    }

    @Test
    void backupTablesAreMarkedAndKeptApart() {
        Reading reading = read("table=buylogbak", TEXT_TIME);

        assertThat(reading.table()).isEqualTo("BUYLOGBAK");
        assertThat(fields(reading, "backup")).containsExactly(true);
        assertThat(((Row.Read) reading.rows().getFirst()).record().key().table())
                .isEqualTo("BUYLOGBAK");
        assertThat(fields(read("table=ALLOWLOGBAK", subsidy()), "backup")).containsExactly(true);
        assertThat(fields(read("table=FULLLOGBAK&StampId=12", topUp("3", "12")), "backup"))
                .containsExactly(true);
    }

    @Test
    @Conforms("POS-040")
    void goodsOfAPurchaseAreKeyedByItsNumberAndTheirLine() {
        assertThat(read("table=storedetail", "37\t6901028\t250\t1\n37\t6901029\t1000\t2\n").rows())
                .containsExactly(
                        item("37\t6901028\t250\t1", "6901028", 250, 1),
                        item("37\t6901029\t1000\t2", "6901029", 1000, 2));
    }

    private static Row item(String raw, String itemNo, int price, int line) {
        return new Row.Read(
                new Record(
                        Kind.PURCHASE_ITEM,
                        new RecordKey("STOREDETAIL", "37/" + line, raw, Rule.NUMBERED),
                        Fields.of(
                                "recNo",
                                37,
                                "itemNo",
                                itemNo,
                                "priceFen",
                                price,
                                "line",
                                line,
                                "by",
                                "goods"),
                        Bytes.utf8(raw)));
    }

    @Test
    @Conforms({"POS-041", "POS-043", "POS-044"})
    void detailsAreReadWithAndWithoutStampsAndMoveNoBookmark() {
        Reading without = read("table=keydetail", "38\t3\t300\t1\n");
        Reading with =
                read("table=keydetail&Stamp=2018-12-20T17:20:13&StampId=38", "38\t3\t300\t1\n");

        assertThat(fields(without, "by")).containsExactly("key");
        assertThat(with).isEqualTo(without);
        assertThat(with.bookmarks()).isEmpty();
    }

    @Test
    @Conforms("POS-051")
    void subsidiesHaveTenColumns() {
        assertThat(read("table=ALLOWLOG", subsidy() + "\n").rows())
                .containsExactly(
                        new Row.Read(
                                new Record(
                                        Kind.SUBSIDY,
                                        new RecordKey(
                                                "ALLOWLOG",
                                                "5",
                                                subsidy().replace(" ", "T"),
                                                Rule.NUMBERED),
                                        Fields.of(
                                                "systemId", "1",
                                                "card", "100023",
                                                "cardSequence", 47,
                                                "batch", 201812,
                                                "time", "2018-12-20T08:00:00",
                                                "timeForm", "text",
                                                "amountFen", 20000,
                                                "balanceFen", 47750,
                                                "state", 0,
                                                "baseBatch", 201811,
                                                "recNo", 5),
                                        Bytes.utf8(subsidy()))));
    }

    @Test
    @Conforms("POS-046")
    void aStampIdInTheLastColumnProvesThatTheNumberIsLast() {
        Reading reading = read("table=FULLLOG&StampId=12", topUp("3", "12") + "\n");

        assertThat(reading.rows())
                .containsExactly(
                        new Row.Read(
                                new Record(
                                        Kind.TOPUP,
                                        new RecordKey(
                                                "FULLLOG",
                                                "12",
                                                topUp("3", "12").replace(" ", "T"),
                                                Rule.NUMBERED),
                                        Fields.of(
                                                "systemId",
                                                "1",
                                                "card",
                                                "100023",
                                                "cardSequence",
                                                45,
                                                "time",
                                                "2018-12-20T12:00:00",
                                                "timeForm",
                                                "text",
                                                "amountFen",
                                                10000,
                                                "balanceFen",
                                                17750,
                                                "type",
                                                0,
                                                "operator",
                                                "3",
                                                "recNo",
                                                12),
                                        Bytes.utf8(topUp("3", "12")))));
        assertThat(reading.learned()).isEqualTo(Map.of("fulllog.layout", "opid-recno"));
    }

    @Test
    @Conforms("POS-047")
    void aStampIdInTheEighthColumnProvesThatTheNumberIsFirst() {
        Reading reading = read("table=FULLLOG&StampId=13", topUp("13", "3"));

        assertThat(fields(reading, "recNo")).containsExactly(13L);
        assertThat(fields(reading, "operator")).containsExactly("3");
        assertThat(reading.learned()).isEqualTo(Map.of("fulllog.layout", "recno-opid"));
    }

    @Test
    @Conforms("POS-048")
    void anAmbiguousBatchIsReadAsTheTerminalWroteBefore() {
        Map<String, String> learned = Map.of("fulllog.layout", "recno-opid");

        assertThat(fields(read("table=FULLLOG&StampId=3", topUp("3", "3"), learned), "recNo"))
                .containsExactly(3L);
        assertThat(fields(read("table=FULLLOG", topUp("13", "4"), learned), "recNo"))
                .containsExactly(13L);
        assertThat(read("table=FULLLOG", topUp("13", "4"), learned).learned()).isEmpty();
    }

    @Test
    void proofAgainstTheLearnedLayoutWinsAndIsNoticed() {
        Reading reading =
                read(
                        "table=FULLLOG&StampId=4",
                        topUp("13", "4"),
                        Map.of("fulllog.layout", "recno-opid"));

        assertThat(fields(reading, "recNo")).containsExactly(4L);
        assertThat(reading.learned()).isEqualTo(Map.of("fulllog.layout", "opid-recno"));
        assertThat(reading.notices())
                .containsExactly(
                        "FULLLOG columns are opid-recno, expected recno-opid as in earlier uploads:"
                                + " operators of those may be record numbers");
    }

    @Test
    void withoutProofTheCountingColumnIsTheNumberElseTheLastOne() {
        String counting = topUp("13", "3") + "\n" + topUp("14", "3");

        assertThat(fields(read("table=FULLLOG", counting), "recNo")).containsExactly(13L, 14L);
        assertThat(fields(read("table=FULLLOG", topUp("13", "3")), "recNo")).containsExactly(3L);
    }

    @Test
    @Conforms("POS-050")
    void aBonusMaySharePlaceAndCounterWithItsTopUp() {
        Reading reading =
                read(
                        "table=FULLLOG&StampId=14",
                        topUp("3", "13") + "\n" + topUp("3", "14").replace("\t0\t3\t", "\t2\t3\t"));

        assertThat(keys(reading)).containsExactly("13", "14");
        assertThat(fields(reading, "cardSequence")).containsExactly(45L, 45L);
        assertThat(fields(reading, "type")).containsExactly(0L, 2L);
    }

    @Test
    @Conforms("POS-088")
    void tablesNobodyKnowsAreKeptWhole() {
        Reading reading = read("table=ZhiWeiLog&StampId=7", "1\t2\n3\n");

        assertThat(reading)
                .isEqualTo(
                        new Reading(
                                Family.CANTEEN,
                                "ZHIWEILOG",
                                List.of(
                                        new Row.Read(
                                                new Record(
                                                        Kind.UNKNOWN,
                                                        new RecordKey(
                                                                "ZHIWEILOG",
                                                                "39f85924b1f99f1d7482fe0d5ddcdb59"
                                                                        + "0380b7a337f063eea7221c9d339caa6a",
                                                                "",
                                                                Rule.REVISED),
                                                        Fields.of(
                                                                "table",
                                                                "ZHIWEILOG",
                                                                "reason",
                                                                "kept raw: table ZHIWEILOG is not"
                                                                        + " read yet"),
                                                        Bytes.utf8("1\t2\n3\n")))),
                                List.of(),
                                Map.of(),
                                List.of()));
        assertThat(fields(read("table=timedetail", "1\t2\t3\t4\t5"), "reason"))
                .containsExactly("kept raw: table TIMEDETAIL is not read yet");
        assertThat(fields(read("", "x"), "reason")).containsExactly("kept raw: no table is named");
        assertThat(read("table=ZHIWEILOG", "").rows()).isEmpty();
    }

    private static String subsidy() {
        return "1\t100023\t47\t201812\t2018-12-20 08:00:00\t20000\t47750\t0\t201811\t5";
    }

    private static String topUp(String seventh, String eighth) {
        return "1\t100023\t45\t2018-12-20 12:00:00\t10000\t17750\t0\t" + seventh + "\t" + eighth;
    }

    private static Reading read(String query, String body) {
        return read(query, body, Map.of());
    }

    private static Reading read(String query, String body, Map<String, String> learned) {
        return CanteenTables.read(
                Wire.Request.of(
                        "POST", "/iclock/cpos?SN=5158181900025&" + query, Bytes.utf8(body), "peer"),
                learned);
    }

    private static List<Object> fields(Reading reading, String name) {
        return reading.rows().stream()
                .map(row -> ((Row.Read) row).record().fields().getOrDefault(name, "absent"))
                .toList();
    }

    private static List<String> keys(Reading reading) {
        return reading.rows().stream().map(row -> ((Row.Read) row).record().key().key()).toList();
    }
}
