package io.larder.server.simulate.clock;

import static io.larder.server.simulate.clock.Desk.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The wire form and the obedience of the oldest terminals.
class ClassicTest {
    private static final Person LI = Person.of("5", "Li").withCard("123456789");

    @Test
    void itSaysHelloWithoutAVersionAndIntroducesItselfWithBlanksInTheTarget() {
        assertThat(new Desk(Model.classic(10)).talk())
                .containsExactly(
                        Desk.get("/iclock/cdata?SN=CKJF201960001&options=all"),
                        Desk.get(
                                "/iclock/getrequest?SN=CKJF201960001&INFO=Ver 6.39 Apr 28 2008,0,0,0,192.168.1.201"));
    }

    @Test
    void peopleAndTemplatesGoByOpStampAndPunchesByStamp() {
        Desk desk = Desk.ready(Model.classic(10));
        desk.clock.enrol(LI, NOON);
        desk.clock.enrolFinger("5", 3, NOON.plusSeconds(1));
        desk.clock.punch("5", Means.FINGER, 0, NOON.plusSeconds(2));
        String tmp = desk.clock.templates().values().iterator().next().tmp();

        List<String> said = desk.talk();

        assertThat(said.subList(0, 2))
                .containsExactly(
                        Desk.post(
                                "/iclock/cdata?SN=CKJF201960001&OpStamp=841147201",
                                "USER PIN=5\tName=Li\tPri=0\tPasswd=\tCard=[15CD5B07]\tGrp=1\tTZ=\n"
                                        + "OPLOG 30\t0\t2026-03-02 12:00:00\t5\t0\t0\t0\n"
                                        + "FP PIN=5\tFID=3\tValid=1\tTMP="
                                        + tmp
                                        + "\nOPLOG 6\t0\t2026-03-02 12:00:01\t5\t3\t420\t0\n"),
                        Desk.post(
                                "/iclock/cdata?SN=CKJF201960001&Stamp=841147202",
                                "5\t2026-03-02 12:00:02\t0\t1\n"));
    }

    @Test
    void aPhotoHasAHeadOfTextAndANul() {
        Desk desk = Desk.ready(Model.classic(10));
        desk.clock.enrol(LI, NOON);
        desk.clock.punch("5", Means.CARD, 1, NOON);
        String jpeg = desk.clock.photos().getFirst().jpeg().asLatin1();

        assertThat(desk.talk().getLast())
                .isEqualTo(
                        Desk.post(
                                "/iclock/fdata?SN=CKJF201960001&PIN=20260302120000-5.jpg&PhotoStamp=841147200",
                                "PIN=20260302120000-5.jpg\nSN=CKJF201960001\nsize="
                                        + jpeg.length()
                                        + "\nCMD=uploadphoto\0"
                                        + jpeg));
    }

    @Test
    void itStoresExactlyWhoIsSent() {
        Desk desk = Desk.ready(Model.classic(10));
        String tmp = Imprints.template(new Template.Slot("7", Template.FINGER, 2, 0), 10, 50);

        List<String> said =
                desk.order(
                        "DATA USER PIN=7\tName=Wu\tPri=14\tPasswd=99\tCard=[15CD5B07]\tGrp=2\tTZ=1",
                        "DATA FP PIN=7\tFID=2\tSize=" + tmp.length() + "\tValid=1\tTMP=" + tmp,
                        "DATA USER PIN=7\tName=Wu Li");

        assertThat(said)
                .containsExactly(
                        reply("ID=1&Return=0&CMD=DATA"),
                        reply("ID=2&Return=0&CMD=DATA"),
                        reply("ID=3&Return=0&CMD=DATA"));
        assertThat(desk.clock.people())
                .containsExactlyEntriesOf(
                        Map.of("7", new Person("7", "Wu Li", 14, "99", "123456789", "2", "1")));
        assertThat(desk.clock.templates().values())
                .containsExactly(new Template("7", Template.FINGER, 2, 0, 1, 0, 10, 0, 0, tmp));
    }

