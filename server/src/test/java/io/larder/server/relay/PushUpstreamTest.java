package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Bytes;
import io.larder.server.relay.push.PushSettings;
import io.larder.server.relay.push.StrictPushServer;
import io.larder.server.relay.push.StrictPushServer.Deed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a server of the terminals' own protocol gets of a box.
@Timeout(120)
class PushUpstreamTest {
    private static final String CANTEEN = PushBox.CANTEEN;
    private static final String CLOCK = PushBox.CLOCK;

    @TempDir Path folder;
    private StrictPushServer server;
    private PushBox box;

    @BeforeEach
    void open() throws IOException {
        server = new StrictPushServer().start();
        box = new PushBox(folder, server.port()).withTerminals();
    }

    @AfterEach
    void close() {
        box.close();
        server.close();
        assertThat(server.violations()).isEmpty();
    }

    private void again() throws IOException {
        box = box.startedAgain(folder, server.port());
    }

    @Test
    void uploadsArriveAsTheyCameInTheOrderOfEachTerminal() throws Exception {
        List<String> sold = new ArrayList<>(box.sells(CANTEEN, 3));
        String punch = box.punches(CLOCK, 8);
        sold.addAll(box.sells(CANTEEN, 2));
        box.delivering().drained();
        sold.addAll(box.sells(CANTEEN, 1));
        box.drained();

        assertThat(server.rows(CANTEEN)).isEqualTo(sold);
        assertThat(server.rows(CLOCK)).hasSize(2).endsWith(punch);
        assertThat(server.uploads(CANTEEN))
                .first()
                .isEqualTo(
                        "/iclock/cpos?SN=C1&table=BUYLOG&Stamp=2018-11-02T10:16:58+08:00&StampId=3");
        assertThat(server.uploads(CANTEEN)).hasSize(3);
    }

    @Test
    void aTerminalIntroducesItselfInItsOwnWordsAndOnlyOnce() throws Exception {
        box.delivering().drained();
        box.punches(CLOCK, 9);
        box.drained();

        assertThat(server.hello(CLOCK)).isEqualTo("/iclock/cdata?SN=A1&options=all&pushver=2.2.14");
        assertThat(server.hellos(CLOCK)).isEqualTo(1);
    }

    @Test
    void whatHoldsBlanksAndBytesGoesOutAsItCame() throws Exception {
        String body =
                "PIN=20150731103012-123.jpg\nSN=A1\nsize=4\nCMD=uploadphoto\0\u00ff\u00d8\u00ff\u00e0";
        box.whole.upload(
                CLOCK, "/iclock/cdata?SN=A1&table= ATTPHOTO&Stamp=9999", Bytes.latin1(body));
        box.delivering().drained();

        assertThat(server.uploads(CLOCK))
                .last()
                .isEqualTo("/iclock/cdata?SN=A1&table= ATTPHOTO&Stamp=9999");
        assertThat(server.rows(CLOCK)).last().asString().endsWith("\0\u00ff\u00d8\u00ff\u00e0");
    }

    @Test
    void everyDocumentedFormOfOkIsOne() throws Exception {
        for (String ok : List.of("OK", "OK\n", "OK:2", "OK: 2\nPOST from: C1\n", "ok")) {
            server.mood(request ->
                    request.isUpload()
                            ? new Deed.Say(200, "text/plain", ok)
                            : StrictPushServer.SERVE);
            box.sells(CANTEEN, 2);
            if (ok.equals("OK")) {
                box.delivering();
            }
            box.drained();
        }

        assertThat(box.deadLetters()).isZero();
        assertThat(server.hellos(CANTEEN)).isEqualTo(1);
    }

    @Test
    void fewerRowsThanThereAreAreSentOnceMore() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        server.mood(request -> {
            if (!request.isUpload() || !request.serial().equals(CANTEEN)) {
                return StrictPushServer.SERVE;
            }
            asked.incrementAndGet();
            return new Deed.Say(200, "text/plain", "OK: 1");
        });
        box.sells(CANTEEN, 3);
        box.delivering().drained();

