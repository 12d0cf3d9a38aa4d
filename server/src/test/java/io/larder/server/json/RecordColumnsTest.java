package io.larder.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.exchange.Meaning;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.attendance.AttendanceTables;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.Upload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RecordColumnsTest {
    private static final String TIME = "2018-12-20 17:20:13";

    /// A full line of every table that is read.
    private static final Map<String, String> LINES =
            Map.ofEntries(
                    Map.entry(
                            "BUYLOG",
                            "1\tC\t"
                                    + TIME
                                    + "\t500\t7750\t44\t2\t2\t2018-12-20\t40\t1\t200\t1800\t1001"),
                    Map.entry(
                            "BUYLOGBAK",
                            "1\tC\t"
                                    + TIME
                                    + "\t500\t7750\t44\t2\t2\t2018-12-20\t40\t1\t200\t1800\t1001"),
                    Map.entry("FULLLOG", "1\tC\t45\t" + TIME + "\t10000\t17750\t0\t3\t12"),
                    Map.entry("FULLLOGBAK", "1\tC\t45\t" + TIME + "\t10000\t17750\t0\t3\t12"),
                    Map.entry(
                            "ALLOWLOG",
                            "1\tC\t47\t201812\t" + TIME + "\t20000\t47750\t0\t201811\t5"),
                    Map.entry(
                            "ALLOWLOGBAK",
                            "1\tC\t47\t201812\t" + TIME + "\t20000\t47750\t0\t201811\t5"),
                    Map.entry("STOREDETAIL", "37\t6901028\t250\t1"),
                    Map.entry("KEYDETAIL", "38\t3\t300\t1"),
                    Map.entry("ATTLOG", "1\t" + TIME + "\t0\t1\tW\ta\tb\t1\t36.5\t36.6\t1\tx"),
                    Map.entry("NEWS&says=this", "whatever"),
                    Map.entry(
                            "USERINFO",
                            "PIN=1\tName=a\tPri=0\tCard=[01]\tGrp=1\tTZ=\tVerify=1\tViceCard=1\tStartDatetime=1"
                                    + "\tEndDatetime=1\tPasswd=1\tx=1"),
                    Map.entry(
                            "BIODATA",
                            "PIN=1\tNo=1\tIndex=1\tValid=1\tDuress=1\tType=1\tMajorVer=1\tFormat=1\tSize=9\tTmp=AA"
                                    + "\tx=1"),
                    Map.entry("BIOPHOTO", "PIN=1\tType=1\tFileName=a\tSize=1\tContent=AAAA\tx=1"),
                    Map.entry("OPERLOG", "3\t0\t" + TIME + "\t58\t1\t2\t3"),
                    Map.entry(
                            "IDCARD",
                            "PIN=1\tSNNum=1\tIDNum=1\tName=1\tGender=1\tNation=1\tBirthday=1\tValidInfo=1"
                                    + "\tAddress=1\tIssuer=1\tPhoto=AA\tx=1"),
                    Map.entry(
                            "ERRORLOG",
                            "ErrCode=1\tErrMsg=1\tDataOrigin=1\tCmdId=1\tAdditional=1\tx=1"),
                    Map.entry("OPTIONS", "~DeviceName=1,FWVersion=1"),
                    Map.entry("ATTPHOTO", "PIN=20200101080000-1\nsize=9\nCMD=realupload\0BMx"));

    @Test
    void everyFieldThatDecodersProduceHasAColumn() {
        Set<Kind> seen = new TreeSet<>();
        LINES.forEach((table, line) -> {
            Record record = read(table, line);
            seen.add(record.kind());
            assertThat(RecordColumns.of(record.kind()))
                    .as(table)
                    .containsAll(record.fields().keySet());
        });
        assertThat(seen)
                .containsExactly(
                        Kind.PURCHASE,
                        Kind.PURCHASE_ITEM,
                        Kind.TOPUP,
                        Kind.SUBSIDY,
                        Kind.PUNCH,
                        Kind.OPERATION,
                        Kind.PERSON,
                        Kind.TEMPLATE,
                        Kind.PHOTO,
                        Kind.TERMINAL_STATE,
                        Kind.IDENTITY_CARD,
                        Kind.TERMINAL_ERROR,
                        Kind.UNKNOWN);
    }

    @Test
    void everyKindBeginsWithTheCommonColumnsAndEndsWithTheBytes() {
        for (Kind kind : Kind.values()) {
            List<String> columns = RecordColumns.of(kind);
            assertThat(columns)
                    .doesNotHaveDuplicates()
                    .startsWith("kind", "box", "epoch", "seq", "row", "terminal", "family")
                    .endsWith("raw", "rawBase64");
        }
        assertThat(RecordColumns.of(Kind.GAP).subList(12, 15))
                .containsExactly("firstSeq", "lastSeq", "cause");
    }

    @Test
    void aCellIsQuotedOnlyWhereItMustBe() {
        RecordCsv csv = new RecordCsv(Kind.GAP);
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("kind", "gap");
        record.put("seq", 3L);
        record.put("cause", "a \"damaged\", or\r\nmissing block");
        record.put("raw", "ü b");
        record.put("firstSeq", List.of(1L, "x"));

        assertThat(csv.header())
                .isEqualTo(
                        "kind,box,epoch,seq,row,terminal,family,receivedAt,clockTrusted,verdict,"
                                + "key,contentDigest,firstSeq,lastSeq,cause,raw,rawBase64\r\n");
        assertThat(csv.line(record))
                .isEqualTo(
                        "gap,,,3,,,,,,,,,\"[1,\"\"x\"\"]\",,\"a \"\"damaged\"\", or\r\nmissing"
                                + " block\",ü b,\r\n");
    }

    private static Record read(String table, String line) {
        boolean attendance = AttendanceTables.has(table);
        String target =
                (attendance ? "/iclock/cdata" : "/iclock/cpos")
                        + "?SN=5158181900025&table="
                        + table;
        Reading reading =
                Meaning.read(
                        new Upload("POST", target, "", Bytes.utf8(line)),
                        attendance ? Family.ATTENDANCE : Family.CANTEEN,
                        Map.of());
        assertThat(reading.rows()).as(table).hasSize(1);
        return ((Row.Read) reading.rows().getFirst()).record();
    }
}
