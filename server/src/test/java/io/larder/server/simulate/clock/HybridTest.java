package io.larder.server.simulate.clock;

import static io.larder.server.simulate.clock.Desk.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/// The wire form and the obedience of terminals of today.
class HybridTest {
    private static final Model MODEL = Model.hybrid(10, 58, 12);
    private static final Person LI = Person.of("5", "Li").withCard("123456789");
    private static final String TABLE = "/iclock/cdata?SN=CKJF201960001&table=";

    @Test
    void itPushesItsOptionsAndIntroducesItselfWithThirteenFields() {
        assertThat(new Desk(MODEL).talk())
                .containsExactly(
                        Desk.get(
                                "/iclock/cdata?SN=CKJF201960001&options=all&language=69&pushver=2.4.1&DeviceType=att&PushOptionsFlag=1"),
                        Desk.post(
                                TABLE + "options",
                                "~DeviceName=SpeedFace-V5L,FWVersion=ZAM170-NF-Ver1.1.27,PushVersion=Ver 2.0.33S-20220623,"
                                        + "UserCount=0,~MaxUserCount=1000,TransactionCount=0,PhotoFunOn=1,"
                                        + "MultiBioDataSupport=0:1:0:0:0:0:0:0:1:1:0,MultiBioPhotoSupport=0:0:0:0:0:0:0:0:0:1:0,"
                                        + "MultiBioVersion=0:10:0:0:0:0:0:0:12:58:0,MultiBioDataCount=0:0:0:0:0:0:0:0:0:0:0"),
                        Desk.get(
                                "/iclock/getrequest?SN=CKJF201960001&INFO=ZAM170-NF-Ver1.1.27,0,0,0,192.168.1.201,10,58,1,0,11111,0,0,0"));
    }

    @Test
    void everyKindOfChangeHasItsTableAndPhotosAreNothingButThePicture() {
        Desk desk = Desk.ready(MODEL);
        desk.clock.enrol(LI, NOON);
        desk.clock.enrolFace("5", NOON);
        desk.clock.punch("5", Means.FACE, 255, NOON);
        String tmp = desk.clock.templates().values().iterator().next().tmp();
        String face = desk.clock.comparisons().values().iterator().next();
        Photo photo = desk.clock.photos().getFirst();
        CRC32 checksum = new CRC32();
        checksum.update(photo.jpeg().toArray());

        assertThat(desk.talk())
                .containsExactly(
                        Desk.post(
                                TABLE + "USERINFO&Stamp=9999",
                                "PIN=5\tName=Li\tPri=0\tPasswd=\tCard=123456789\tGrp=1\tTZ=\n"),
                        Desk.post(
                                TABLE + "OPERLOG&Stamp=9999",
                                "OPLOG 30\t0\t2026-03-02 12:00:00\t5\t0\t0\t0\n"),
                        Desk.post(
                                TABLE + "BIODATA&Stamp=9999",
                                "BIODATA Pin=5\tNo=0\tIndex=0\tValid=1\tDuress=0\tType=9\tMajorVer=58\tMinorVer=0\tFormat=0\tTmp="
                                        + tmp
                                        + "\n"),
                        Desk.post(
                                TABLE + "OPERLOG&Stamp=9999",
                                "BIOPHOTO PIN=5\tFileName=5.jpg\tType=9\tSize="
                                        + face.length()
                                        + "\tContent="
                                        + face
                                        + "\nOPLOG 65\t0\t2026-03-02 12:00:00\t5\t0\t0\t0\n"),
                        Desk.post(
                                TABLE + "ATTLOG&Stamp=9999",
                                "5\t2026-03-02 12:00:00\t255\t15\t\t0\t0\t0\t36.5\t\n"),
                        Desk.post(
                                "/iclock/fdata?SN=CKJF201960001&table=ATTPHOTO&Stamp=9999&PIN=20260302120000-5.jpg&CHECKSUM="
                                        + checksum.getValue(),
                                photo.jpeg().asLatin1()));
    }

