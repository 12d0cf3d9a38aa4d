package io.larder.server.protocol.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Bookmark;
import io.larder.server.protocol.Bookmark.Rule;
import io.larder.server.protocol.Fields;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttendanceTablesTest {
    private static final String TWO =
            "982\t2008-02-25 12:08:21\t1\t0\n982\t2008-02-25 18:01:09\t1\t0\n";

    @Test
    @Conforms({"ATT-013", "ATT-014"})
    void punchesOfTheOldestFormHaveNoTableAndFourColumns() {
        assertThat(read("Stamp=99999999", TWO))
                .isEqualTo(
                        new Reading(
                                Family.ATTENDANCE,
                                "ATTLOG",
                                List.of(
                                        plain("982\t2008-02-25 12:08:21\t1\t0", "12:08:21"),
                                        plain("982\t2008-02-25 18:01:09\t1\t0", "18:01:09")),
                                List.of(new Bookmark("Stamp", "99999999", Rule.LATEST)),
                                Map.of(),
                                List.of()));
    }

    private static Row plain(String raw, String time) {
        return new Row.Read(
                new Record(
                        Kind.PUNCH,
                        new RecordKey(
                                "ATTLOG",
                                "982\t2008-02-25T" + time,
                                "1\t0\t",
                                RecordKey.Rule.REVISED),
                        Fields.of(
                                "pin",
                                "982",
                                "time",
                                "2008-02-25T" + time,
                                "timeForm",
                                "text",
                                "status",
                                1,
                                "verify",
                                0),
                        Bytes.utf8(raw)));
    }

    @Test
    @Conforms({"ATT-023", "GEN-018"})
    void theTableIsFoundWithBlanksAndInAnyCase() {
        List<Row> rows = read("Stamp=99999999", TWO).rows();

        assertThat(read("table=ATTLOG&Stamp=1", TWO).rows()).isEqualTo(rows);
        assertThat(read("table= ATTLOG&Stamp=1", TWO).rows()).isEqualTo(rows);
        assertThat(read("table=%20ATTLOG&Stamp=1", TWO).rows()).isEqualTo(rows);
        assertThat(read("TABLE=attlog&Stamp=1", TWO).rows()).isEqualTo(rows);
    }

    @Test
    @Conforms("ATT-015")
    void sevenColumnsCarryAWorkCodeAndTwoReserves() {
        Reading reading = read("table=ATTLOG", "982\t2008-02-25 12:08:21\t1\t0\t7\tx\ty");

        assertThat(fields(reading))
                .containsExactly(
                        Fields.of(
                                "pin", "982",
                                "time", "2008-02-25T12:08:21",
                                "timeForm", "text",
                                "status", 1,
                                "verify", 0,
                                "workCode", "7",
                                "reserved1", "x",
                                "reserved2", "y"));
        assertThat(((Row.Read) reading.rows().getFirst()).record().key().content())
                .isEqualTo("1\t0\t7");
    }

    @Test
    @Conforms({"ATT-016", "GEN-025"})
    void emptyColumnsLeaveTheirFieldsOut() {
        assertThat(fields(read("table=ATTLOG", "2\t2022-07-12 16:00:20\t1\t15\t\t0\t0\t\t\t43\n")))
                .containsExactly(
                        Fields.of(
                                "pin", "2",
                                "time", "2022-07-12T16:00:20",
                                "timeForm", "text",
                                "status", 1,
                                "verify", 15,
                                "reserved1", "0",
                                "reserved2", "0",
                                "convertedTemperature", 43.0));
    }

    @Test
    @Conforms("ATT-017")
    void twelveColumnsCarryAnOffsetAndAnExtension() {
        String line = "2\t2022-07-12 16:00:20\t1\t15\t\t0\t0\t1\t36.4\t97.5\t+28800\teyJ9";
        Reading reading = read("table=ATTLOG", line);

        assertThat(fields(reading))
                .containsExactly(
                        Fields.of(
                                "pin",
                                "2",
                                "time",
                                "2022-07-12T16:00:20",
                                "timeForm",
                                "text",
                                "status",
                                1,
                                "verify",
                                15,
                                "reserved1",
                                "0",
                                "reserved2",
                                "0",
                                "mask",
                                1,
                                "temperature",
                                36.4,
                                "convertedTemperature",
                                97.5,
                                "timeOffset",
                                28_800,
                                "extendData",
                                "eyJ9"));
        assertThat(((Row.Read) reading.rows().getFirst()).record().raw())
                .isEqualTo(Bytes.utf8(line));
    }

    @Test
    void anIdentityCardMayStandWhereTheMaskShouldBe() {
        assertThat(
                        fields(
                                read(
                                        "table=ATTLOG",
                                        "2\t2022-07-12 16:00:20\t1\t15\t\t0\t0\t11010519491231002X\tid")))
                .containsExactly(
                        Fields.of(
                                "pin", "2",
                                "time", "2022-07-12T16:00:20",
                                "timeForm", "text",
                                "status", 1,
                                "verify", 15,
                                "reserved1", "0",
                                "reserved2", "0",
                                "idNumber", "11010519491231002X",
                                "idType", "id"));
    }

    @Test
    void aRowOfKeysAndValuesIsTheSamePunch() {
        List<Row> plain = read("table=ATTLOG", "7\t2020-06-08 11:34:18\t1\t15\tW").rows();
        Record named =
                ((Row.Read)
                                read(
                                                "table=ATTLOG",
                                                "ATTLOG verify=15\tPIN=7\tTIME=2020-06-08 11:34:18"
                                                        + "\tSTATUS=1\tWorkCode=W\tNew=1")
                                        .rows()
                                        .getFirst())
                        .record();

        assertThat(named.key()).isEqualTo(((Row.Read) plain.getFirst()).record().key());
        assertThat(named.fields()).containsEntry("more", "New=1");
        assertThat(fields(read("table=ATTLOG", "PIN=7\tTIME=2020-06-08 11:34:18\tIDNum=1\tType=2")))
                .containsExactly(
                        Fields.of(
                                "pin", "7",
                                "time", "2020-06-08T11:34:18",
                                "timeForm", "text",
                                "status", 0,
                                "verify", 0,
                                "idNumber", "1",
                                "idType", "2"));
    }

    @Test
    @Conforms("ATT-018")
    void aRowWithBlanksForTabsIsRecovered() {
        assertThat(read("Stamp=1", "982 2008-02-25 12:08:21 1 0").rows())
                .containsExactly(plain("982 2008-02-25 12:08:21 1 0", "12:08:21"));
    }

    @Test
    @Conforms("ATT-020")
    void strangersAndMissingCodesAreRead() {
        assertThat(
                        fields(
                                read(
                                        "table=ATTLOG",
                                        """
                                        \t2020-06-08 11:34:17\t255\t15
                                        7\t2020-06-08 11:34:18
                                        7\t2020-06-08 11:34:19\t\t\t
                                        """)))
                .containsExactly(
                        Fields.of(
                                "time",
                                "2020-06-08T11:34:17",
                                "timeForm",
                                "text",
                                "status",
                                255,
                                "verify",
                                15),
                        Fields.of(
                                "pin", "7",
                                "time", "2020-06-08T11:34:18",
                                "timeForm", "text",
                                "status", 0,
                                "verify", 0),
                        Fields.of(
                                "pin", "7",
                                "time", "2020-06-08T11:34:19",
                                "timeForm", "text",
                                "status", 0,
                                "verify", 0));
    }

    @Test
    void aRowThatSaysNothingIsOddWithItsReason() {
        assertThat(read("table=ATTLOG", "982\n7\tnoon\t1\n7\t2020-06-08 11:34:18\tin").rows())
                .containsExactly(
                        new Row.Odd(
                                Bytes.utf8("982"), "ATTLOG row has 1 columns, expected at least 2"),
                        new Row.Odd(
                                Bytes.utf8("7\tnoon\t1"),
                                "ATTLOG column TIME is 'noon', expected a time"),
                        new Row.Odd(
                                Bytes.utf8("7\t2020-06-08 11:34:18\tin"),
                                "ATTLOG column STATUS is 'in', expected a whole number"));
    }

    @Test
    void everySpellingOfAStampMovesItsOwnBookmark() {
        assertThat(moves("table=ATTLOG&Stamp=9999")).containsExactly(latest("ATTLOGStamp", "9999"));
        assertThat(moves("table=OPERLOG&Stamp=None"))
                .containsExactly(latest("OPERLOGStamp", "None"));
        assertThat(moves("table=IDCARD&Stamp=5")).containsExactly(latest("IDCARDStamp", "5"));
        assertThat(moves("OpStamp=7")).containsExactly(latest("OpStamp", "7"));
        assertThat(moves("PhotoStamp=285528079"))
                .containsExactly(latest("PhotoStamp", "285528079"));
        assertThat(moves("FPImage=/tmp/a.bmp&PIN=1")).isEmpty();
        assertThat(moves("table=options")).isEmpty();
    }

    @Test
    @Conforms("ATT-011")
    void aStampOfZeroMovesNothing() {
        assertThat(moves("table=ATTLOG&Stamp=0")).isEmpty();
        assertThat(moves("Stamp=0")).isEmpty();
        assertThat(moves("OpStamp=")).isEmpty();
        assertThat(moves("table=ATTLOG&Stamp=1%0D%0AEncrypt=1")).isEmpty();
        assertThat(moves("table=X%0AY&Stamp=1")).isEmpty();
    }

    @Test
    void whatIsNotReadYetIsKeptWhole() {
        Reading reading = read("table=WORKCODE", "WORKCODE PIN=1\n");

        assertThat(reading.table()).isEqualTo("WORKCODE");
        assertThat(fields(reading))
                .containsExactly(
                        Fields.of(
                                "table",
                                "WORKCODE",
                                "reason",
                                "kept raw: table WORKCODE is not read yet"));
        assertThat(read("FPImage=/tmp/a.bmp&PIN=1", "BM").table()).isEqualTo("FPIMAGE");
        assertThat(read("PhotoStamp=7", "PIN=1").table()).isEqualTo("ATTPHOTO");
        assertThat(read("x=y", "PIN=1\nSN=2\nCMD=realupload\0..").table()).isEqualTo("ATTPHOTO");
        assertThat(read("table=options", "a=b").table()).isEqualTo("OPTIONS");
        assertThat(fields(read("x=y", "?")))
                .containsExactly(
                        Fields.of(
                                "table",
                                "",
                                "reason",
                                "kept raw: no table is named",
                                "parameters",
                                "x=y"));
    }

    private static Bookmark latest(String name, String value) {
        return new Bookmark(name, value, Rule.LATEST);
    }

    private static List<Bookmark> moves(String query) {
        return read(query, "7\t2020-06-08 11:34:18").bookmarks();
    }

    private static Reading read(String query, String body) {
        return AttendanceTables.read(
                Wire.Request.of(
                        "POST", "/iclock/cdata?SN=123456&" + query, Bytes.utf8(body), "peer"),
                Map.of());
    }

    private static List<Map<String, Object>> fields(Reading reading) {
        return reading.rows().stream().map(row -> ((Row.Read) row).record().fields()).toList();
    }
}
