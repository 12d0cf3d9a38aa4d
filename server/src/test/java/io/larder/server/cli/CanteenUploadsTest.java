package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What canteen terminals upload, from the socket to the ledger.
class CanteenUploadsTest {
    private static final String CANTEEN = "5158181900025";
    private static final String POS = "/iclock/cpos?SN=" + CANTEEN;

    @TempDir private Path data;

    @Test
    @Conforms({"POS-026", "POS-027", "POS-029", "POS-031", "POS-032", "POS-055", "POS-059"})
    void theDocumentedUploadsBecomeRecordsAndWhatIsSentAgainIsCounted() {
        try (RunningBox box = RunningBox.in(data)) {
            for (Fixture.Example example : Fixture.examples()) {
                if (example.id().matches("POS-X(04|05|06|07|08|09|10|11|12)|GEN-X01")) {
                    assertThat(box.terminal().send(example.request()).toString())
                            .as(example.id())
                            .isEqualTo("200 OK");
                }
            }

            assertThat(box.records().stream().map(RunningBox.Kept::brief))
                    .containsExactlyElementsOf(
                            """
                            BUYLOG 37 new again 2 {"systemId":"1","card":"100023","time":"2018-12-20T17:20:13","timeForm":"text","amountFen":1250,"balanceFen":8750,"cardSequence":42,"state":2,"meal":2,"mealDate":"2018-12-20","recNo":37,"operator":"1","recNoEpoch":0}
                            BUYLOG 38 new again 1 {"systemId":"1","card":"100024","time":"2018-11-02T10:16:58","timeForm":"packed","amountFen":300,"balanceFen":700,"cardSequence":8,"state":2,"meal":0,"recNo":38,"operator":"1","recNoEpoch":0}
                            BUYLOG 39 new {"systemId":"1","card":"100023","time":"2018-12-20T17:21:00","timeForm":"text","amountFen":500,"balanceFen":8250,"cardSequence":43,"state":2,"meal":2,"mealDate":"2018-12-20","recNo":39,"operator":"1","subAmountFen":200,"subBalanceFen":1800,"pin":"1001","recNoEpoch":0}
                            BUYLOG 40 new {"systemId":"1","card":"100023","time":"2018-12-20T17:22:00","timeForm":"text","amountFen":500,"balanceFen":7750,"cardSequence":44,"state":2,"meal":2,"mealDate":"2018-12-20","recNo":40,"operator":"1","recNoEpoch":0}
                            STOREDETAIL 37/1 new {"recNo":37,"itemNo":"6901028","priceFen":250,"line":1,"by":"goods"}
                            STOREDETAIL 37/2 new {"recNo":37,"itemNo":"6901029","priceFen":1000,"line":2,"by":"goods"}
                            KEYDETAIL 38/1 new {"recNo":38,"itemNo":"3","priceFen":300,"line":1,"by":"key"}
                            FULLLOG 12 new {"systemId":"1","card":"100023","cardSequence":45,"time":"2018-12-20T12:00:00","timeForm":"text","amountFen":10000,"balanceFen":17750,"type":0,"operator":"3","recNo":12,"recNoEpoch":0}
                            FULLLOG 13 new {"systemId":"1","card":"100023","cardSequence":46,"time":"2018-12-20T12:05:00","timeForm":"text","amountFen":10000,"balanceFen":27750,"type":0,"recNo":13,"operator":"3","recNoEpoch":0}
                            ALLOWLOG 5 new {"systemId":"1","card":"100023","cardSequence":47,"batch":201812,"time":"2018-12-20T08:00:00","timeForm":"text","amountFen":20000,"balanceFen":47750,"state":0,"baseBatch":201811,"recNo":5,"recNoEpoch":0}
                            """
                                    .lines()
                                    .toList());
            assertThat(box.quarantine()).isEmpty();
            assertThat(box.facts(CANTEEN, "notice"))
                    .isEqualTo(
                            Map.of(
                                    "",
                                    "BUYLOG StampId is 41, expected the largest RecNo of its rows,"
                                            + " 37"));
        }
    }