        assertThat(asked).hasValue(2);
        assertThat(box.upstream.aside()).isEmpty();
    }

    @Test
    void whateverIsNoOkIsNoAcknowledgement() throws Exception {
        box.delivering().drained();
        List<String> sold = new ArrayList<>();
        for (Deed deed :
                List.of(
                        new Deed.Say(200, "text/html", "<html>log in</html>"),
                        new Deed.Say(302, "text/plain", "OK"),
                        new Deed.Say(500, "text/plain", "OK"),
                        new Deed.Say(503, "text/plain", "busy"),
                        new Deed.Say(200, "text/plain", ""),
                        new Deed.Raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nO"),
                        new Deed.Raw(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK"),
                        new Deed.Raw("SSH-2.0-OpenSSH\r\n"),
                        new Deed.HangUp(),
                        new Deed.LoseAnswer())) {
            server.mood(_ -> deed);
            sold.addAll(box.sells(CANTEEN, 1));
            assertThat(box.whole.relay().await(state -> !state.connected(), WholeBox.PATIENCE))
                    .as("%s", deed)
                    .isTrue();
            server.mood(_ -> StrictPushServer.SERVE);
            box.drained();
        }

        assertThat(server.rows(CANTEEN)).isEqualTo(sold);
        assertThat(box.deadLetters()).isZero();
    }

    @Test
    void aChunkedAnswerAndOneUntilTheEndAreUnderstood() throws Exception {
        box.delivering().drained();
        for (String answer :
                List.of(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nO\r\n1;x=y\r\nK\r\n0\r\n\r\n",
                        "HTTP/1.0 200 OK\r\n\r\nOK",
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK")) {
            server.mood(
                    request -> request.isUpload() ? new Deed.Raw(answer) : StrictPushServer.SERVE);
            box.sells(CANTEEN, 1);
            box.drained();
        }

        assertThat(server.hellos(CANTEEN)).isEqualTo(1);
    }

    @Test
    void aServerThatNeverAnswersIsALineThatIsDown() throws Exception {
        box.close();
        box =
                new PushBox(
                        folder,
                        server.port(),
                        PushBox.QUICK.withAnswer(Duration.ofMillis(150)),
                        settings -> settings);
        box.delivering().drained();
        server.mood(_ -> new Deed.Silence());
        List<String> sold = box.sells(CANTEEN, 1);
        assertThat(
                        box.whole
                                .relay()
                                .await(
                                        state ->
                                                !state.connected()
                                                        && state.lastError()
                                                                .filter(it ->
                                                                        it.contains(
                                                                                "no answer within"))
                                                                .isPresent(),
                                        WholeBox.PATIENCE))
                .isTrue();
        server.mood(_ -> StrictPushServer.SERVE);
        box.drained();

        assertThat(server.rows(CANTEEN)).isEqualTo(sold);
    }

    @Test
    void aServerThatStartsAgainGetsTheRest() throws Exception {
        List<String> sold = new ArrayList<>(box.sells(CANTEEN, 2));
        box.delivering().drained();
        server.stop();
        sold.addAll(box.sells(CANTEEN, 2));
        assertThat(box.whole.relay().await(state -> !state.connected(), WholeBox.PATIENCE))
                .isTrue();
        server.start();
        box.drained();

        assertThat(server.rows(CANTEEN)).isEqualTo(sold);
    }

    @Test
    void aBoxThatStartsAgainSendsOnlyTheRest() throws Exception {
        List<String> sold = new ArrayList<>(box.sells(CANTEEN, 2));
        box.delivering().drained();
        again();
        sold.addAll(box.sells(CANTEEN, 2));
        box.delivering().drained();

        assertThat(server.rows(CANTEEN)).isEqualTo(sold);
        assertThat(server.uploads(CANTEEN)).hasSize(2);
    }

    @Test
    void repliesToTheBoxesOwnCommandsStayHere() throws Exception {
        box.whole.orders(CANTEEN, "INFO");
        box.whole.replies(CANTEEN, box.whole.polled(CANTEEN), 0);
        box.sells(CANTEEN, 1);
        box.delivering().drained();

        assertThat(server.replies(CANTEEN)).isEmpty();
        assertThat(server.uploads(CANTEEN)).hasSize(1);
    }

    @Test
    void onlyTheTerminalsAndTablesThatAreWantedGoOut() throws Exception {
        box.close();
        box =
                new PushBox(
                        folder,
                        server.port(),
                        PushBox.QUICK,
                        all ->
                                new PushSettings(
                                        all.server(),
                                        Set.of(CLOCK),
                                        Set.of("operlog"),
                                        all.commKey(),
                                        true,
                                        true));
        box.sells(CANTEEN, 1);
        box.whole.upload(
                CLOCK, "/iclock/cdata?SN=A1&table=OPERLOG&Stamp=1", Bytes.utf8("OPLOG 1\t0\n"));
        box.delivering().drained();

        assertThat(server.rows(CANTEEN)).isEmpty();
        assertThat(server.uploads(CLOCK))
                .containsExactly("/iclock/cdata?SN=A1&table=ATTLOG&Stamp=1");
    }

    @Test
    void whatTheServerSwitchedOffIsNotSentButPunchesAlwaysAre() throws Exception {
        server.options("TransFlag=TransData OpLog\tEnrollUser\nDelay=1\nErrorDelay=1\n", 1000);
        box.whole.upload(
                CLOCK, "/iclock/cdata?SN=A1&table=ATTPHOTO&Stamp=1", Bytes.utf8("PIN=1\0x"));
        box.whole.upload(
                CLOCK, "/iclock/cdata?SN=A1&table=OPERLOG&Stamp=1", Bytes.utf8("OPLOG 1\t0\n"));
        box.delivering().drained();

        assertThat(server.uploads(CLOCK))
                .containsExactly(
                        "/iclock/cdata?SN=A1&table=ATTLOG&Stamp=1",
                        "/iclock/cdata?SN=A1&table=OPERLOG&Stamp=1");
    }

    @Test
    void aThousandUploadsOfManyTerminalsArriveInOrder() throws Exception {
        List<String> serials = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            serials.add("C10" + i);
            box.whole.withSilentTerminal("C10" + i);
        }
        List<List<String>> sold = new ArrayList<>();
        serials.forEach(_ -> sold.add(new ArrayList<>()));
        for (int round = 0; round < 25; round++) {
            for (int i = 0; i < serials.size(); i++) {
                sold.get(i).addAll(box.sells(serials.get(i), 2));
            }
            if (round == 12) {
                box.delivering();
            }
        }
        box.drained();

        for (int i = 0; i < serials.size(); i++) {
            assertThat(server.rows(serials.get(i))).isEqualTo(sold.get(i));
        }
    }
}
