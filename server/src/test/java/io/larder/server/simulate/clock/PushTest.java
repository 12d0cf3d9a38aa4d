package io.larder.server.simulate.clock;

import static io.larder.server.simulate.clock.Desk.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The wire form and the obedience of terminals of 2013.
class PushTest {
    private static final Model MODEL = Model.push2(10, 7);
    private static final Person LI = Person.of("5", "Li").withCard("123456789");
    private static final String TABLE = "/iclock/cdata?SN=CKJF201960001&table=";

    @Test
    void itSaysHelloWithItsVersionAndIntroducesItselfWithTenFields() {
        assertThat(new Desk(MODEL).talk())
                .containsExactly(
                        Desk.get(
                                "/iclock/cdata?SN=CKJF201960001&options=all&pushver=2.2.14&language=69"),
                        Desk.get(
                                "/iclock/getrequest?SN=CKJF201960001&INFO=Ver%206.60%20Mar%2019%202015,0,0,0,192.168.1.201,10,7,12,0,111"));
    }

    @Test
    void uploadsNameTheirTable() {
        Desk desk = Desk.ready(MODEL);
        desk.clock.enrol(LI, NOON);
        desk.clock.enrolFinger("5", 3, NOON);
        desk.clock.punch("5", Means.FINGER, 0, NOON.plusSeconds(2));
        String tmp = desk.clock.templates().values().iterator().next().tmp();
        String jpeg = desk.clock.photos().getFirst().jpeg().asLatin1();

        assertThat(desk.talk())
                .containsExactly(
                        Desk.post(
                                TABLE + "OPERLOG&Stamp=841147200",
                                "USER PIN=5\tName=Li\tPri=0\tPasswd=\tCard=[15CD5B0700]\tGrp=1\tTZ=\n"
                                        + "OPLOG 30\t0\t2026-03-02 12:00:00\t5\t0\t0\t0\n"
                                        + "FP PIN=5\tFID=3\tSize=560\tValid=1\tTMP="
                                        + tmp
                                        + "\nOPLOG 6\t0\t2026-03-02 12:00:00\t5\t3\t420\t0\n"),
                        Desk.post(
                                TABLE + "ATTLOG&Stamp=841147202",
                                "5\t2026-03-02 12:00:02\t0\t1\t\t0\t0\n"),
                        Desk.post(
                                TABLE + "ATTPHOTO&Stamp=841147202",
                                "PIN=20260302120002-5.jpg\nSN=CKJF201960001\nsize="
                                        + jpeg.length()
                                        + "\nCMD=uploadphoto\0"
                                        + jpeg));
    }

    @Test
    void aFaceGoesUpInPiecesAndTheNextPollTellsOfIt() {
        Desk desk = Desk.ready(MODEL);
        desk.clock.enrol(LI, NOON);
        desk.clock.enrolFace("5", NOON);
        desk.now = NOON.plusMinutes(1);

        List<String> said = desk.talk();

        assertThat(Desk.body(said.getFirst()).lines().filter(each -> each.startsWith("FACE ")))
                .hasSize(12)
                .first()
                .asString()
                .startsWith("FACE PIN=5\tFID=0\tSIZE=128\tVALID=1\tTMP=TFQCB");
        assertThat(Desk.target(said.getLast())).endsWith(",1,0,0,192.168.1.201,10,7,12,1,111");
    }

    @Test
    void itRefusesByTheCodeOfEachTable() {
        Desk desk = Desk.ready(MODEL);
        String eight = Imprints.template(new Template.Slot("5", 2, 0, 0), 8, 50);

        assertThat(
                        desk.codes(
                                "DATA UPDATE USERINFO PIN=5",
                                "DATA UPDATE FINGERTMP PIN=6\tFID=0\tSize=4\tValid=1\tTMP=AAAA",
                                "DATA UPDATE FINGERTMP PIN=5\tFID=0\tSize=5\tValid=1\tTMP=AAAA",
                                "DATA UPDATE FINGERTMP PIN=5\tFID=0\tSize=1\tValid=1\tTMP=*",
                                "DATA UPDATE FACE PIN=6\tFID=0\tSIZE=4\tVAILD=1\tTMP=AAAA",
                                "DATA UPDATE FACE PIN=5\tFID=0\tSIZE=5\tVAILD=1\tTMP=AAAA",
                                "DATA UPDATE FACE PIN=5\tFID=0\tVAILD=1\tTMP=" + eight,
                                "DATA UPDATE USERPIC PIN=5\tSize=5\tContent=AAAA",
                                "DATA UPDATE USERPIC PIN=6\tSize=4\tContent=AAAA",
                                "DATA DELETE USERPIC PIN=5",
                                "DATA DELETE FACE PIN=5",
                                "DATA DELETE FACE PIN=6",
                                "DATA UPDATE BIODATA PIN=5",
                                "DATA UPDATE NONSENSE PIN=5",
                                "SHELL ls"))
                .containsExactly(
                        0L, -10L, -9L, -11L, -2L, -9L, -1L, -2L, -1L, -2L, -2L, -1L, -1L, -1L, -1L);
    }

