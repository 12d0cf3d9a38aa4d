package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Answer;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TlsDoorTest {
    private static final String POLL = "GET /iclock/getrequest?SN=1 HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String LAST = POLL.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");

    private static final DoorLimits SHORT = Limits.shortHead();

    /// The beginning of a ClientHello that says 512 bytes follow.
    private static final Bytes HALF_HELLO =
            Bytes.wrap(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3, 7, 7, 7});

    private static OpenDoor open(DoorLimits limits) {
        return OpenDoor.covered(limits, FakeExchange.idle(), Optional.empty());
    }

    @Test
    @Conforms("ENC-013")
    void bothPortsServeTheSameTerminalsAtTheSameTime() throws IOException {
        try (OpenDoor door = open(Limits.patient());
                RawClient plain = door.client();
                RawClient covered = door.tlsClient()) {
            for (int i = 0; i < 3; i++) {
                assertThat(plain.send(POLL).reply().body()).isEqualTo("OK");
                assertThat(covered.send(POLL).reply().body()).isEqualTo("OK");
            }
            assertThat(door.exchange().asked())
                    .hasSize(6)
                    .allMatch(each -> each.path().equals("/iclock/getrequest"))
                    .allMatch(each -> each.peer().equals("127.0.0.1"));
            assertThat(door.door().counts()).isEqualTo(new DoorCounts(2, 6, 0, 0));
        }
    }

    @Test
    void theEndOfAConnectionIsSaidInTls() throws IOException {
        try (OpenDoor door = open(Limits.patient());
                RawClient client = door.tlsClient()) {
            assertThat(client.send(LAST).reply().status()).isEqualTo(200);
            // Reading on would fail if the socket were only closed below TLS.
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aClientThatSaysNothingIsCut() throws Exception {
        try (OpenDoor door = open(SHORT);
                RawClient client = door.bareClient()) {
            assertThat(client.rest()).isEmpty();
            assertThat(door.log().await(1))
                    .containsExactly("127.0.0.1 connection: cut: TLS handshake took too long");
            assertThat(door.door().counts()).isEqualTo(new DoorCounts(0, 0, 0, 1));
        }
    }

    @Test
    void halfAHandshakeIsCut() throws Exception {
        try (OpenDoor door = open(SHORT);
                RawClient client = door.bareClient()) {
            assertThat(client.send(HALF_HELLO).rest()).isEmpty();
            assertThat(door.log().await(1))
                    .containsExactly("127.0.0.1 connection: cut: TLS handshake took too long");
        }
    }

    @Test
    void aHandshakeOneByteAtATimeIsCut() throws Exception {
        try (OpenDoor door = open(SHORT);
                RawClient client = door.bareClient()) {
            client.send(HALF_HELLO);
            assertThatThrownBy(
                            () -> {
                                for (int sent = 0; sent < 2000; sent++) {
                                    client.send("1");
                                    client.waitAMoment();
                                }
                            })
                    .isInstanceOf(IOException.class);
            assertThat(door.log().await(1))
                    .containsExactly("127.0.0.1 connection: cut: TLS handshake took too long");
        }
    }

    @Test
    void halfARequestAfterTheHandshakeIsCut() throws Exception {
        try (OpenDoor door = open(SHORT);
                RawClient client = door.tlsClient()) {
            client.send("GET /iclock HTTP/1.1\r\nHo");
            assertThat(door.log().await(1))
                    .containsExactly("127.0.0.1 connection: cut: request head took too long");
            assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anAnswerThatIsNotTakenIsGivenUpThoughTlsWaitsForItsOwnLock() throws Exception {
        Answer huge = new Answer.Text(Bytes.wrap(new byte[64 << 20]));
        DoorLimits.Times times = Limits.shortSlack().times();
        Duration patient = Duration.ofDays(365);
        DoorLimits limits =
                new DoorLimits(
                        Limits.SIZES,
                        new DoorLimits.Times(
                                patient,
                                patient,
                                times.slack(),
                                times.budgetWait(),
                                times.linger(),
                                times.tick(),
                                times.shutdown()),
                        Limits.CROWD);
        // The time for an answer grows with its size, so that the clock runs fast here.
        DoorClock fast =
                new DoorClock(() -> Optional.of(OpenDoor.NOW), () -> System.nanoTime() * 1_000_000);
        RecordingLogger log = new RecordingLogger();
        DoorSettings settings =
                new DoorSettings(
                        "127.0.0.1",
                        DoorSettings.NO_PORT,
                        limits,
                        Optional.of(OpenDoor.covering()));
        FakeExchange exchange = new FakeExchange(_ -> huge);
        try (TerminalDoor door =
                        TerminalDoor.open(settings, exchange, Optional.empty(), fast, log);
                RawClient client = new RawClient(new OpenDoor(door, exchange, log).tlsSocket())) {
            client.send(POLL);
            assertThat(log.await(1))
                    .containsExactly("127.0.0.1 connection: cut: answer was not taken in time");
            assertThat(door.port()).isEqualTo(DoorSettings.NO_PORT);
        }
    }

    @Test
    void plainHttpOnTheTlsPortEndsAtOnceAndHarmsNobody() throws IOException {
        try (OpenDoor door = open(Limits.patient())) {
            for (int i = 0; i < 100; i++) {
                try (RawClient lost = door.bareClient()) {
                    assertThat(lost.send(POLL).rest()).doesNotContain("HTTP");
                }
            }
            try (RawClient client = door.tlsClient()) {
                assertThat(client.send(POLL).reply().status()).isEqualTo(200);
            }
            assertThat(door.exchange().asked()).hasSize(1);
        }
    }

    @Test
    void tlsOnThePlainPortIsNoRequest() throws IOException {
        try (OpenDoor door = open(SHORT);
                RawClient lost = door.client()) {
            lost.send(HALF_HELLO).sendNoMore();
            assertThat(lost.rest()).doesNotContain("200");
            assertThat(door.exchange().asked()).isEmpty();
        }
    }

    @Test
    void bothPortsShareOneCrowd() throws IOException {
        try (OpenDoor door = open(Limits.crowded(2, 2, false));
                RawClient plain = door.client();
                RawClient covered = door.tlsClient()) {
            assertThat(plain.send(POLL).reply().status()).isEqualTo(200);
            assertThat(covered.send(POLL).reply().status()).isEqualTo(200);

            assertThat(door.ask(POLL).status()).isEqualTo(503);
            try (RawClient third = door.tlsClient()) {
                assertThatThrownBy(() -> third.send(POLL).reply()).isInstanceOf(IOException.class);
            }
            covered.send(LAST).reply();
            assertThat(covered.rest()).isEmpty();
            assertThat(askUntilLetIn(door)).isEqualTo(200);
        }
    }

    /// The place of one who left is free a moment after the client has seen the end.
    private static int askUntilLetIn(OpenDoor door) throws IOException {
        for (int i = 0; i < 1000; i++) {
            try (RawClient client = door.tlsClient()) {
                return client.send(POLL).reply().status();
            } catch (IOException _) {
                // Not yet.
            }
        }
        return 0;
    }

    @Test
    void manyWhoNeverShakeHandsAreLetGo() throws IOException {
        List<RawClient> silent = new ArrayList<>();
        try (OpenDoor door = open(SHORT)) {
            for (int i = 0; i < Limits.CROWD.open() + 20; i++) {
                silent.add(door.bareClient());
            }
            for (RawClient each : silent) {
                assertThat(each.rest()).isEmpty();
                each.close();
            }
            assertThat(askUntilLetIn(door)).isEqualTo(200);
        }
    }

    @Test
    void whoNeverShakesHandsGivesWayToWhoDoes() throws IOException {
        List<RawClient> silent = new ArrayList<>();
        try (OpenDoor door = open(Limits.crowded(8, 8, true))) {
            for (int i = 0; i < 12; i++) {
                silent.add(door.bareClient());
            }
            try (RawClient client = door.tlsClient()) {
                assertThat(client.send(POLL).reply().status()).isEqualTo(200);
            }
            for (RawClient each : silent.subList(0, 5)) {
                assertThat(each.rest()).isEmpty();
            }
            assertThat(door.log().lines())
                    .containsExactly("127.0.0.1 connection: cut: gave way to another connection");
        } finally {
            for (RawClient each : silent) {
                each.close();
            }
        }
    }

    @Test
    void olderTlsIsRefused() throws IOException {
        try (OpenDoor door = open(Limits.patient());
                SSLSocket old = door.tlsSocket()) {
            old.setEnabledProtocols(new String[] {"TLSv1.1"});
            assertThatThrownBy(old::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
        try (OpenDoor door = open(Limits.patient());
                SSLSocket young = door.tlsSocket()) {
            young.setEnabledProtocols(new String[] {"TLSv1.2"});
            young.startHandshake();
            assertThat(young.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
    }

    @Test
    void aConnectionCannotBeBegunAnewInTheMiddle() throws IOException {
        try (OpenDoor door = open(Limits.patient());
                SSLSocket client = door.tlsSocket()) {
            client.setEnabledProtocols(new String[] {"TLSv1.2"});
            RawClient raw = new RawClient(client);
            assertThat(raw.send(POLL).reply().status()).isEqualTo(200);
            client.startHandshake();
            assertThatThrownBy(() -> raw.send(POLL).reply()).isInstanceOf(SSLException.class);
            assertThat(door.exchange().asked()).hasSize(1);
        }
    }

    @Test
    void meetingTerminalsTalkOverTlsToo() throws IOException {
        Talks talks = new Talks("/best", new FakeReception());
        try (OpenDoor door =
                        OpenDoor.covered(
                                Limits.patient(), FakeExchange.idle(), Optional.of(talks));
                RawWebSocket terminal = RawWebSocket.connect(door.tlsSocket())) {
            terminal.upgrade("/best", "");
            terminal.say("{\"a\":\"1\"}");
            assertThat(terminal.next().text()).isEqualTo("{\"a\":\"1\"}");
        }
    }

    @Test
    void closingTheDoorEndsIdleConnections() throws Exception {
        OpenDoor door = open(Limits.patient());
        try (RawClient idle = door.tlsClient()) {
            assertThat(idle.send(POLL).reply().status()).isEqualTo(200);
            Thread closing = Thread.ofPlatform().start(door::close);
            assertThatThrownBy(idle::reply).isInstanceOf(IOException.class);
            closing.join();
        }
    }
}
