package io.larder.server.door;

import static io.larder.server.door.RawWebSocket.BINARY;
import static io.larder.server.door.RawWebSocket.CLOSE;
import static io.larder.server.door.RawWebSocket.END;
import static io.larder.server.door.RawWebSocket.PING;
import static io.larder.server.door.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Answer;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TalkTest {
    private final FakeReception reception = new FakeReception();

    private OpenDoor open(DoorLimits limits) {
        return OpenDoor.with(
                limits, FakeExchange.idle(), Optional.of(new Talks("/best", reception)));
    }

    private static RawWebSocket connect(OpenDoor door) throws IOException {
        return RawWebSocket.open(door.door().port(), "/best");
    }

    @Test
    void anUpgradeIsAnsweredWithTheDigestOfItsKeyAndTheFirstSubprotocol() throws IOException {
        try (OpenDoor door = open(Limits.patient());
                RawWebSocket terminal = RawWebSocket.connect(door.door().port())) {
            assertThat(terminal.upgrade("/best?x=1", "Sec-WebSocket-Protocol: a, b\r\n"))
                    .isEqualTo(
                            String.join(
                                    "\r\n",
                                    "HTTP/1.1 101 Switching Protocols",
                                    "Upgrade: websocket",
                                    "Connection: Upgrade",
                                    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                                    "Sec-WebSocket-Protocol: a",
                                    "",
                                    ""));
        }
    }

    @Test
    void withoutAnUpgradeAndElsewhereThePathIsThatOfPlainTerminals() throws IOException {
        try (OpenDoor door = open(Limits.patient())) {
            assertThat(door.ask("GET /best HTTP/1.1\r\n\r\n").body()).isEqualTo("OK");
            assertThatThrownBy(() -> RawWebSocket.open(door.door().port(), "/other"))
                    .isInstanceOf(IOException.class);
            assertThat(reception.heard()).isEmpty();
        }
    }

    @Test
    @Conforms("BEST-014")
    void messagesComeInTextAndBinaryFramesWholeAndInPartsWithPingsBetween() throws Exception {
        try (OpenDoor door = open(Limits.patient());
                RawWebSocket terminal = connect(door)) {
            terminal.say("{\"a\":\"1\"}").send(END | BINARY, Bytes.utf8("{\"b\":\"2\"}"));
            terminal.send(TEXT, Bytes.utf8("{\"c\""))
                    .send(END | PING, Bytes.utf8("here"))
                    .send(0, Bytes.EMPTY)
                    .send(END, Bytes.utf8(":\"é\"}"));
            assertThat(List.of(terminal.next(), terminal.next(), terminal.next(), terminal.next()))
                    .containsExactly(
                            frame(END | TEXT, "{\"a\":\"1\"}"),
                            frame(END | TEXT, "{\"b\":\"2\"}"),
                            frame(0x8A, "here"),
                            frame(END | TEXT, "{\"c\":\"é\"}"));
            assertThat(door.door().counts().requests()).isEqualTo(3);
        }
    }

    private static RawWebSocket.Frame frame(int head, String text) {
        return new RawWebSocket.Frame(head, Bytes.utf8(text));
    }

    @Test
    void aMessageOfTheLargestSizeComesBackAndALargerOneEndsTheConnection() throws IOException {
        int most = Limits.SIZES.body();
        try (OpenDoor door = open(Limits.patient())) {
            try (RawWebSocket terminal = connect(door)) {
                String text = "y".repeat(most);
                assertThat(terminal.say(text).next().text()).isEqualTo(text);
                assertThat(terminal.say(text + "y").closed()).isEqualTo(1009);
            }
            try (RawWebSocket terminal = connect(door)) {
                terminal.send(TEXT, Bytes.utf8("y".repeat(most)));
                assertThat(terminal.send(END, Bytes.utf8("y")).closed()).isEqualTo(1009);
            }
            assertThat(reception.heard()).hasSize(1);
        }
    }

    @Test
    void whatIsNoFrameEndsTheConnection() throws IOException {
        List<Bytes> broken =
                List.of(
                        Bytes.latin1("\u0081\u0002hi"),
                        Bytes.latin1("GET /iclock/ping HTTP/1.1\r\n\r\n"),
                        RawWebSocket.frame(0xC1, Bytes.utf8("deflated")),
                        RawWebSocket.frame(END | 3, Bytes.utf8("reserved")),
                        RawWebSocket.frame(PING, Bytes.utf8("in parts")),
                        RawWebSocket.frame(END | PING, Bytes.utf8("p".repeat(126))),
                        RawWebSocket.frame(END, Bytes.utf8("goes on from nothing")),
                        Bytes.joined(
                                List.of(
                                        RawWebSocket.frame(TEXT, Bytes.utf8("one")),
                                        RawWebSocket.frame(END | TEXT, Bytes.utf8("two")))));
        try (OpenDoor door = open(Limits.patient())) {
            for (Bytes each : broken) {
                try (RawWebSocket terminal = connect(door)) {
                    assertThat(terminal.sendRaw(each).closed()).isEqualTo(1002);
                }
            }
            assertThat(reception.heard()).isEmpty();
        }
    }

    @Test
    void aTextMustBeUtf8AndAnythingElseNeedNot() throws IOException {
        try (OpenDoor door = open(Limits.patient())) {
            for (Bytes each : List.of(Bytes.latin1("\u00E9"), Bytes.latin1("\u00ED\u00A0\u0080"))) {
                try (RawWebSocket terminal = connect(door)) {
                    assertThat(terminal.send(END | TEXT, each).closed()).isEqualTo(1007);
                }
            }
            try (RawWebSocket terminal = connect(door)) {
                terminal.send(TEXT, Bytes.latin1("\u00C3")).send(END, Bytes.latin1("\u00A9"));
                assertThat(terminal.next().text()).isEqualTo("é");
                terminal.send(TEXT, Bytes.utf8("x")).send(END, Bytes.latin1("\u00C3"));
                assertThat(terminal.closed()).isEqualTo(1007);
            }
            try (RawWebSocket terminal = connect(door)) {
                terminal.send(BINARY, Bytes.latin1("\u00FF")).send(END, Bytes.utf8("x"));
                assertThat(terminal.next().head()).isEqualTo(END | TEXT);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1000",
        "03E8, 1000",
        "0FA0, 1000",
        "03F6, 1000",
        "03E8C3A9, 1000",
        "03, 1002",
        "03E7, 1002",
        "03EC, 1002",
        "03ED, 1002",
        "03EE, 1002",
        "03F7, 1002",
        "1388, 1002",
        "03E8C3, 1007"
    })
    void aCodeOfClosingIsOneThatMayBeSaid(String said, int answered) throws IOException {
        try (OpenDoor door = open(Limits.patient());
                RawWebSocket terminal = connect(door)) {
            terminal.send(END | CLOSE, Bytes.wrap(HexFormat.of().parseHex(said)));
            assertThat(terminal.closed()).isEqualTo(answered);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sec-WebSocket-Version: 8 | Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | 426",
                "X: 1                     | Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | 426",
                "Sec-WebSocket-Version: 13 | Sec-WebSocket-Key: dGhlIHNhbXBsZQ==        | 400",
                "Sec-WebSocket-Version: 13 | Sec-WebSocket-Key: no base64, surely ==    | 400",
                "Sec-WebSocket-Version: 13 | X: 1                                       | 400"
            })
    void anUpgradeThatIsNotUnderstoodIsRefused(String version, String key, int status)
            throws IOException {
        try (OpenDoor door = open(Limits.patient());
                RawClient client = door.client()) {
            client.send(
                    "GET /best HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + version
                            + "\r\n"
                            + key
                            + "\r\n\r\n");
            assertThat(client.reply().status()).isEqualTo(status);
            assertThat(client.rest()).isEmpty();
        }
        assertThat(new Handshake("8", "", "").refusal().map(TalkTest::head).orElseThrow())
                .startsWith("HTTP/1.1 426 Upgrade Required\r\n")
                .contains("\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n");
    }

    private static String head(Answer answer) {
        return AnswerWriter.head(answer, Optional.of(Instant.EPOCH), true).asLatin1();
    }

    @Test
    void aMessageThatNeverEndsIsCut() throws Exception {
        try (OpenDoor door = open(Limits.shortSlack());
                RawWebSocket terminal = connect(door)) {
            terminal.send(TEXT, Bytes.utf8("begun"));
            assertThat(terminal.closed()).isZero();
            reception.awaitClosed();
            assertThat(door.door().counts().cut()).isEqualTo(1);
        }
    }

    @Test
    void messagesThatAreNotFinishedShareTheRoomOfAllBodies() throws IOException {
        try (OpenDoor door = open(Limits.patient());
                RawWebSocket first = connect(door);
                RawWebSocket second = connect(door)) {
            first.send(TEXT, Bytes.utf8("x".repeat(Limits.SIZES.body() - 1)));
            first.send(END | PING, Bytes.EMPTY).next();
            assertThat(second.say("x".repeat(Limits.SIZES.body())).closed()).isEqualTo(1013);
            assertThat(first.send(END, Bytes.utf8("x")).next().bytes().length())
                    .isEqualTo(Limits.SIZES.body());
        }
    }

    @Test
    void whoNeverReadsIsCutAndOthersAreServedMeanwhile() throws Exception {
        try (OpenDoor door = open(Limits.shortSlack());
                RawWebSocket deaf = connect(door);
                RawWebSocket other = connect(door)) {
            deaf.say("flood");
            assertThat(other.say("hello").next().text()).isEqualTo("hello");
            reception.awaitClosed();
            assertThat(door.door().counts().cut()).isEqualTo(1);
        }
    }

    @Test
    void theSessionEndsAConnectionAndAFaultOfOursDoesToo() throws IOException {
        try (OpenDoor door = open(Limits.patient())) {
            try (RawWebSocket terminal = connect(door)) {
                assertThat(terminal.say("end").closed()).isEqualTo(1008);
            }
            try (RawWebSocket terminal = connect(door)) {
                assertThat(terminal.say("fail").closed()).isEqualTo(1011);
            }
        }
    }

    @Test
    void aTerminalThatClosesIsAnsweredAndForgotten() throws Exception {
        try (OpenDoor door = open(Limits.patient());
                RawWebSocket terminal = connect(door)) {
            terminal.send(END | CLOSE, Bytes.wrap(new byte[] {3, (byte) 0xE8}));
            assertThat(terminal.closed()).isEqualTo(1000);
            reception.awaitClosed();
        }
    }

    @Test
    void theSessionHearsThatTimePasses() throws Exception {
        try (OpenDoor door = open(Limits.patient());
                RawWebSocket terminal = connect(door)) {
            reception.awaitTicked();
            assertThat(terminal.say("still here").next().text()).isEqualTo("still here");
        }
    }

    @Test
    void whenTheDoorClosesTerminalsAreToldThatTheBoxGoesAway() throws Exception {
        OpenDoor door = open(Limits.patient());
        try (RawWebSocket terminal = connect(door)) {
            assertThat(terminal.say("hello").next().text()).isEqualTo("hello");
            Thread closing = Thread.ofVirtual().start(door::close);
            assertThat(terminal.closed()).isEqualTo(1001);
            closing.join();
        } finally {
            door.close();
        }
    }

    @Test
    void anotherClientThanOursIsUnderstood() throws Exception {
        CompletableFuture<String> said = new CompletableFuture<>();
        WebSocket.Listener listener =
                new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(
                            WebSocket socket, CharSequence text, boolean last) {
                        said.complete(text.toString());
                        socket.request(1);
                        return CompletableFuture.completedFuture(last);
                    }
                };
        try (OpenDoor door = open(Limits.patient());
                HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket =
                    client.newWebSocketBuilder()
                            .buildAsync(
                                    URI.create("ws://127.0.0.1:" + door.door().port() + "/best"),
                                    listener)
                            .join();
            socket.sendText("{\"mid\":", false).join();
            socket.sendText("\"1\"}", true).join();
            assertThat(said.join()).isEqualTo("{\"mid\":\"1\"}");
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            socket.abort();
        }
        assertThat(reception.heard()).containsExactly("{\"mid\":\"1\"}");
    }
}