    @Test
    void aFullTerminalSaysSo() {
        Desk desk = Desk.ready(MODEL.withCapacity(1, 1));

        assertThat(
                        desk.codes(
                                "DATA UPDATE USERINFO PIN=5",
                                "DATA UPDATE USERINFO PIN=6",
                                "DATA UPDATE FINGERTMP PIN=5\tFID=0\tSize=4\tValid=1\tTMP=AAAA",
                                "DATA UPDATE FINGERTMP PIN=5\tFID=1\tSize=4\tValid=1\tTMP=AAAA",
                                "DATA UPDATE FINGERTMP PIN=5\tFID=0\tSize=4\tValid=3\tTMP=BBBB"))
                .containsExactly(0L, -1001L, 0L, -1001L, 0L);
    }

    @Test
    void itStoresAndDeletesWhatItIsSent() {
        Desk desk = Desk.ready(MODEL);

        assertThat(
                        desk.order(
                                "DATA UPDATE USERINFO PIN=5\tName=Li\tPri=0\tPasswd=\tCard=[15CD5B0700]\tGrp=1\tTZ=",
                                "DATA UPDATE FACE PIN=5\tFID=0\tSIZE=4\tVAILD=1\tTMP=AAAA",
                                "DATA UPDATE USERPIC PIN=5\tSize=4\tContent=AAAA\t",
                                "DATA UPDATE SMS MSG=hi\tTAG=254\tUID=3\tMIN=5\tStartTime=2026-03-02 12:00:00",
                                "DATA UPDATE USER_SMS PIN=5\tUID=3",
                                "DATA UPDATE TIMEZONE TZID=1\tITIME=00002359\tRESERVE=",
                                "DATA UPDATE GLOCK GLID=2\tGROUPIDS=1:2\tMEMBERCOUNT=2\tRESERVE="))
                .containsExactly(Desk.post("/iclock/devicecmd?SN=CKJF201960001", replies(7)));
        assertThat(desk.clock.people()).containsExactlyEntriesOf(Map.of("5", LI));
        assertThat(desk.clock.templates().values())
                .containsExactly(new Template("5", 2, 0, 0, 1, 0, 7, 0, 0, "AAAA"));
        assertThat(desk.clock.pictures()).containsExactlyEntriesOf(Map.of("5", "AAAA"));
        assertThat(desk.clock.tables().keySet())
                .containsExactlyInAnyOrder("SMS/3", "USER_SMS/5", "TIMEZONE/1", "GLOCK/2");

        desk.order("DATA DELETE USERINFO PIN=5", "DATA DELETE SMS UID=3\t");

        assertThat(desk.clock.people()).isEmpty();
        assertThat(desk.clock.templates()).isEmpty();
        assertThat(desk.clock.pictures()).isEmpty();
        assertThat(desk.clock.tables().keySet()).containsExactlyInAnyOrder("TIMEZONE/1", "GLOCK/2");
    }

    @Test
    void whatIsAskedForComesWithStampZeroBeforeTheReply() {
        Desk desk = punched();

        assertThat(
                        Desk.targets(
                                desk.order(
                                        "DATA QUERY ATTLOG StartTime=2026-03-02 00:00:00\tEndTime=2026-03-02 23:59:59",
                                        "DATA QUERY ATTPHOTO StartTime=2026-03-02 00:00:00\tEndTime=2026-03-03 23:59:59",
                                        "DATA QUERY USERINFO PIN=5",
                                        "DATA QUERY FINGERTMP PIN=5\tFingerID=3")))
                .containsExactly(
                        TABLE + "ATTLOG&Stamp=0",
                        "/iclock/devicecmd?SN=CKJF201960001",
                        TABLE + "ATTPHOTO&Stamp=0",
                        TABLE + "ATTPHOTO&Stamp=0",
                        "/iclock/devicecmd?SN=CKJF201960001",
                        TABLE + "OPERLOG&Stamp=0",
                        "/iclock/devicecmd?SN=CKJF201960001",
                        TABLE + "OPERLOG&Stamp=0",
                        "/iclock/devicecmd?SN=CKJF201960001");
    }

