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
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PhotosTest {
    private static final Bytes JPEG =
            Bytes.latin1("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0\u0001\n\u00ff\u00d9");
    private static final String SHA = Sha256.hex(JPEG);
    private static final String HEADER =
            "PIN=20081119172119-4.jpg\nSN=123456\nsize=15\nCMD=uploadphoto";

    @Test
    @Conforms({"ATT-045", "ATT-048", "ATT-049"})
    void thePictureBehindAHeaderIsKeptByteForByte() {
        assertThat(
                        Told.only(
                                photo(
                                        "/iclock/fdata",
                                        "PhotoStamp=1&PIN=20081119172119-4.jpg",
                                        HEADER + "\0")))
                .isEqualTo(
                        new Record(
                                Kind.PHOTO,
                                new RecordKey(
                                        "ATTPHOTO",
                                        "20081119172119-4",
                                        SHA,
                                        RecordKey.Rule.REVISED),
                                Fields.of(
                                        "pin", "4",
                                        "time", "2008-11-19T17:21:19",
                                        "timeForm", "text",
                                        "passed", true,
                                        "of", "punch",
                                        "size", 15,
                                        "sha256", SHA,
                                        "mediaType", "image/jpeg",
                                        "mode", "uploadphoto"),
                                Bytes.latin1(HEADER + "\0"),
                                Optional.of(JPEG)));
    }

    @Test
    @Conforms({"ATT-046", "ATT-049"})
    void aFailedVerificationHasNoPerson() {
        Record record =
                Told.only(
                        photo(
                                "/iclock/cdata",
                                "table=ATTPHOTO&Stamp=1",
                                "PIN=20081119172119.jpg\nSN=1\nsize=15\nCMD=realupload\0"));

        assertThat(record.fields())
                .isEqualTo(
                        Fields.of(
                                "time", "2008-11-19T17:21:19",
                                "timeForm", "text",
                                "passed", false,
                                "of", "punch",
                                "size", 15,
                                "sha256", SHA,
                                "mediaType", "image/jpeg",
                                "mode", "realupload"));
        assertThat(Told.key(record)).isEqualTo("ATTPHOTO 20081119172119 REVISED");
    }

    @Test
    @Conforms({"ATT-047", "ATT-050"})
    void aRawPhotoIsNamedByTheQuery() {
        Record record =
                Told.only(
                        photo(
                                "/iclock/fdata",
                                "table=ATTPHOTO&PIN=20210113080000-4.jpg&CHECKSUM=1234",
                                ""));

        assertThat(record.content()).contains(JPEG);
        assertThat(record.raw()).isEqualTo(Bytes.EMPTY);
        assertThat(record.fields())
                .containsEntry("pin", "4")
                .containsEntry("time", "2021-01-13T08:00:00")
                .containsEntry("checksum", "1234");
        assertThat(Told.key(record)).isEqualTo("ATTPHOTO 20210113080000-4 REVISED");
        assertThat(Told.key(Told.only(photo("/iclock/fdata", "table=ATTPHOTO&PIN=4", ""))))
                .isEqualTo("ATTPHOTO 4/" + SHA + " REVISED");
    }

    @Test
    void aPhotoAsTextIsDecoded() {
        String text = Base64.getEncoder().encodeToString(JPEG.toArray());
        for (String end : new String[] {"\0", "\n", "\r\n"}) {
            Record record =
                    Told.only(
                            Told.read(
                                    "/iclock/cdata",
                                    "table=ATTPHOTO",
                                    Bytes.latin1(HEADER + end + text)));
            assertThat(record.content()).contains(JPEG);
            assertThat(record.fields()).doesNotContainKey("sizeSaid");
        }
        assertThat(
                        Told.only(
                                        Told.read(
                                                "/iclock/fdata",
                                                "PIN=20210113080000",
                                                Bytes.latin1(text)))
                                .content())
                .contains(JPEG);
    }

    @Test
    void aWrongSizeIsNotedAndABodyWithoutAPictureIsOdd() {
        Reading reading =
                photo("/iclock/cdata", "table=ATTPHOTO", HEADER.replace("=15", "=99") + "\0");

        assertThat(Told.only(reading).fields()).containsEntry("sizeSaid", 99L);
        assertThat(reading.notices())
                .containsExactly("ATTPHOTO of 4 says a size of 99 and is another");
        for (String body : new String[] {HEADER, HEADER + "\0", "PIN=1", "what"}) {
            assertThat(Told.read("table=ATTPHOTO", body).rows())
                    .containsExactly(new Row.Odd(Bytes.utf8(body), "ATTPHOTO holds no picture"));
        }
        assertThat(Told.read("table=ATTPHOTO", "").rows()).isEmpty();
    }

    @Test
    @Conforms("ATT-043")
    void theThreeImagesOfAnEnrolmentAreAllKept() {
        Bytes image = Bytes.latin1("BM\u001a\0\0\0");
        Record first = finger("/tmp/enroll_fp_1.bmp", image);

        assertThat(first)
                .isEqualTo(
                        new Record(
                                Kind.PHOTO,
                                new RecordKey(
                                        "FPIMAGE",
                                        "982/0/enroll_fp_1.bmp/" + Sha256.hex(image),
                                        Sha256.hex(image),
                                        RecordKey.Rule.REVISED),
                                Fields.of(
                                        "pin", "982",
                                        "of", "finger",
                                        "no", 0,
                                        "fileName", "enroll_fp_1.bmp",
                                        "size", 6,
                                        "sha256", Sha256.hex(image),
                                        "mediaType", "image/bmp"),
                                Bytes.EMPTY,
                                Optional.of(image)));
        assertThat(finger("/tmp/enroll_fp_2.bmp", image).key()).isNotEqualTo(first.key());
        assertThat(finger("/tmp/enroll_fp_1.bmp", Bytes.latin1("BM?")).key())
                .isNotEqualTo(first.key());
    }

    private static Record finger(String path, Bytes image) {
        return Told.only(Told.read("/iclock/cdata", "FPImage=" + path + "&PIN=982&FID=0", image));
    }

    private static Reading photo(String path, String query, String header) {
        return Told.read(path, query, Bytes.latin1(header + JPEG.asLatin1()));
    }
}
