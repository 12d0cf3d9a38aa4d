package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Answer;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DoorLimitsTest {
    private static final String POLL = "GET /iclock/getrequest?SN=1 HTTP/1.1\r\n\r\n";

    /// Heap of a box whose terminals are quiet, as measured.
    private static final long QUIET_BYTES = 11 << 20;

    private static final String CHUNKED = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static String post(int length) {
        return "POST /iclock/cdata?SN=1&Passwd=geheim HTTP/1.1\r\nContent-Length: "
                + length
                + "\r\n\r\n";
    }

    @Test
    void aHeadLongerThanTheLimitIsRefused() throws IOException {
        try (OpenDoor door = OpenDoor.idle()) {
            String fits = "GET /" + "x".repeat(1024 - 18) + " HTTP/1.1\r\n\r\n";
            assertThat(door.ask(fits.replace("xxx", "x")).status()).isEqualTo(200);

            RawClient.Reply reply = door.ask("GET /xx?Passwd=geheim" + "x".repeat(2000));

            assertThat(reply.statusLine())
                    .isEqualTo("HTTP/1.1 431 Request Header Fields Too Large");
            assertThat(door.log().lines())
                    .containsExactly(
                            "127.0.0.1 GET /xx: 431 request head is longer than 1024 bytes");
        }
    }

    @Test
    @Conforms("GEN-021")
    void aBodyLargerThanTheLimitIsRefusedUnread() throws IOException {
        try (OpenDoor door = OpenDoor.idle()) {
            assertThat(door.ask(post(4096) + "x".repeat(4096)).status()).isEqualTo(200);
            try (RawClient client = door.client()) {
                RawClient.Reply reply = client.send(post(4097)).reply();

                assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 413 Content Too Large");
                assertThat(client.rest()).isEmpty();
            }
            assertThat(door.exchange().asked()).hasSize(1);
            assertThat(door.log().lines())
                    .containsExactly(
                            "127.0.0.1 POST /iclock/cdata: 413 body is longer than 4096 bytes");
        }
    }

    @Test
    @Conforms("GEN-021")
    void aChunkedBodyIsRefusedAsSoonAsItIsTooLarge() throws IOException {
        try (OpenDoor door = OpenDoor.idle()) {
            String half = "800\r\n" + "x".repeat(2048) + "\r\n";

            assertThat(door.ask(CHUNKED + half + half + "1\r\n").status()).isEqualTo(413);
            assertThat(door.ask(CHUNKED + "7fffffffffffffffffff\r\n").status()).isEqualTo(413);
            assertThat(door.ask(CHUNKED + half + half + "0\r\n\r\n").status()).isEqualTo(200);
            assertThat(door.exchange().onlyOne().body().length()).isEqualTo(4096);
        }
    }

    @Test
    void aSenderIsNotToldToGoOnWithABodyThatIsTooLarge() throws IOException {
        try (OpenDoor door = OpenDoor.idle();
                RawClient client = door.client()) {
            client.send("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4097\r\n\r\n");

            assertThat(client.reply().status()).isEqualTo(413);
        }
    }

    @Test
    void aSenderStillWritingGetsToReadItsRefusal() throws IOException {
        try (OpenDoor door = OpenDoor.with(Limits.longLinger(), FakeExchange.idle());
                RawClient client = door.client()) {
            client.send(post(500_000) + "x".repeat(500_000));

            assertThat(client.reply().status()).isEqualTo(413);
        }
    }

    @Test
    void aSilentConnectionIsClosedAfterTheIdleTime() throws IOException {
        try (OpenDoor door = OpenDoor.with(Limits.shortIdle(), FakeExchange.idle());
                RawClient client = door.client()) {
            assertThat(client.send(POLL).reply().status()).isEqualTo(200);
            assertThat(client.rest()).isEmpty();
            assertThat(door.door().counts().cut()).isZero();
        }
    }

    @Test
    void aConnectionThatNeverSaysAnythingIsClosed() throws IOException {
        try (OpenDoor door = OpenDoor.with(Limits.shortHead(), FakeExchange.idle());
                RawClient client = door.client()) {
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aHeadThatDribblesInIsCutAtItsDeadline() throws Exception {
        try (OpenDoor door = OpenDoor.with(Limits.shortHead(), FakeExchange.idle());
                RawClient client = door.client()) {
            client.send("GET /iclock/cdata?");
            assertThatThrownBy(() -> dribble(client)).isInstanceOf(IOException.class);
            assertThat(door.exchange().asked()).isEmpty();
            assertThat(door.log().await(1))
                    .containsExactly("127.0.0.1 connection: cut: request head took too long");
        }
    }

    @Test
    void aBodyThatDribblesInIsCutAtItsDeadline() throws Exception {
        try (OpenDoor door = OpenDoor.with(Limits.shortSlack(), FakeExchange.idle());
                RawClient client = door.client();
                RawClient chunked = door.client()) {
            client.send(post(4096));
            assertThatThrownBy(() -> dribble(client)).isInstanceOf(IOException.class);
            assertThat(door.log().await(1))
                    .containsExactly("127.0.0.1 connection: cut: body came too slowly");
            chunked.send(CHUNKED + "fff;");
            assertThatThrownBy(() -> dribble(chunked)).isInstanceOf(IOException.class);
            assertThat(door.exchange().asked()).isEmpty();
        }
    }

    /// One byte at a time for as long as the other side takes them, some 100 times slower than the
    /// slowest pace. Waits on the socket itself, for an answer that never comes.
    private static void dribble(RawClient client) throws IOException {
        for (int sent = 0; sent < 2000; sent++) {
            client.send("1");
            client.waitAMoment();
        }
    }

    @Test
    void anAnswerThatIsNotTakenIsGivenUp() throws Exception {
        Answer huge = new Answer.Text(Bytes.wrap(new byte[64 << 20]));
        DoorLimits.Times times = Limits.shortSlack().times();
        DoorLimits limits = new DoorLimits(Limits.SIZES, times, Limits.CROWD);
        // The time for an answer grows with its size, so that the clock runs fast here.
        DoorClock fast =
                new DoorClock(() -> Optional.of(OpenDoor.NOW), () -> System.nanoTime() * 1_000_000);
        FakeExchange exchange = new FakeExchange(_ -> huge);
        RecordingLogger log = new RecordingLogger();
        DoorSettings settings = new DoorSettings("127.0.0.1", 0, slowerHead(limits));
        try (TerminalDoor door =
                        TerminalDoor.open(settings, exchange, Optional.empty(), fast, log);
                RawClient client = new RawClient(door.port())) {
            client.send("GET / HTTP/1.1\r\n\r\n");
            assertThat(log.await(1))
                    .containsExactly("127.0.0.1 connection: cut: answer was not taken in time");
        }
    }

    /// A head may take a week and more, because the clock runs a million times too fast.
    private static DoorLimits slowerHead(DoorLimits limits) {
        DoorLimits.Times times = limits.times();
        Duration patient = Duration.ofDays(365);
        return new DoorLimits(
                limits.sizes(),
                new DoorLimits.Times(
                        patient,
                        patient,
                        times.slack(),
                        times.budgetWait(),
                        times.linger(),
                        times.tick(),
                        times.shutdown()),
                limits.crowd());
    }

    @Test
    @Conforms("GEN-042")
    void aSlowBodyHoldsUpNobodyElse() throws IOException {
        try (OpenDoor door = OpenDoor.idle();
                RawClient slow = door.client()) {
            slow.send(post(4000) + "x".repeat(3999));
            for (int i = 0; i < 20; i++) {
                assertThat(door.ask(post(64) + "y".repeat(64)).status()).isEqualTo(200);
            }
            assertThat(slow.send("x").reply().status()).isEqualTo(200);
        }
    }

    @Test
    void aLargeBodyWithoutRoomInTheBudgetIsRefusedUnread() throws IOException {
        CountDownLatch durable = new CountDownLatch(1);
        CountDownLatch handed = new CountDownLatch(1);
        FakeExchange blocked = new FakeExchange(request -> block(request.body(), handed, durable));
        try (OpenDoor door = OpenDoor.with(Limits.patient(), blocked);
                RawClient first = door.client()) {
            first.send(post(4096) + "x".repeat(4096));
            assertThat(await(handed)).isTrue();

            RawClient.Reply refused = door.ask(post(4000));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After", "")).isEqualTo("5");
            assertThat(door.ask(CHUNKED + "fff\r\n" + "x".repeat(100)).status()).isEqualTo(503);
            assertThat(door.ask(post(64) + "x".repeat(64)).status()).isEqualTo(200);

            durable.countDown();
            assertThat(first.reply().status()).isEqualTo(200);
            assertThat(door.ask(post(4096) + "x".repeat(4096)).status()).isEqualTo(200);
        }
    }

    private static Answer block(Bytes body, CountDownLatch handed, CountDownLatch durable) {
        if (body.length() > 64) {
            handed.countDown();
            await(durable);
        }
        return new Answer.Idle();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void aConnectionTooManyIsToldSo() throws IOException {
        try (OpenDoor door = OpenDoor.with(Limits.crowded(2, 2, false), FakeExchange.idle())) {
            List<RawClient> inside = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                inside.add(door.client());
                assertThat(inside.getLast().send(POLL).reply().status()).isEqualTo(200);
            }
            assertThat(door.door().counts().connections()).isEqualTo(2);
            try (RawClient third = door.client()) {
                RawClient.Reply reply = third.send(POLL).reply();
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.header("Retry-After", "")).isEqualTo("5");
                assertThat(third.rest()).isEmpty();
            }
            inside.getFirst().send(POLL.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            assertThat(inside.getFirst().rest()).startsWith("HTTP/1.1 200 OK");
            assertThat(askUntilLetIn(door)).isEqualTo(200);
            inside.getLast().close();
        }
    }

    /// The place of one who left is free a moment after the client has seen the end.
    private static int askUntilLetIn(OpenDoor door) throws IOException {
        int status = door.ask(POLL).status();
        for (int i = 0; i < 1000 && status == 503; i++) {
            status = door.ask(POLL).status();
        }
        return status;
    }

    @Test
    void closingTheDoorEndsIdleConnectionsAndAnswersTheOthersFirst() throws Exception {
        CountDownLatch durable = new CountDownLatch(1);
        CountDownLatch handed = new CountDownLatch(1);
        FakeExchange blocked = new FakeExchange(request -> block(request.body(), handed, durable));
        OpenDoor door = OpenDoor.with(Limits.patient(), blocked);
        try (RawClient idle = door.client();
                RawClient busy = door.client()) {
            assertThat(idle.send(POLL).reply().status()).isEqualTo(200);
            busy.send(post(65) + "x".repeat(65));
            await(handed);

            Thread closing = Thread.ofPlatform().start(door::close);
            assertThat(idle.rest()).isEmpty();
            durable.countDown();
            assertThat(busy.rest()).startsWith("HTTP/1.1 200 OK");
            closing.join();
        }
    }

    @Test
    void anAddressThatCannotBeHadIsAnError() {
        try (OpenDoor door = OpenDoor.idle()) {
            DoorSettings taken =
                    new DoorSettings("127.0.0.1", door.door().port(), Limits.patient());

            assertThatThrownBy(
                            () -> TerminalDoor.open(taken, FakeExchange.idle(), DoorClock.system()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:");
        }
    }

    @Test
    void theDefaultsFitTogether() {
        DoorLimits limits = DoorLimits.defaults();

        assertThat(limits.timeFor(3 << 20)).isEqualTo(Duration.ofSeconds(20 + 3072));
        assertThat(limits.bytesPerSlack()).isEqualTo(20 * 1024);
        assertThatThrownBy(() -> new DoorLimits.Sizes(1, 10, 1, 9))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLargeHeapHasTheUsualLimits() {
        assertThat(DoorLimits.fitting(96 << 20, false, 0)).isEqualTo(DoorLimits.defaults());
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 38, 48, 64})
    void whatSlowSendersCanHoldFitsASmallHeap(int megabytes) {
        long heap = (long) megabytes << 20;

        DoorLimits limits = DoorLimits.fitting(heap, false, 0);

        DoorLimits.Crowd crowd = limits.crowd();
        long connected = (long) crowd.open() + crowd.refusals();
        long held = connected * (limits.sizes().head() + limits.sizes().unbudgeted());
        assertThat(held + limits.sizes().budget()).isLessThan(heap - QUIET_BYTES);
        assertThat(crowd.open()).isGreaterThan(64);
        assertThat(crowd.perAddress()).isLessThan(crowd.open());
        assertThat(limits.sizes().budget()).isGreaterThanOrEqualTo(limits.sizes().body());
        assertThat(DoorLimits.fitting(heap, true, 0).crowd().open()).isLessThan(crowd.open());
    }

    @Test
    void noHeapIsTooSmallForSomeTerminals() {
        assertThat(DoorLimits.fitting(8 << 20, true, 0).crowd().open()).isEqualTo(64);
    }

    @Test
    void whatTheOwnerAllowsIsSharedBetweenAddresses() {
        DoorLimits.Crowd few = DoorLimits.fitting(38 << 20, false, 200).crowd();
        DoorLimits.Crowd many = DoorLimits.fitting(38 << 20, false, 2_000).crowd();
        DoorLimits.Crowd one = DoorLimits.fitting(38 << 20, false, 1).crowd();

        assertThat(List.of(few.open(), few.perAddress(), few.refusals()))
                .containsExactly(200, 150, 50);
        assertThat(List.of(many.open(), many.perAddress(), many.refusals()))
                .containsExactly(2_000, 768, 256);
        assertThat(List.of(one.open(), one.perAddress(), one.refusals())).containsOnly(1);
    }
}