    @Test
    @Conforms({"POS-011", "POS-045", "POS-088", "GEN-043", "GEN-018"})
    void backupRowsAreRecordsOfTheirOwnAndUnknownTablesAreKeptRaw() {
        String row = "1\tC\t2018-12-20 17:22:00\t500\t7750\t44\t2\t2\t0\t40\t1";
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().post(POS + "&table=%20buylog", row);
            box.terminal().post(POS + "&table=BUYLOGBAK&StampId=40", row);
            box.terminal().post(POS + "&table=timedetail", "1\t2\n");
            box.terminal().post(POS + "&table=ZHIWEILOG&Stamp=S&StampId=7", "w\0\n\u00ff");
            box.terminal().post(POS + "&table=ZHIWEILOG&Stamp=T&StampId=8", "w\0\n\u00ff");
            box.terminal().post(POS + "&table=ZHIWEILOG&CHECKSUM=9", "w\0\n\u00ff");

            assertThat(box.brief(Kind.PURCHASE))
                    .containsExactly(
                            "BUYLOG 40 new " + purchase("}"),
                            "BUYLOGBAK 40 new " + purchase(",\"backup\":true}"));
            assertThat(box.records(Kind.UNKNOWN))
                    .extracting(
                            RunningBox.Kept::table,
                            RunningBox.Kept::verdict,
                            RunningBox.Kept::repeats,
                            RunningBox.Kept::fields,
                            kept -> kept.raw().asLatin1())
                    .containsExactly(
                            unknown("TIMEDETAIL", "new", 0, "", "1\t2\n"),
                            unknown("ZHIWEILOG", "new", 1, "", "w\0\n\u00ff"),
                            unknown(
                                    "ZHIWEILOG",
                                    "revision",
                                    0,
                                    ",\"parameters\":\"CHECKSUM=9\"",
                                    "w\0\n\u00ff"));
        }
    }

    private static String purchase(String end) {
        return "{\"systemId\":\"1\",\"card\":\"C\",\"time\":\"2018-12-20T17:22:00\","
                + "\"timeForm\":\"text\",\"amountFen\":500,\"balanceFen\":7750,"
                + "\"cardSequence\":44,\"state\":2,\"meal\":2,\"recNo\":40,\"operator\":\"1\""
                + end.replace("}", ",\"recNoEpoch\":0}");
    }

    private static org.assertj.core.groups.Tuple unknown(
            String table, String verdict, long repeats, String more, String raw) {
        String reason = "kept raw: table " + table + " is not read yet";
        return org.assertj.core.groups.Tuple.tuple(
                table,
                verdict,
                repeats,
                "{\"table\":\"" + table + "\",\"reason\":\"" + reason + "\"" + more + "}",
                raw);
    }

    @Test
    @Conforms({"POS-035", "POS-036"})
    void badRowsGoToQuarantineWithBytesAndReasonAndTheGoodOnesOfTheBatchAreKept() {
        String good = "1\tC\t2018-12-20 17:22:00\t500\t7750\t44\t2\t2\t0\t41\t1";
        String few = "1\tC\t2018-12-20 17:22:00";
        String wrong = good.replace("\t500\t", "\t5.00\t").replace("41", "40");
        String body = few + "\n" + wrong + "\r\n\n" + good;
        try (RunningBox box = RunningBox.in(data)) {
            for (int time = 0; time < 3; time++) {
                assertThat(box.terminal().post(POS + "&table=BUYLOG&StampId=41", body).toString())
                        .isEqualTo("200 OK");
            }

            assertThat(box.records())
                    .extracting(RunningBox.Kept::key, RunningBox.Kept::repeats)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("41", 2L));
            assertThat(box.quarantine())
                    .containsExactly(
                            new RunningBox.Odd(
                                    CANTEEN,
                                    "canteen",
                                    "BUYLOG",
                                    "BUYLOG row has 3 columns, expected at least 11",
                                    Bytes.utf8(few),
                                    2),
                            new RunningBox.Odd(
                                    CANTEEN,
                                    "canteen",
                                    "BUYLOG",
                                    "BUYLOG column PosMoney is '5.00', expected a whole number of"
                                            + " fen",
                                    Bytes.utf8(wrong),
                                    2));
            assertThat(box.facts(CANTEEN, "bookmark.")).isEqualTo(Map.of("PosLogStampId", "41"));
        }
    }

    @Test
    @Conforms("POS-042")
    void detailRowsMayComeBeforeTheirPurchase() {
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().send(Fixture.example("POS-X10").request());
            box.terminal().send(Fixture.example("POS-X04").request());

            assertThat(box.records())
                    .extracting(RunningBox.Kept::table, RunningBox.Kept::key)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("BUYLOG", "37"),
                            org.assertj.core.groups.Tuple.tuple("BUYLOG", "38"),
                            org.assertj.core.groups.Tuple.tuple("STOREDETAIL", "37/1"),
                            org.assertj.core.groups.Tuple.tuple("STOREDETAIL", "37/2"));
        }
    }

    @Test
    @Conforms({"GEN-031", "GEN-032"})
    void namesAreReadInTheEncodingTheyAreWrittenInLineByLine() {
        String row = "1\tC\t2018-12-20 17:22:00\t500\t7750\t44\t2\t2\t0\tN\t李四";
        Bytes utf8 = Bytes.utf8(row.replace("N", "1"));
        Bytes gb18030 = Bytes.of(row.replace("N", "2").getBytes(Charset.forName("GB18030")));
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal()
                    .post(
                            POS + "&table=BUYLOG",
                            Bytes.latin1(utf8.asLatin1() + "\n" + gb18030.asLatin1()));

            assertThat(box.fields(Kind.PURCHASE))
                    .hasSize(2)
                    .allMatch(fields -> fields.contains("\"operator\":\"李四\""));
            assertThat(box.records(Kind.PURCHASE))
                    .extracting(RunningBox.Kept::raw)
                    .containsExactly(utf8, gb18030);
        }
    }

    @Test
    @Conforms({"POS-060", "POS-078", "POS-082", "POS-083", "POS-084"})
    void pollsAndRepliesAreAnsweredWithTheTwoBytesOk() {
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().get(POS + "&options=all");
            for (String id : List.of("POS-X13", "POS-X18", "CMD-X01")) {
                RawTerminal.Answer answer = box.terminal().send(Fixture.example(id).request());
                assertThat(answer.toString()).as(id).isEqualTo("200 OK");
                assertThat(answer.headers())
                        .containsEntry("content-length", "2")
                        .containsKey("date");
            }
            box.terminal().post("/iclock/devicecmd?SN=" + CANTEEN, "ID=1&Return=0&CMD=DATA");
            box.terminal().post(POS, "ID=2&Return=0&CMD=DATA");

            assertThat(box.records())
                    .allMatch(kept -> kept.table().equals("DEVICECMD"))
                    .extracting(RunningBox.Kept::terminal)
                    .containsExactly(
                            "0316144680030",
                            "0316144680030",
                            "0316144680030",
                            "0316144680030",
                            "0316144680030",
                            CANTEEN,
                            CANTEEN,
                            CANTEEN);
        }
    }
}
