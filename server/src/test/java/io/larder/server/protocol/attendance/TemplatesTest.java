package io.larder.server.protocol.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Fields;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Sha256;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    private static final String SHA = Sha256.hex(Bytes.utf8("ocoRgZPRN8EwJNQxQTY="));

    @Test
    @Conforms({"ATT-024", "GEN-026"})
    void aFingerKeepsItsTemplateAsItCame() {
        assertThat(Told.log("FP PIN=982\tFID=1\tValid=1\tTMP=ocoRgZPRN8EwJNQxQTY="))
                .containsExactly(
                        new Record(
                                Kind.TEMPLATE,
                                new RecordKey(
                                        "TEMPLATE",
                                        "982/1/1/0",
                                        "pin=982\ttype=1\tno=1\tindex=0\tvalid=1\tsize=20\tsha256="
                                                + SHA,
                                        RecordKey.Rule.STATE),
                                Fields.of(
                                        "pin", "982", "type", 1, "no", 1, "index", 0, "valid", 1,
                                        "size", 20, "sha256", SHA),
                                Bytes.utf8("FP PIN=982\tFID=1\tValid=1\tTMP="),
                                Told.latin1("ocoRgZPRN8EwJNQxQTY=")));
    }

    @Test
    @Conforms({"ATT-031", "ATT-032", "ATT-040", "GEN-028"})
    void everyKindOfTemplateHasItsTypeAndItsOwnKey() {
        Reading reading =
                Told.read(
                        "OpStamp=1",
                        """
                        FP PIN=2\tFID=0\tSize=4\tValid=0\tTMP=AAAA
                        FP PIN=2\tFingerID=1\tSize=4\tVALID=1\tTmp=AAAA
                        FP PIN=2 FID=2 Size=4 VAILD=3 TMP=AAAA
                        FACE PIN=2\tFID=0\tSIZE=4\tValid=1\tTMP=AAAA
                        FACE PIN=2\tFID=1\tSIZE=4\tValid=1\tTMP=AAAA
                        FACE PIN=2\tFID=2\tSIZE=4\tValid=1\tTMP=AAAA
                        FVEIN Pin=2\tFID=1\tIndex=2\tSize=4\tValid=1\tTmp=AAAA
                        BIODATA Pin=2\tNo=1\tIndex=3\tValid=1\tDuress=1\tType=9\tMajorVer=58\tMinorVer=10\tFormat=0\tTmp=AAAA
                        """);

        assertThat(Told.records(reading))
                .extracting(Told::key, record -> record.fields().get("valid"))
                .extracting(Object::toString)
                .containsExactly(
                        "(\"TEMPLATE 2/1/0/0 STATE\", 0L)",
                        "(\"TEMPLATE 2/1/1/0 STATE\", 1L)",
                        "(\"TEMPLATE 2/1/2/0 STATE\", 3L)",
                        "(\"TEMPLATE 2/2/0/0 STATE\", 1L)",
                        "(\"TEMPLATE 2/2/1/0 STATE\", 1L)",
                        "(\"TEMPLATE 2/2/2/0 STATE\", 1L)",
                        "(\"TEMPLATE 2/7/1/2 STATE\", 1L)",
                        "(\"TEMPLATE 2/9/1/3 STATE\", 1L)");
        assertThat(reading.notices()).isEmpty();
        assertThat(Told.records(Told.read("table=FINGERTMP", "PIN=2\tFID=0\tValid=0\tTMP=AAAA")))
                .extracting(Told::key)
                .containsExactly("TEMPLATE 2/1/0/0 STATE");
    }

    @Test
    @Conforms({"ATT-041", "ATT-042"})
    void biometricDataIsReadWithAndWithoutItsTag() {
        String line =
                "Pin=306\tNo=0\tIndex=2\tValid=1\tDuress=0\tType=9\tMajorVer=58\tMinorVer=10\tFormat=0\tTmp=AAAA";
        Record plain = Told.only(Told.read("table=BIODATA&Stamp=1", line));

        assertThat(plain.fields())
                .isEqualTo(
                        Fields.of(
                                "pin",
                                "306",
                                "type",
                                9,
                                "no",
                                0,
                                "index",
                                2,
                                "version",
                                "58.10",
                                "format",
                                0,
                                "valid",
                                1,
                                "duress",
                                0,
                                "size",
                                4,
                                "sha256",
                                Sha256.hex(Bytes.utf8("AAAA"))));
        Record tagged = Told.only(Told.read("table=BIODATA", "BIODATA " + line));
        assertThat(tagged.key()).isEqualTo(plain.key());
        assertThat(tagged.fields()).isEqualTo(plain.fields());
        assertThat(Told.log("BIODATA " + line)).containsExactly(tagged);
    }

    @Test
    void aWrongSizeIsNotedAndATemplateWithoutTextIsOdd() {
        Reading reading =
                Told.read(
                        "table=OPERLOG",
                        "FP PIN=2\tFID=0\tSize=9\tTMP=AAAA\tExtra=1\nFP PIN=2\tFID=0\tTMP=\n"
                                + "FP PIN=2\tFID=x\tTMP=AA\nBIODATA Pin=1\tTmp=AA");

        assertThat(((Row.Read) reading.rows().getFirst()).record().fields())
                .containsEntry("sizeSaid", 9L)
                .containsEntry("size", 4L)
                .containsEntry("more", "Extra=1");
        assertThat(((Row.Read) reading.rows().getFirst()).record().raw())
                .isEqualTo(Bytes.utf8("FP PIN=2\tFID=0\tSize=9\tTMP=\tExtra=1"));
        assertThat(reading.notices()).containsExactly("FP of 2 says a size of 9 and is another");
        assertThat(reading.rows().subList(1, 4))
                .containsExactly(
                        new Row.Odd(Bytes.utf8("FP PIN=2\tFID=0\tTMP="), "FP line: TMP is missing"),
                        new Row.Odd(
                                Bytes.utf8("FP PIN=2\tFID=x\tTMP=AA"),
                                "FP line: FID is no whole number of at most three digits"),
                        new Row.Odd(
                                Bytes.utf8("BIODATA Pin=1\tTmp=AA"),
                                "BIODATA line: TYPE is missing"));
    }

    @Test
    @Conforms({"ATT-029", "ATT-030"})
    void aPictureIsDecodedAndAWrongSizeIsFlaggedNotLost() {
        Reading reading =
                Told.read(
                        "table=OPERLOG",
                        """
                        USERPIC PIN=123\tFileName=a/123.jpg\tSize=8\tContent=/9j/4AA=
                        USERPIC PIN=123\tFileName=123.jpg\tSize=7\tContent=/9j/4AA=
                        USERPIC PIN=123\tContent=?!
                        """);

        assertThat(reading.rows().getFirst())
                .isEqualTo(
                        new Row.Read(
                                new Record(
                                        Kind.PHOTO,
                                        new RecordKey(
                                                "USERPIC",
                                                "123",
                                                "pin=123\tof=person\tfileName=123.jpg\tsize=5\tsha256="
                                                        + jpeg()
                                                        + "\tmediaType=image/jpeg",
                                                RecordKey.Rule.STATE),
                                        Fields.of(
                                                "pin",
                                                "123",
                                                "of",
                                                "person",
                                                "fileName",
                                                "123.jpg",
                                                "size",
                                                5,
                                                "sha256",
                                                jpeg(),
                                                "mediaType",
                                                "image/jpeg"),
                                        Bytes.utf8(
                                                "USERPIC PIN=123\tFileName=a/123.jpg\tSize=8\tContent="),
                                        Told.latin1("\u00ff\u00d8\u00ff\u00e0\0"))));
        assertThat(((Row.Read) reading.rows().get(1)).record().fields())
                .containsEntry("sizeSaid", 7L);
        assertThat(reading.rows().get(2))
                .isEqualTo(
                        new Row.Odd(
                                Bytes.utf8("USERPIC PIN=123\tContent=?!"),
                                "USERPIC line: Content is no base64 text"));
        assertThat(reading.notices())
                .containsExactly("USERPIC of 123 says a size of 7 and is another");
    }

    @Test
    void aComparisonPhotoHasATypeAndANumber() {
        String line = "PIN=5\tFileName=5.jpg\tType=9\tSize=8\tContent=/9j/4AA=";
        Record record = Told.only(Told.read("table=BIOPHOTO", line));

        assertThat(Told.key(record)).isEqualTo("BIOPHOTO 5/9/0 STATE");
        assertThat(record.fields()).containsEntry("of", "face").containsEntry("type", 9L);
        assertThat(Told.log("BIOPHOTO " + line).getFirst().key()).isEqualTo(record.key());
        assertThat(List.of(record.content()))
                .containsExactly(Told.latin1("\u00ff\u00d8\u00ff\u00e0\0"));
    }

    private static String jpeg() {
        return Sha256.hex(Bytes.latin1("\u00ff\u00d8\u00ff\u00e0\0"));
    }
}
