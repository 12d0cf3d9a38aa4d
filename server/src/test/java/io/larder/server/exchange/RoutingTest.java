package io.larder.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.Request.AskTime;
import io.larder.server.protocol.Request.CardService;
import io.larder.server.protocol.Request.Hello;
import io.larder.server.protocol.Request.Ping;
import io.larder.server.protocol.Request.Poll;
import io.larder.server.protocol.Request.Refused;
import io.larder.server.protocol.Request.Reply;
import io.larder.server.protocol.Request.Upload;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static final Serial SERIAL = new Serial("77");

    @Test
    void canteenTerminalsGreetAskUploadPollAndReplyOnTheirOwnPaths() {
        Wire.Request hello = get("/iclock/cpos?SN=77&options=all&device_type=30");
        Wire.Request rows = post("/iclock/cpos?SN=77&table=buylog", "1\t2");
        Wire.Request poll = get("/iclock/posrequest?SN=77&type=pos&devno=40");
        Wire.Request reply = post("/iclock/posdevicecmd?SN=77", "ID=1&Return=0");

        assertThat(read(hello)).isEqualTo(new Hello(SERIAL, Family.CANTEEN, hello));
        assertThat(read(get("/iclock/cpos?SN=77&type=time")))
                .isEqualTo(new AskTime(SERIAL, Family.CANTEEN));
        assertThat(read(rows)).isEqualTo(new Upload(SERIAL, Family.CANTEEN, "BUYLOG", false, rows));
        assertThat(read(poll)).isEqualTo(new Poll(SERIAL, Family.CANTEEN, poll));
        assertThat(read(reply)).isEqualTo(new Reply(SERIAL, Family.CANTEEN, reply));
    }

    @Test
    @Conforms({"POS-052", "POS-053", "POS-054"})
    void canteenTablesAreFoundOnTheAttendancePath() {
        for (String table : List.of("FULLLOG", "BUYLOG", "ALLOWLOG", "buylog", "StoreDetail")) {
            Wire.Request rows = post("/iclock/cdata?SN=77&table=" + table, "1\t2");

            assertThat(Routing.read(rows, Family.ATTENDANCE))
                    .isEqualTo(
                            new Upload(
                                    SERIAL,
                                    Family.CANTEEN,
                                    table.toUpperCase(Locale.ROOT),
                                    false,
                                    rows));
        }
    }

    @Test
    void onSharedPathsATerminalStaysWhatItWas() {
        Wire.Request poll = get("/iclock/getrequest?SN=77");
        Wire.Request reply = post("/iclock/devicecmd?SN=77", "ID=1&Return=0");
        Wire.Request strange = post("/iclock/cdata?SN=77&table=ZHIWEI", "1");
        Wire.Request punches = post("/iclock/cdata?SN=77&table=ATTLOG", "1");

        assertThat(Routing.read(poll, Family.CANTEEN))
                .isEqualTo(new Poll(SERIAL, Family.CANTEEN, poll));
        assertThat(Routing.read(poll, Family.ATTENDANCE))
                .isEqualTo(new Poll(SERIAL, Family.ATTENDANCE, poll));
        assertThat(read(poll)).isEqualTo(new Poll(SERIAL, Family.ATTENDANCE, poll));
        assertThat(Routing.read(reply, Family.CANTEEN))
                .isEqualTo(new Reply(SERIAL, Family.CANTEEN, reply));
        assertThat(read(reply)).isEqualTo(new Reply(SERIAL, Family.ATTENDANCE, reply));
        assertThat(Routing.read(strange, Family.CANTEEN))
                .isEqualTo(new Upload(SERIAL, Family.CANTEEN, "ZHIWEI", false, strange));
        assertThat(Routing.read(punches, Family.CANTEEN))
                .isEqualTo(new Upload(SERIAL, Family.ATTENDANCE, "ATTLOG", false, punches));
    }

    @Test
    @Conforms("GEN-017")
    void namesOfParametersHaveNoCase() {
        Wire.Request lower = get("/iclock/cdata?sn=77&Options=ALL&DEVICE_TYPE=30");

        assertThat(read(lower)).isEqualTo(new Hello(SERIAL, Family.CANTEEN, lower));
    }

    @Test
    @Conforms("GEN-016")
    void valuesArePercentDecodedAsUtf8ElseKeptRaw() {
        assertThat(get("/a?Card=%31%32").query().text("Card")).contains("12");
        assertThat(get("/a?Name=%E5%BC%A0").query().text("Name")).contains("张");
        assertThat(get("/a?Name=%FF%zz").query().text("Name")).contains("\u00ff%zz");
    }

    @Test
    void repliesAreRecognisedOnOtherPathsAndAsAGet() {
        Wire.Request posted = post("/iclock/cpos?SN=77", "ID=1&Return=0\n");
        Wire.Request onData = post("/iclock/cdata?SN=77", "ID=1&Return=0\n");

        assertThat(read(posted)).isEqualTo(new Reply(SERIAL, Family.CANTEEN, posted));
        assertThat(read(onData)).isEqualTo(new Reply(SERIAL, Family.ATTENDANCE, onData));
        assertThat(read(get("/iclock/posdevicecmd?SN=77&ID=9&Return=-1&CMD=SET%20OPTION")))
                .isInstanceOfSatisfying(
                        Reply.class,
                        reply ->
                                assertThat(reply.wire().body())
                                        .isEqualTo(Bytes.utf8("ID=9&Return=-1&CMD=SET OPTION")));
        assertThat(read(get("/iclock/devicecmd?SN=77")))
                .isEqualTo(new Refused(SERIAL, 400, "a reply without ID"));
    }

    @Test
    void attendanceUploadsAreToldApartInTheDocumentedOrder() {
        Map<String, String> tables =
                Map.of(
                        "table=ATTLOG&OpStamp=1", "ATTLOG",
                        "OpStamp=1&Stamp=2", "OPERLOG",
                        "FPImage=/tmp/a&Stamp=2", "FPIMAGE",
                        "Stamp=2&PhotoStamp=3", "ATTLOG",
                        "PhotoStamp=3", "ATTPHOTO",
                        "table=options", "OPTIONS",
                        "x=y", "");

        tables.forEach((query, table) ->
                assertThat(read(post("/iclock/cdata?SN=77&" + query, "x")))
                        .isInstanceOfSatisfying(
                                Upload.class,
                                upload -> assertThat(upload.table()).isEqualTo(table)));
    }

    @Test
    void photosAndOperationLogsCanWait() {
        assertThat(deferrable("/iclock/fdata?SN=77&PIN=1.jpg&PhotoStamp=2")).isTrue();
        assertThat(deferrable("/iclock/cdata?SN=77&FPImage=/tmp/a")).isTrue();
        assertThat(deferrable("/iclock/cdata?SN=77&OpStamp=1")).isTrue();
        assertThat(deferrable("/iclock/cdata?SN=77&table=ATTPHOTO")).isTrue();
        assertThat(deferrable("/iclock/cdata?SN=77&table=ATTLOG")).isFalse();
        assertThat(deferrable("/iclock/cdata?SN=77&Stamp=1")).isFalse();
        assertThat(deferrable("/iclock/cpos?SN=77&table=BUYLOG")).isFalse();
    }

    @Test
    @Conforms("POS-076")
    void cardServicesGoByTheLeadingDigitOfTheirType() {
        assertThat(read(get("/iclock/posrequest?SN=77&RepType=2abc&Card=1&Pwd=9")))
                .isEqualTo(new CardService(SERIAL, 2, "1", "9", ""));
        assertThat(read(get("/iclock/getrequest?SN=77&RepType=5$1&Card=1&OldPwd=9&NewPwd=8")))
                .isEqualTo(new CardService(SERIAL, 5, "1", "9", "8"));
        for (String type : List.of("9", "1", "6", "", "a2", "%")) {
            assertThat(read(get("/iclock/posrequest?SN=77&RepType=" + type + "&Card=1")))
                    .as(type)
                    .isEqualTo(new CardService(SERIAL, 0, "1", "", ""));
        }
        assertThat(read(post("/iclock/posrequest?SN=77&RepType=2&Card=1&Pwd=9", "")))
                .isEqualTo(new Refused(SERIAL, 405, "POST is not a method of /iclock/posrequest"));
        for (String path : List.of("/iclock/cpos", "/iclock/cdata")) {
            assertThat(read(post(path + "?SN=77&RepType=2&Card=1&Pwd=9", "x")))
                    .isEqualTo(new Refused(SERIAL, 405, "POST is not a method of " + path));
        }
        assertThat(new CardService(SERIAL, 5, "1", "secret", "secret"))
                .hasToString("CardService[77, 5, 1]");
    }

    @Test
    void bothFamiliesExchangeKeysAtTheSamePlace() {
        Wire.Request exchange = post("/iclock/exchange?SN=77&type=publickey", "PublicKey=A");

        assertThat(read(exchange)).isEqualTo(new Request.ExchangeKeys(SERIAL, exchange));
        assertThat(Routing.read(exchange, Family.CANTEEN))
                .isEqualTo(new Request.ExchangeKeys(SERIAL, exchange));
    }

    @Test
    @Conforms("ATT-060")
    void questionsForSomebodyAreToldApart() {
        assertThat(read(get("/iclock/cdata?SN=77&PIN=147")))
                .isEqualTo(new Request.AskPerson(SERIAL, "147"));
        assertThat(read(get("/iclock/cdata?SN=77&table=RemoteAtt&PIN=147")))
                .isEqualTo(new Request.AskPerson(SERIAL, "147"));
        assertThat(read(get("/iclock/cdata?SN=77&table=RemoteAtt")))
                .isEqualTo(new Refused(SERIAL, 400, "PIN is missing, expected whose"));
        assertThat(read(post("/iclock/cdata?SN=77&AuthType=card", "PIN=147\tSize=3\tTMP=a=b")))
                .isEqualTo(new Request.Verify(SERIAL, "CARD", "147", "a=b"));
        assertThat(read(get("/iclock/cdata?SN=77&AuthType=CARD")))
                .isEqualTo(new Refused(SERIAL, 405, "GET is not a method of /iclock/cdata"));
    }

    @Test
    void accessControlDevicesAreToldWhatTheyWaitFor() {
        assertThat(acknowledgement(get("/iclock/registry?SN=77")))
                .isEqualTo(acknowledgement(post("/iclock/registry?SN=77", "DeviceType=acc")))
                .matches("RegistryCode=[0-9a-f]{16}")
                .isNotEqualTo(acknowledgement(get("/iclock/registry?SN=78")));
        assertThat(acknowledgement(post("/iclock/push?SN=77", "")))
                .startsWith("ServerVersion=3.1.1\n")
                .endsWith("\n");
        String table = "/iclock/cdata?SN=77&table=tabledata&tablename=user&count=";
        assertThat(acknowledgement(post(table + 2, "user uid=1\nuser uid=2"))).isEqualTo("user=2");
        assertThat(acknowledgement(post(table + "x", "user uid=1"))).isEqualTo("OK");
        assertThat(acknowledgement(post("/iclock/cdata?SN=77&table=rtlog", "time=1")))
                .isEqualTo("OK");
        assertThat(
                        acknowledgement(
                                post(
                                        "/iclock/querydata?SN=77&type=tabledata&tablename=user&count=1",
                                        "user uid=1")))
                .isEqualTo("user=1");
        assertThat(
                        acknowledgement(
                                post(
                                        "/iclock/cdata?SN=77&table=ATTLOG&tablename=user&count=1",
                                        "1\t2020-01-01 08:00:00")))
                .isEqualTo("OK");
        assertThat(read(get("/iclock/rtdata?SN=77&type=time")))
                .isEqualTo(new AskTime(SERIAL, Family.ATTENDANCE, true));
        assertThat(read(get("/iclock/rtdata?SN=77")))
                .isEqualTo(new Refused(SERIAL, 404, "/iclock/rtdata: only type=time is offered"));
    }

    private static String acknowledgement(Wire.Request wire) {
        return ((Upload) read(wire)).acknowledgement();
    }

    @Test
    void unknownPathsMethodsAndSendersAreRefused() {
        for (String path : List.of("registered", "nothing")) {
            assertThat(read(get("/iclock/" + path + "?SN=77")))
                    .isEqualTo(new Refused(SERIAL, 404, "no service at /iclock/" + path));
        }
        assertThat(read(Wire.Request.of("PUT", "/iclock/cdata?SN=77", Bytes.EMPTY, "peer")))
                .isEqualTo(new Refused(SERIAL, 405, "PUT is not a method of /iclock/cdata"));
        assertThat(read(post("/iclock/getrequest?SN=77", "x")))
                .isEqualTo(new Refused(SERIAL, 405, "POST is not a method of /iclock/getrequest"));
        assertThat(read(get("/iclock/cpos?options=all")))
                .isEqualTo(new Refused(null, 400, "SN is missing, expected the serial number"));
        assertThat(read(get("/iclock/getrequest?SN=a%20b")))
                .isEqualTo(
                        new Refused(
                                null,
                                400,
                                "SN is not a serial number, expected 1 to 32 letters or digits"));
        assertThat(read(get("/iclock/cpos?SN=77")))
                .isEqualTo(
                        new Refused(
                                SERIAL,
                                400,
                                "GET /iclock/cpos has neither options=all nor type=time"));
    }

    @Test
    void aPingIsAPing() {
        assertThat(read(get("/iclock/ping?SN=77"))).isEqualTo(new Ping(SERIAL));
    }

    private static boolean deferrable(String target) {
        return read(post(target, "x")) instanceof Upload upload && upload.deferrable();
    }

    private static Request read(Wire.Request wire) {
        return read(wire, null);
    }

    private static Request read(Wire.Request wire, @Nullable Family known) {
        return Routing.read(wire, known);
    }

    private static Wire.Request get(String target) {
        return Wire.Request.of("GET", target, Bytes.EMPTY, "peer");
    }

    private static Wire.Request post(String target, String body) {
        return Wire.Request.of("POST", target, Bytes.utf8(body), "peer");
    }
}
