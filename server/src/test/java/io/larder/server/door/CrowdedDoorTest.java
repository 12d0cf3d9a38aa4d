package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// More connections, or more bytes, than there is room for.
@Timeout(60)
class CrowdedDoorTest {
    private static final int PLACES = 8;
    private static final String POLL = "GET /iclock/getrequest?SN=1 HTTP/1.1\r\n\r\n";
    private static final String GAVE_WAY =
            "127.0.0.1 connection: cut: gave way to another connection";

    private static String post(int serial, int length) {
        return "POST /iclock/cdata?SN=" + serial + " HTTP/1.1\r\nContent-Length: " + length;
    }

    /// Begins a request whose body never comes. It is in when it is told to go on.
    private static RawClient slow(OpenDoor door) throws IOException {
        RawClient client = door.client();
        client.send(post(1, 50) + "\r\nExpect: 100-continue\r\n\r\n");
        assertThat(client.reply().status()).isEqualTo(100);
        return client;
    }

    private static RawClient from(String address, OpenDoor door) throws IOException {
        return new RawClient(
                new Socket(
                        InetAddress.getLoopbackAddress(),
                        door.door().port(),
                        InetAddress.ofLiteral(address),
                        0));
    }

    @Test
    void slowSendersThatHoldAllPlacesGiveWay() throws Exception {
        try (OpenDoor door =
                        OpenDoor.with(Limits.crowded(PLACES, PLACES, true), FakeExchange.idle());
                RawClient known = door.client()) {
            assertThat(known.send(POLL).reply().status()).isEqualTo(200);
            List<RawClient> slow = new ArrayList<>();
            for (int i = 1; i < PLACES; i++) {
                slow.add(slow(door));
            }
            for (int i = 1; i < PLACES; i++) {
                assertThat(door.ask(POLL).status()).isEqualTo(200);
            }
            assertThat(known.send(POLL).reply().status()).isEqualTo(200);
            assertThat(slow.getFirst().rest()).isEmpty();
            // More than one may have had to go, when the door had not yet seen who left by himself.
            assertThat(door.log().await(1)).containsOnly(GAVE_WAY);
            for (RawClient each : slow) {
                each.close();
            }
        }
    }

    @Test
    void aTerminalThatKeepsItsConnectionForLaterGivesWayAndConnectsAgain() throws IOException {
        try (OpenDoor door = OpenDoor.with(Limits.crowded(1, 1, true), FakeExchange.idle());
                RawClient first = door.client()) {
            assertThat(first.send(POLL).reply().status()).isEqualTo(200);
            try (RawClient second = door.client()) {
                assertThat(second.send(POLL).reply().status()).isEqualTo(200);
                assertThat(first.rest()).isEmpty();
            }
            assertThat(door.ask(POLL).status()).isEqualTo(200);
            assertThat(door.log().lines()).isEmpty();
        }
    }

    @Test
    void whoWaitsForItsOkNeverGivesWay() throws Exception {
        CountDownLatch handed = new CountDownLatch(1);
        CountDownLatch durable = new CountDownLatch(1);
        FakeExchange blocked =
                new FakeExchange(_ -> {
                    handed.countDown();
                    join(durable);
                    return new Answer.Idle();
                });
        try (OpenDoor door = OpenDoor.with(Limits.crowded(1, 1, true), blocked);
                RawClient sender = door.client()) {
            sender.send(post(1, 2) + "\r\n\r\nxx");
            join(handed);

            RawClient.Reply refused = door.ask(POLL);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After", "")).isEqualTo("5");
            durable.countDown();
            assertThat(sender.reply().status()).isEqualTo(200);
        }
    }

    @Test
    void oneAddressLeavesRoomForTheOthers() throws IOException {
        try (OpenDoor door = OpenDoor.with(Limits.crowded(PLACES, 2, false), FakeExchange.idle());
                RawClient first = door.client();
                RawClient second = door.client();
                RawClient other = from("127.0.0.2", door)) {
            assertThat(first.send(POLL).reply().status()).isEqualTo(200);
            assertThat(second.send(POLL).reply().status()).isEqualTo(200);

            assertThat(door.ask(POLL).body())
                    .isEqualTo("all 2 connections of the address are taken");
            assertThat(other.send(POLL).reply().status()).isEqualTo(200);
        }
    }

