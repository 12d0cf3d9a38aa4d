package io.larder.server.protocol.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.AlarmReasons;
import io.larder.server.protocol.Fields;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationsTest {
    @Test
    @Conforms({"ATT-026", "ATT-024"})
    void anOperationHasItsObjectsByPosition() {
        String line = "OPLOG 6\t0\t2008-08-28 14:07:37\t982\t1\t1024\t0";
        assertThat(Told.log(line))
                .containsExactly(
                        new Record(
                                Kind.OPERATION,
                                new RecordKey(
                                        "OPLOG",
                                        "6\t0\t2008-08-28T14:07:37\t982\t1\t1024\t0",
                                        "",
                                        RecordKey.Rule.REVISED),
                                Fields.of(
                                        "code", 6,
                                        "admin", "0",
                                        "time", "2008-08-28T14:07:37",
                                        "timeForm", "text",
                                        "object1", "982",
                                        "object2", "1",
                                        "object3", "1024",
                                        "object4", "0"),
                                Bytes.utf8(line)));
    }

    @Test
    @Conforms("ATT-028")
    void aBareRowIsTheSameOperation() {
        Record tagged = Told.log("OPLOG 4\t0\t2021-01-13 08:00:00\t0\t0\t0\t0").getFirst();

        assertThat(Told.log("4\t0\t2021-01-13 08:00:00\t0\t0\t0\t0").getFirst().key())
                .isEqualTo(tagged.key());
        assertThat(Told.log("OPLOG 4 0 2021-01-13 08:00:00 0 0 0 0").getFirst().fields())
                .isEqualTo(tagged.fields());
        assertThat(Told.read("table=OPERLOG", "4\tnoon").rows())
                .containsExactly(
                        new Row.Odd(
                                Bytes.utf8("4\tnoon"),
                                "OPLOG row has 2 columns, expected at least 3"));
    }

    @Test
    @Conforms("ATT-027")
    void theReasonOfAnAlarmIsFoundInEitherObject() {
        assertThat(
                        Told.log(
                                """
                                OPLOG 3\t0\t2020-06-09 09:32:51\t58\t0\t0\t0
                                OPLOG 3\t0\t2020-06-09 09:32:51\t0\t58\t0\t0
                                OPLOG 3\t0\t2020-06-09 09:32:51\t0\tdoor sensor break\t0\t0
                                OPLOG 5\t0\t2020-06-09 09:32:51\t58\t0\t0\t0
                                OPLOG 3\t0\t2020-06-09 09:32:51\t65535
                                """))
                .extracting(record -> record.fields().get("alarm"))
                .containsExactly(58L, 58L, null, null, 65_535L);
        assertThat(AlarmReasons.meaning(58)).contains("Try Invalid Verification");
        assertThat(AlarmReasons.meaning(1)).isEmpty();
    }

    @Test
    void anErrorOfTheTerminalIsARecord() {
        assertThat(Told.log("ERRORLOG ErrCode=D01E0001\tErrMsg=\tDataOrigin=cmd\tCmdId=123\tx=1"))
                .extracting(Record::kind, Record::fields)
                .containsExactly(
                        tuple(
                                Kind.TERMINAL_ERROR,
                                Fields.of(
                                        "code",
                                        "D01E0001",
                                        "origin",
                                        "cmd",
                                        "commandId",
                                        "123",
                                        "more",
                                        "x=1")));
        assertThat(Told.read("table=ERRORLOG", "?").rows())
                .containsExactly(new Row.Odd(Bytes.utf8("?"), "ERRORLOG line: nothing is said"));
    }

    @Test
    void anIdentityCardKeepsItsPictureAsContent() {
        Record record =
                Told.only(
                        Told.read(
                                "table=IDCARD",
                                "IDCARD PIN=1\tSNNum=77\tIDNum=11010519491231002X\tName=A B\tPhoto=AAAA\tDNNum="));

        assertThat(record.fields())
                .containsEntry("number", "11010519491231002X")
                .containsEntry("serial", "77")
                .containsEntry("size", 4L)
                .containsEntry("more", "DNNum=");
        assertThat(Told.key(record)).isEqualTo("IDCARD 11010519491231002X/77/1 STATE");
        assertThat(record.content()).isEqualTo(Told.latin1("AAAA"));
        assertThat(record.raw().asLatin1()).endsWith("Photo=\tDNNum=");
    }

    @Test
    @Conforms("ATT-066")
    void whatATerminalTellsOfItselfIsKeptByKeyAndSecretsAreNot() {
        Reading reading =
                Told.read(
                        "table=options",
                        "~DeviceName=BioFace A1,FPCount=3,~OEMVendor=ZKTeco Co., Ltd.,FWVersion=Ver 1,"
                                + "CommKey=12,34,X=\nMultiBioDataSupport=0:1,ServerPwd=9");

        assertThat(reading.said())
                .isEqualTo(
                        Map.of(
                                "~devicename",
                                "BioFace A1",
                                "fpcount",
                                "3",
                                "~oemvendor",
                                "ZKTeco Co., Ltd.",
                                "fwversion",
                                "Ver 1",
                                "x",
                                "",
                                "multibiodatasupport",
                                "0:1"));
        Record record = Told.only(reading);
        assertThat(record.fields())
                .isEqualTo(
                        Fields.of(
                                "model",
                                "BioFace A1",
                                "firmware",
                                "Ver 1",
                                "counts",
                                "FPCount=3",
                                "options",
                                "~DeviceName=BioFace A1&~OEMVendor=ZKTeco Co., Ltd.&FWVersion=Ver 1"
                                        + "&X=&MultiBioDataSupport=0:1"));
        assertThat(record.raw())
                .isEqualTo(
                        Bytes.utf8(
                                "~DeviceName=BioFace A1,FPCount=3,~OEMVendor=ZKTeco Co., Ltd.,FWVersion=Ver"
                                        + " 1,CommKey=***,X=\nMultiBioDataSupport=0:1,ServerPwd=***"));
        assertThat(Told.key(record)).isEqualTo("OPTIONS state STATE");
    }
}