    @Test
    void itRefusesByTheCodesOfItsTime() {
        Desk desk = Desk.ready(Model.classic(10).withCapacity(1, 1));
        String other = Imprints.template(new Template.Slot("7", Template.FINGER, 0, 0), 9, 50);

        assertThat(
                        desk.codes(
                                "DATA USER Name=nobody",
                                "DATA USER PIN=7",
                                "DATA USER PIN=8",
                                "DATA FP PIN=8\tFID=0\tSize=4\tValid=1\tTMP=AAAA",
                                "DATA FP PIN=7\tFID=0\tSize=4\tValid=1\tTMP=*AA*",
                                "DATA FP PIN=7\tFID=0\tSize=4\tValid=1\tTMP=AAAAAAAA",
                                "DATA FP PIN=7\tFID=0\tValid=1\tTMP=" + other,
                                "DATA FP PIN=7\tFID=0\tSize=4\tValid=1\tTMP=AAAA",
                                "DATA FP PIN=7\tFID=1\tSize=4\tValid=1\tTMP=AAAA"))
                .containsExactly(-1L, 0L, -3L, -10L, -11L, -11L, -11L, 0L, -3L);
    }

    @Test
    void whatCameLaterItHasNeverHeardOf() {
        Desk desk = Desk.ready(Model.classic(10));

        assertThat(
                        desk.order(
                                "VERIFY SUM ATTLOG StartTime=2026-03-02 00:00:00\tEndTime=2026-03-02 23:59:59",
                                "ACCOUNT Start=2026-03-02\tEnd=2026-03-02",
                                "SYNC",
                                "DATA UPDATE USERINFO PIN=7"))
                .containsExactly(
                        reply("ID=1&Return=-1&CMD=VERIFY SUM"),
                        reply("ID=2&Return=-1&CMD=ACCOUNT"),
                        reply("ID=3&Return=-1&CMD=SYNC"),
                        reply("ID=4&Return=-1&CMD=DATA"));
    }

    @Test
    void itObeysTheOldVerbs() {
        Desk desk = Desk.ready(Model.classic(10));
        desk.clock.enrol(LI, NOON);
        desk.clock.punch("5", Means.CARD, 0, NOON);
        desk.talk();

        List<String> said =
                desk.order(
                        "ENROLL_FP PIN=5\tFID=1\tRETRY=3\tOVERWRITE=2",
                        "ENROLL_FP PIN=5\tFID=1\tRETRY=3\tOVERWRITE=2",
                        "SMS MSG=hello\tTAG=254\tUID=5\tMIN=60\tStartTime=2026-03-02 12:00:00",
                        "LOG",
                        "CLEAR LOG",
                        "SET OPTION Volume=3",
                        "INFO",
                        "DATA DEL_FP PIN=5\tFID=1",
                        "DATA DEL_USER PIN=5",
                        "RELOAD OPTIONS");

        assertThat(said)
                .startsWith(
                        reply("ID=1&Return=0&CMD=ENROLL_FP"),
                        reply("ID=2&Return=2&CMD=ENROLL_FP"),
                        reply("ID=3&Return=0&CMD=SMS"),
                        reply("ID=4&Return=0&CMD=LOG"),
                        reply("ID=5&Return=0"),
                        reply("ID=6&SN=CKJF201960001&Return=0&CMD=SET OPTION"),
                        reply(
                                "ID=7&Return=0&CMD=INFO\nFPCount=1\nFWVersion=Ver 6.39 Apr 28 2008\n"
                                        + "TransactionCount=0\nUserCount=1\nVolume=3"),
                        reply("ID=8&Return=0&CMD=DATA"),
                        reply("ID=9&Return=0&CMD=DATA"),
                        reply("ID=10&SN=CKJF201960001&Return=0"),
                        Desk.get("/iclock/cdata?SN=CKJF201960001&options=all"));
        assertThat(desk.clock.people()).isEmpty();
        assertThat(desk.clock.templates()).isEmpty();
        assertThat(desk.clock.punches()).isEmpty();
        assertThat(desk.clock.tables().keySet()).containsExactly("SMS/5");
    }

    @Test
    void threePicturesOfAFingerGoOutOnePerRequest() {
        Desk desk = Desk.ready(Model.classic(10).withImages());
        desk.clock.enrol(LI, NOON);
        desk.clock.enrolFinger("5", 0, NOON);

        List<String> said = desk.talk();

        assertThat(Desk.targets(said).subList(0, 3))
                .containsExactly(
                        "/iclock/cdata?SN=CKJF201960001&FPImage=/tmp/enroll_fp_1.bmp&PIN=5&FID=0",
                        "/iclock/cdata?SN=CKJF201960001&FPImage=/tmp/enroll_fp_2.bmp&PIN=5&FID=0",
                        "/iclock/cdata?SN=CKJF201960001&FPImage=/tmp/enroll_fp_3.bmp&PIN=5&FID=0");
        assertThat(Desk.body(said.getFirst())).startsWith("BM").hasSize(902);
    }

    private static String reply(String text) {
        return Desk.post("/iclock/devicecmd?SN=CKJF201960001", text + "\n");
    }
}
