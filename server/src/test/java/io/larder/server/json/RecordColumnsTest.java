package io.larder.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.exchange.Meaning;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
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
            Map.of(
                    "BUYLOG",
                    "1\tC\t" + TIME + "\t500\t7750\t44\t2\t2\t2018-12-20\t40\t1\t200\t1800\t1001",
                    "BUYLOGBAK",
                    "1\tC\t" + TIME + "\t500\t7750\t44\t2\t2\t2018-12-20\t40\t1\t200\t1800\t1001",
                    "FULLLOG",
                    "1\tC\t45\t" + TIME + "\t10000\t17750\t0\t3\t12",
                    "FULLLOGBAK",
                    "1\tC\t45\t" + TIME + "\t10000\t17750\t0\t3\t12",
                    "ALLOWLOG",
                    "1\tC\t47\t201812\t" + TIME + "\t20000\t47750\t0\t201811\t5",
                    "ALLOWLOGBAK",
                    "1\tC\t47\t201812\t" + TIME + "\t20000\t47750\t0\t201811\t5",
                    "STOREDETAIL",
                    "37\t6901028\t250\t1",
                    "KEYDETAIL",
                    "38\t3\t300\t1",
                    "ATTLOG",
                    "1\t" + TIME + "\t0\t1\tW\ta\tb\t1\t36.5\t36.6",
                    "NEWS&says=this",
                    "whatever");

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
        boolean attendance = table.equals("ATTLOG");
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