    @Test
    void oneTerminalDoesNotTakeTheRoomForBodiesFromTheOthers() throws Exception {
        DoorLimits.Sizes sizes = new DoorLimits.Sizes(1024, 4096, 64, 16_384);
        CountDownLatch handed = new CountDownLatch(1);
        CountDownLatch durable = new CountDownLatch(1);
        FakeExchange first =
                new FakeExchange(request -> {
                    if (request.target().endsWith("SN=1")) {
                        handed.countDown();
                        join(durable);
                    }
                    return new Answer.Idle();
                });
        String body = "x".repeat(4096);
        try (OpenDoor door = OpenDoor.with(Limits.with(sizes, Limits.CROWD), first);
                RawClient sender = door.client()) {
            sender.send(post(1, 4096) + "\r\n\r\n" + body);
            join(handed);

            assertThat(door.ask(post(1, 4096) + "\r\n\r\n").status()).isEqualTo(503);
            assertThat(door.ask(post(2, 4096) + "\r\n\r\n" + body).status()).isEqualTo(200);
            assertThat(door.ask(post(3, 64) + "\r\n\r\n" + body.substring(0, 64)).status())
                    .isEqualTo(200);
            durable.countDown();
            assertThat(sender.reply().status()).isEqualTo(200);
        }
    }

    @Test
    void whoWasToldToComeLaterAndDoesNotStopIsHeldAndTheOthersAreNot() throws IOException {
        FakeExchange refusing =
                new FakeExchange(request ->
                        request.target().endsWith("SN=1")
                                ? new Answer.Refused(503, "too many requests", 5)
                                : new Answer.Idle());
        try (OpenDoor door = OpenDoor.with(Limits.patient(), refusing);
                RawClient restless = door.client()) {
            long began = System.nanoTime();
            assertThat(restless.send(POLL).reply().status()).isEqualTo(503);
            restless.send(POLL);
            assertThat(door.ask(POLL.replace("SN=1", "SN=2")).status()).isEqualTo(200);
            assertThat(restless.reply().status()).isEqualTo(503);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isGreaterThanOrEqualTo(DoorLimits.HOLD);
        }
    }

    @Test
    void whoHasNotLoggedInGivesWayAndWhoHasDoesNot() throws Exception {
        FakeReception reception = new FakeReception();
        Talks talks = new Talks("/best", reception);
        try (OpenDoor door =
                        OpenDoor.with(
                                Limits.crowded(1, 1, true),
                                FakeExchange.idle(),
                                Optional.of(talks));
                RawWebSocket _ = RawWebSocket.open(door.door().port(), "/best")) {
            assertThat(door.ask(POLL).status()).isEqualTo(200);
            reception.awaitClosed();

            try (RawWebSocket terminal = RawWebSocket.open(door.door().port(), "/best")) {
                terminal.say("hello").next();
                assertThat(door.ask(POLL).status()).isEqualTo(503);
                assertThat(terminal.say("again").next().text()).isEqualTo("again");
            }
        }
    }

    @Test
    void whoHasNotLoggedInSaysLittleAtATime() throws IOException {
        DoorLimits.Sizes sizes = new DoorLimits.Sizes(1024, 256 << 10, 64, 256 << 10);
        Talks talks = new Talks("/best", new FakeReception());
        String large = "x".repeat(DoorLimits.STRANGER_BYTES + 1);
        try (OpenDoor door =
                OpenDoor.with(
                        Limits.with(sizes, Limits.CROWD),
                        FakeExchange.idle(),
                        Optional.of(talks))) {
            try (RawWebSocket stranger = RawWebSocket.open(door.door().port(), "/best")) {
                assertThat(stranger.say(large).closed()).isEqualTo(1009);
            }
            try (RawWebSocket terminal = RawWebSocket.open(door.door().port(), "/best")) {
                terminal.say("hello").next();
                assertThat(terminal.say(large).next().text()).isEqualTo(large);
            }
        }
    }

    private static void join(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
