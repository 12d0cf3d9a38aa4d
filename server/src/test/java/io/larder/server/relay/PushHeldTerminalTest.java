package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.relay.push.PushLimits;
import io.larder.server.relay.push.StrictPushServer;
import io.larder.server.relay.push.StrictPushServer.Deed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A terminal that does not get on with the server keeps nobody back, and loses nothing.
@Timeout(120)
class PushHeldTerminalTest {
    private static final String CANTEEN = PushBox.CANTEEN;
    private static final String CLOCK = PushBox.CLOCK;
    private static final Deed UNKNOWN = new Deed.Say(200, "text/plain", "UNKNOWN DEVICE");

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

    private void turnAway(String serial, Deed deed) {
        server.mood(request -> request.serial().equals(serial) ? deed : StrictPushServer.SERVE);
    }

    @Test
    void aTerminalThatTheServerDoesNotKnowIsSetAsideAndTheOthersGoOn() throws Exception {
        turnAway(CLOCK, UNKNOWN);
        List<String> sold = new ArrayList<>(box.sells(CANTEEN, 2));
        String punch = box.punches(CLOCK, 8);
        sold.addAll(box.sells(CANTEEN, 2));
        box.delivering();
        box.othersDrained();

        assertThat(server.rows(CANTEEN)).isEqualTo(sold);
        assertThat(box.upstream.aside().get(CLOCK)).contains("UNKNOWN DEVICE");

        server.mood(_ -> StrictPushServer.SERVE);
        String later = box.punches(CLOCK, 9);
        box.drained();
        assertThat(server.rows(CLOCK)).hasSize(3).endsWith(punch, later);
    }

    @Test
    void everyRefusalOfATerminalIsOne() throws Exception {
        box.delivering().drained();
        int pin = 100;
        for (Deed deed :
                List.of(
                        new Deed.Say(401, "text/plain", "who are you"),
                        new Deed.Say(403, "text/plain", ""),
                        new Deed.Say(404, "text/html", "<h1>nothing here</h1>"),
                        new Deed.Say(200, "text/plain", "UNAUTHORIZED"))) {
            turnAway(CLOCK, deed);
            box.punches(CLOCK, pin++);
            box.othersDrained();
            assertThat(box.upstream.aside()).as("%s", deed).containsOnlyKeys(CLOCK);
            server.mood(_ -> StrictPushServer.SERVE);
            box.drained();
        }

        assertThat(server.rows(CLOCK)).hasSize(5);
        assertThat(box.deadLetters()).isZero();
    }

    @Test
    void optionsThatDoNotComeAreARefusal() throws Exception {
        server.mood(request ->
                request.serial().equals(CLOCK) && request.isHello()
                        ? new Deed.Say(200, "text/plain", "OK")
                        : StrictPushServer.SERVE);
        box.delivering();
        box.othersDrained();
        assertThat(box.upstream.aside().get(CLOCK)).contains("no options");

        server.mood(_ -> StrictPushServer.SERVE);
        box.drained();
        assertThat(server.rows(CLOCK)).hasSize(1);
    }

    @Test
    void whatATerminalSetAsideStillHasToSayIsKeptOverARestart() throws Exception {
        turnAway(CLOCK, UNKNOWN);
        List<String> punches = new ArrayList<>();
        box.delivering();
        for (int pin = 1; pin <= 5; pin++) {
            punches.add(box.punches(CLOCK, pin));
            box.sells(CANTEEN, 1);
        }
        box.othersDrained();
        assertThat(box.whole.relay().durable().seq()).isLessThan(4);
        box.close();

        box = new PushBox(folder, server.port());
        box.delivering();
        box.othersDrained();
        assertThat(box.upstream.aside()).containsOnlyKeys(CLOCK);
        assertThat(box.whole.relay().durable().seq()).isLessThan(4);
        assertThat(box.whole.relay().state().backlog()).isGreaterThan(10);

        server.mood(_ -> StrictPushServer.SERVE);
        box.drained();
        assertThat(server.rows(CLOCK)).hasSize(6).containsSubsequence(punches);
        assertThat(server.uploads(CLOCK)).hasSize(6);
        assertThat(server.uploads(CANTEEN)).hasSize(5);
        assertThat(box.whole.relay().durable().seq()).isGreaterThan(10);
    }

    @Test
    void anUploadThatTheServerRefusesThriceIsADeadLetterAndTheRestGoesOn() throws Exception {
        server.mood(request ->
                request.body().startsWith("66\t")
                        ? new Deed.Say(400, "text/plain", "bad row")
                        : StrictPushServer.SERVE);
        String before = box.punches(CLOCK, 65);
        box.punches(CLOCK, 66);
        String after = box.punches(CLOCK, 67);
        List<String> sold = box.sells(CANTEEN, 1);
        box.delivering().drained();

        assertThat(server.rows(CLOCK)).hasSize(3).endsWith(before, after);
        assertThat(server.rows(CANTEEN)).isEqualTo(sold);
        assertThat(box.deadLetters()).isEqualTo(1);
    }

    @Test
    void anUploadAtWhichTheServerBreaksIsSetAsideAndGivenUpOnlyWhenOthersPass() throws Exception {
        server.mood(request ->
                request.body().startsWith("66\t")
                        ? new Deed.Say(500, "text/plain", "oops")
                        : StrictPushServer.SERVE);
        box.delivering();
        box.punches(CLOCK, 66);
        String after = box.punches(CLOCK, 67);
        box.until(aside -> aside.containsKey(CLOCK));
        assertThat(box.deadLetters()).isZero();
        server.until("it is tried again and again", it -> it.hellos(CLOCK) > 30);
        assertThat(box.deadLetters()).isZero();

        List<String> sold = box.sells(CANTEEN, 1);
        box.drained();
        assertThat(server.rows(CLOCK)).last().isEqualTo(after);
        assertThat(server.rows(CANTEEN)).isEqualTo(sold);
        assertThat(box.deadLetters()).isEqualTo(1);
    }

    @Test
    void aTerminalWithWhichTheServerIsSlowKeepsNobodyBack() throws Exception {
        box.close();
        PushLimits limits =
                new PushLimits(
                        Duration.ofMillis(200),
                        Duration.ofMillis(1),
                        Duration.ofMillis(50),
                        Duration.ofMillis(20),
                        Duration.ofMillis(50),
                        Duration.ofMillis(50));
        box = new PushBox(folder, server.port(), limits, settings -> settings);
        turnAway(CLOCK, new Deed.Silence());
        List<String> sold = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            box.punches(CLOCK, i);
            sold.addAll(box.sells(CANTEEN, 1));
        }
        box.delivering();
        box.othersDrained();
        assertThat(server.rows(CANTEEN)).isEqualTo(sold);
        assertThat(box.upstream.aside()).containsOnlyKeys(CLOCK);

        server.mood(_ -> StrictPushServer.SERVE);
        box.drained();
        assertThat(server.rows(CLOCK)).hasSize(6);
    }
}