    @Test
    void itCountsForVerifySumWithTheBlanksThatArePrinted() {
        assertThat(
                        punched()
                                .order(
                                        "VERIFY SUM ATTLOG StartTime=2026-03-02 00:00:00\tEndTime=2026-03-02 12:00:00"))
                .containsExactly(
                        Desk.post(
                                "/iclock/devicecmd?SN=CKJF201960001",
                                "ID=1&Return=0&CMD=VERIFY SUM&StartTime=2026-03-02 00:00:00& EndTime=2026-03-02 12:00:00 &AttlogSum=1\n"));
    }

    @Test
    void accountSendsARangeAgainWhenTheBoxCountsMoreOrNotAtAll() {
        String reply =
                Desk.post("/iclock/devicecmd?SN=CKJF201960001", "ID=1&Return=2&CMD=ACCOUNT\n");
        String range = "ACCOUNT Start=2026-03-02\tEnd=2026-03-02";
        Desk desk = punched();
        String again =
                Desk.post(
                        TABLE + "ATTLOG&Stamp=841233599",
                        "5\t2026-03-02 12:00:00\t0\t1\t\t0\t0\n5\t2026-03-03 11:59:59\t1\t1\t\t0\t0\n");

        assertThat(desk.order(range.replace("End=2026-03-02", "End=2026-03-03") + "\tCount=3"))
                .containsExactly(reply, again);
        assertThat(desk.order(range.replace("End=2026-03-02", "End=2026-03-03")))
                .containsExactly(reply, again);
        assertThat(desk.order(range.replace("End=2026-03-02", "End=2026-03-03") + "\tCount=2"))
                .containsExactly(reply);
        assertThat(desk.order(range + "\tCount=0"))
                .containsExactly(reply.replace("Return=2", "Return=1"));
    }

    @Test
    void syncSendsWhatWasEnrolledHereAndNothingThatCameFromTheBox() {
        Desk desk = punched();
        desk.order("DATA UPDATE USERINFO PIN=9\tName=Wu");

        List<String> said = desk.order("SYNC Start=2026-03-02");

        assertThat(Desk.body(said.getFirst())).isEqualTo("ID=1&Return=2&CMD=SYNC\n");
        assertThat(said.subList(1, said.size()))
                .extracting(each -> Desk.body(each).substring(0, 8))
                .containsExactly("USER PIN", "FP PIN=5");
    }

    @Test
    void aStrangerIsAskedForAndKept() {
        Desk desk = Desk.ready(MODEL);
        String person = "DATA UPDATE USERINFO PIN=147\tName=Li\tCard=[15CD5B0700]";
        String finger = "DATA UPDATE FINGERTMP PIN=147\tFID=0\tSize=4\tValid=1\tTMP=AAAA";
        desk.answering(200, person + "\n" + finger + "\n");
        desk.answering(200, "NONE");

        assertThat(desk.clock.askRemotely("147", desk)).isTrue();
        assertThat(desk.clock.askRemotely("999", desk)).isFalse();

        assertThat(desk.clock.punch("147", Means.FINGER, 0, NOON)).isTrue();
        assertThat(desk.clock.punch("999", Means.FINGER, 0, NOON)).isFalse();
    }

    @Test
    void aCardIsCheckedByTheBoxAndItsOwnerIsNotKept() {
        Desk desk = Desk.ready(MODEL);
        desk.answering(200, "AUTH=Success\tPIN=147\tName=Li\tPri=0\tTZ=\n");
        desk.answering(200, "AUTH=Failed\n");

        assertThat(desk.clock.askInBackground("147", Means.CARD, "0009876543", 0, NOON, desk))
                .isTrue();
        assertThat(desk.clock.askInBackground("147", Means.CARD, "0009876544", 0, NOON, desk))
                .isFalse();

        assertThat(desk.clock.people()).isEmpty();
        assertThat(desk.clock.punches()).containsExactly(new Punch("147", NOON, 0, 4));
    }

    private static String replies(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(id -> "ID=" + id + "&Return=0&CMD=DATA\n")
                .collect(Collectors.joining());
    }

    /// Two punches, one of the next day.
    private static Desk punched() {
        Desk desk = Desk.ready(MODEL);
        desk.clock.enrol(LI, NOON);
        desk.clock.enrolFinger("5", 3, NOON);
        desk.clock.punch("5", Means.FINGER, 0, NOON);
        desk.clock.punch("5", Means.FINGER, 1, NOON.plusDays(1).minusSeconds(1));
        desk.talk();
        return desk;
    }
}
