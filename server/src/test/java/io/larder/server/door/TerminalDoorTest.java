package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Answer;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminalDoorTest {
    private static final String OK =
            "HTTP/1.1 200 OK\r\nDate: Fri, 03 Jul 2015 06:53:01 GMT\r\nContent-Type: text/plain\r\n"
                    + "Content-Length: 2\r\nPragma: no-cache\r\nCache-Control: no-store\r\n\r\nOK";
    private static final String OK_CLOSED =
            OK.replace("\r\n\r\nOK", "\r\nConnection: close\r\n\r\nOK");

    private final OpenDoor door = OpenDoor.idle();

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    @Conforms({"GEN-001", "GEN-002", "GEN-003", "GEN-004", "GEN-005", "GEN-006"})
    void anAnswerHasTheHeadersThatTerminalsLookFor() throws IOException {
        try (RawClient client = door.client()) {
            client.send("GET /iclock/getrequest?SN=1 HTTP/1.0\r\n\r\n");

            assertThat(client.rest()).isEqualTo(OK_CLOSED);
        }
    }

    @Test
    @Conforms("GEN-008")
    void aConnectionIsKeptForTheNextRequest() throws IOException {
        try (RawClient client = door.client()) {
            for (int i = 0; i < 3; i++) {
                client.send("GET /iclock/getrequest?SN=" + i + " HTTP/1.1\r\nHost: h\r\n\r\n");
                RawClient.Reply reply = client.reply();

                assertThat(reply.head() + reply.body()).isEqualTo(OK);
            }
        }
        assertThat(door.exchange().asked()).hasSize(3);
    }

    @Test
    @Conforms({"GEN-007", "GEN-044"})
    void connectionCloseClosesTheSocketBehindTheAnswer() throws IOException {
        for (String value : new String[] {"close", "Close", "keep-alive, CLOSE"}) {
            try (RawClient client = door.client()) {
                long sent = System.nanoTime();
                client.send("GET / HTTP/1.1\r\nconnection: " + value + "\r\n\r\n");

                assertThat(client.rest()).isEqualTo(OK_CLOSED);
                assertThat(Duration.ofNanos(System.nanoTime() - sent))
                        .isLessThan(Duration.ofSeconds(1));
            }
        }
    }

    @Test
    @Conforms("GEN-048")
    void aRequestOfHttp10OrWithoutVersionIsAnsweredAndClosed() throws IOException {
        for (String version : new String[] {" HTTP/1.0", " http/1.0", ""}) {
            try (RawClient client = door.client()) {
                client.send("GET /iclock/ping" + version + "\r\n\r\n");

                assertThat(client.rest()).isEqualTo(OK_CLOSED);
            }
        }
        assertThat(door.exchange().asked()).allMatch(each -> each.target().equals("/iclock/ping"));
    }

    @Test
    void aConnectionHeaderOfAnyOtherWordIsIgnored() throws IOException {
        String request = "GET / HTTP/1.1\r\nConnection: starting\r\n\r\n";
        try (RawClient client = door.client()) {
            assertThat(client.send(request).reply().status()).isEqualTo(200);
            assertThat(client.send(request).reply().status()).isEqualTo(200);
        }
    }

    @Test
    void requestsSentInOneGoAreAnsweredInOrder() throws IOException {
        try (RawClient client = door.client()) {
            client.send(
                    "POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\none"
                            + "\r\nPOST /b HTTP/1.1\r\nContent-Length: 3\r\n\r\ntwo"
                            + "GET /c HTTP/1.1\r\nConnection: close\r\n\r\n");

            assertThat(client.rest()).isEqualTo(OK + OK + OK_CLOSED);
        }
        assertThat(door.exchange().asked())
                .extracting(each -> each.path() + each.body().asLatin1())
                .containsExactly("/aone", "/btwo", "/c");
    }

    @Test
    @Conforms({"GEN-010", "GEN-009", "GEN-049", "GEN-050"})
    void aRequestWithEveryBadMannerIsReadAsItWasMeant() throws IOException {
        String target = "/iclock/getrequest?SN=1&INFO=Ver 6.39 Apr 28 2008,2,0,0,10.0.0.1";
        RawClient.Reply reply = door.ask("\r\n\nGet " + target + " HTTP/1.1\n\n");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(door.exchange().onlyOne().target()).isEqualTo(target);
        assertThat(door.exchange().onlyOne().method()).isEqualTo("GET");
        assertThat(door.exchange().onlyOne().query().text("info"))
                .contains("Ver 6.39 Apr 28 2008,2,0,0,10.0.0.1");
    }

    @Test
    @Conforms({"GEN-012", "GEN-013", "GEN-014", "GEN-051"})
    void aPathIsFoundInEveryShapeOfTarget() throws IOException {
        String[] targets = {
            "http://h:80/iclock/cdata?SN=1",
            "/iclock/cdata/?SN=1",
            "/iclock/iclock/cdata?SN=1",
            "//iclock/cdata?SN=1"
        };
        for (String target : targets) {
            assertThat(door.ask("GET " + target + " HTTP/1.1\r\n\r\n").status()).isEqualTo(200);
        }
        assertThat(door.exchange().asked()).allMatch(each -> each.path().equals("/iclock/cdata"));
    }

    @Test
    @Conforms({"GEN-045", "GEN-046", "GEN-047"})
    void everyByteOfTheQueryArrives() throws IOException {
        String target = "/iclock/cdata?Name=\u00D5\u00C5&x=[09E4]|{}\"\0&y=100%&Name2=%D5%C5";

        assertThat(door.ask("GET " + target + " HTTP/1.1\r\n\r\n").status()).isEqualTo(200);
        assertThat(door.exchange().onlyOne().target()).isEqualTo(target);
        assertThat(door.exchange().onlyOne().query().bytes("Name"))
                .contains(Bytes.latin1("\u00D5\u00C5"))
                .isEqualTo(door.exchange().onlyOne().query().bytes("Name2"));
    }

    @Test
    @Conforms("GEN-019")
    void aFormIsTakenAsTheBytesItIs() throws IOException {
        String row = "1452\t2015-07-30 15:16:28\t0\t1&x=%20+\0\u00FF\r\n";
        String type = "Content-Type: application/x-www-form-urlencoded\r\n";

        door.ask(
                "POST / HTTP/1.1\r\n"
                        + type
                        + "Content-Length: "
                        + row.length()
                        + "\r\n\r\n"
                        + row);

        assertThat(door.exchange().onlyOne().body()).isEqualTo(Bytes.latin1(row));
        assertThat(door.exchange().onlyOne().peer()).isEqualTo("127.0.0.1");
    }

    @Test
    @Conforms("GEN-020")
    void aChunkedBodyIsPutTogether() throws IOException {
        String body = "3;name=\"v\"\r\none\r\nA\r\n0123456789\r\n1\nx\n000\r\nTrailer: t\r\n\r\n";

        door.ask("POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n" + body);

        assertThat(door.exchange().onlyOne().body()).isEqualTo(Bytes.utf8("one0123456789x"));
    }

    @Test
    void aSenderThatAsksBeforeItSendsIsToldToGoOn() throws IOException {
        try (RawClient client = door.client()) {
            client.send("POST / HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n");

            assertThat(client.reply().head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(client.send("abc").reply().status()).isEqualTo(200);
        }
        assertThat(door.exchange().onlyOne().body()).isEqualTo(Bytes.utf8("abc"));
    }

    @Test
    void theBodyOfAGetIsReadAndAPostWithoutLengthHasNone() throws IOException {
        try (RawClient client = door.client()) {
            client.send("GET /a HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi").reply();
            client.send("POST /b HTTP/1.1\r\n\r\n").reply();
        }
        assertThat(door.exchange().asked())
                .extracting(each -> each.path() + " " + each.body().asLatin1())
                .containsExactly("/a hi", "/b ");
    }

    @Test
    void bytesThatComeOneByOneAreTheSameRequest() throws IOException {
        String request = "POST /x HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc";
        try (RawClient client = door.client()) {
            for (int i = 0; i < request.length(); i++) {
                client.send(request.substring(i, i + 1));
            }
            assertThat(client.reply().status()).isEqualTo(200);
        }
        assertThat(door.exchange().onlyOne().body()).isEqualTo(Bytes.utf8("abc"));
    }

    @Test
    void aBodyCutShortIsNotAnUpload() throws IOException {
        String[] cut = {
            "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n",
            "GET / HTTP/1.1\r\nHost: h\r\n",
            "GET /iclo",
            ""
        };
        for (String request : cut) {
            try (RawClient client = door.client()) {
                assertThat(client.send(request).sendNoMore().rest()).isEmpty();
            }
        }
        assertThat(door.exchange().asked()).isEmpty();
    }

    @Test
    void aSenderThatOnlyListensAnyMoreIsAnswered() throws IOException {
        try (RawClient client = door.client()) {
            client.send("GET / HTTP/1.1\r\n\r\n").sendNoMore();

            assertThat(client.rest()).isEqualTo(OK);
        }
    }

    @Test
    void whatCannotBeReadIsRefusedAndClosed() throws IOException {
        String[][] refused = {
            {"400", "GARBAGE\r\n\r\n"},
            {"400", "GET HTTP/1.1\r\n\r\n"},
            {"400", "G\0T / HTTP/1.1\r\n\r\n"},
            {"405", "DELETE / HTTP/1.1\r\n\r\n"},
            {"405", "HEAD / HTTP/1.1\r\n\r\n"},
            {"400", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"},
            {"400", "POST / HTTP/1.1\r\nContent-Length: 1x\r\n\r\n"},
            {"400", "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"},
            {"413", "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n"},
            {"501", "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"},
            {"400", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"},
            {"400", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc"},
        };
        for (String[] each : refused) {
            try (RawClient client = door.client()) {
                client.send(each[1]);
                RawClient.Reply reply = client.reply();

                assertThat(String.valueOf(reply.status())).as(each[1]).isEqualTo(each[0]);
                assertThat(reply.header("Connection", "")).isEqualTo("close");
                assertThat(client.rest()).isEmpty();
            }
        }
        assertThat(door.exchange().asked()).isEmpty();
    }

    @Test
    void theHandlersRefusalGoesOutWithItsReasonAndTheConnectionStays() throws IOException {
        Answer refusal = new Answer.Refused(503, "journal is full", 30);
        try (OpenDoor full = OpenDoor.with(Limits.patient(), new FakeExchange(_ -> refusal));
                RawClient client = full.client()) {
            String poll = "GET /iclock/cdata?SN=77&Passwd=geheim HTTP/1.1\r\n\r\n";
            RawClient.Reply reply = client.send(poll).reply();

            assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 503 Service Unavailable");
            assertThat(reply.header("Retry-After", "")).isEqualTo("30");
            assertThat(reply.body()).isEqualTo("journal is full");
            assertThat(client.send(poll).reply().status()).isEqualTo(503);
            assertThat(full.log().lines())
                    .containsExactly("127.0.0.1 GET /iclock/cdata SN 77: 503 journal is full");
            assertThat(full.door().counts()).isEqualTo(new DoorCounts(1, 2, 2, 0));
        }
    }

    @Test
    void aHandlerThatFailsGivesA500AndOneLineWithoutTheQuery() throws IOException {
        FakeExchange broken =
                new FakeExchange(request -> {
                    throw new IllegalStateException(request.target());
                });
        try (OpenDoor failing = OpenDoor.with(Limits.patient(), broken);
                RawClient client = failing.client()) {
            client.send("GET /iclock/cdata?Passwd=geheim HTTP/1.1\r\n\r\n");

            assertThat(client.rest())
                    .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
                    .contains("Connection: close")
                    .endsWith("internal error");
            assertThat(failing.log().lines())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "127.0.0.1 GET /iclock/cdata: 500 java.lang.IllegalStateException at ")
                    .doesNotContain("geheim");
        }
    }
}