    @Test
    void itRefusesByTheCodesOfToday() {
        Desk desk = Desk.ready(MODEL);

        assertThat(
                        desk.codes(
                                "DATA UPDATE USERINFO PIN=5",
                                biodata("6", 9, 58),
                                biodata("5", 4, 1),
                                biodata("5", 9, 39),
                                "DATA UPDATE BIODATA PIN=5\tType=9\tMajorVer=58\tTmp=*",
                                "DATA UPDATE BIODATA PIN=5\tType=9",
                                biodata("5", 9, 58),
                                "DATA UPDATE BIOPHOTO PIN=5\tType=9\tSize=5\tContent=AAAA",
                                "DATA UPDATE BIOPHOTO PIN=5\tType=9\tURL=file/5.jpg",
                                "DATA UPDATE FACE PIN=5\tFID=0\tSIZE=4\tVALID=1\tTMP=AAAA",
                                "DATA QUERY ATTLOG StartTime=2026-03-02 00:00:00\tEndTime=2026-03-02 23:59:59",
                                "NONSENSE"))
                .containsExactly(
                        0L, -10L, -1002L, -30L, -11L, -1L, 0L, -2L, -1008L, -1002L, -1L, -1002L);
    }

    @Test
    void itStoresTemplatesOfAnyTypeAndRecognisesAFaceByItsPicture() {
        Desk desk = Desk.ready(MODEL);

        desk.order(
                "DATA UPDATE USERINFO PIN=5\tName=Li\tCard=123456789",
                biodata("5", 8, 12),
                "DATA UPDATE BIOPHOTO PIN=5\tType=9\tSize=4\tContent=BBBB");

        assertThat(desk.clock.people()).containsExactlyEntriesOf(Map.of("5", LI));
        assertThat(desk.clock.templates().values())
                .containsExactly(new Template("5", 8, 1, 2, 1, 0, 12, 3, 0, "AAAA"));
        assertThat(desk.clock.verify("5", Means.FACE)).isTrue();
        assertThat(desk.clock.verify("5", Means.PALM)).isTrue();
        assertThat(desk.clock.verify("5", Means.FINGER)).isFalse();

        desk.order("DATA DELETE BIODATA PIN=5\tType=8", "DATA DELETE BIOPHOTO PIN=5");

        assertThat(desk.clock.verify("5", Means.FACE)).isFalse();
        assertThat(desk.clock.verify("5", Means.PALM)).isFalse();
    }

    @Test
    void namesAreChineseOnAChineseTerminal() {
        Desk desk = Desk.ready(MODEL.inChinese());
        desk.order("DATA UPDATE USERINFO PIN=5\tName=\u00D5\u00C5");
        desk.clock.enrol(Person.of("6", "张"), NOON);

        List<String> said = desk.talk();

        assertThat(desk.clock.people().get("5")).isEqualTo(Person.of("5", "张"));
        assertThat("张".getBytes(Charset.forName("GB18030"))).containsExactly(0xD5, 0xC5);
        assertThat(Desk.body(said.getFirst()))
                .isEqualTo("PIN=6\tName=\u00D5\u00C5\tPri=0\tPasswd=\tCard=\tGrp=1\tTZ=\n");
    }

    @Test
    void afterALostAnswerItPingsWhereItMayBeforeItSaysTheSameAgain() {
        Desk desk = new Desk(MODEL).withOptions("SupportPing=1\n");
        desk.talk();
        desk.clock.enrol(LI, NOON);
        desk.losing(2);

        List<String> said = desk.talk();

        assertThat(Desk.targets(said))
                .startsWith(
                        TABLE + "USERINFO&Stamp=9999",
                        "/iclock/ping?SN=CKJF201960001",
                        "/iclock/ping?SN=CKJF201960001",
                        TABLE + "USERINFO&Stamp=9999");
        assertThat(said.get(3)).isEqualTo(said.getFirst());
    }

    private static String biodata(String pin, int type, int version) {
        return "DATA UPDATE BIODATA PIN=%s\tNo=1\tIndex=2\tValid=1\tType=%d\tMajorVer=%d\tMinorVer=3\tFormat=0\tTmp=AAAA"
                .formatted(pin, type, version);
    }
}
