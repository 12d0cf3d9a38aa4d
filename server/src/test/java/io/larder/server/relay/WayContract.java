package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.server.conformance.Conforms;
import io.larder.server.json.Steering;
import io.larder.server.simulate.Line;
import io.larder.storage.EntryKind;
import io.larder.storage.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What must hold on every way up, whatever is spoken on it and whoever listens.
@Timeout(300)
abstract class WayContract {
    /// How finely answers get lost: 1 is every doubling of bytes, more are steps in between.
    private static final int ANSWERS = Integer.getInteger("larder.answers", 1);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;
    private FarEnd far;
    private Line line;
    private SmallBox box;

    /// Not started yet; skips the test when it cannot be had on this machine.
    abstract FarEnd make(Path folder) throws Exception;

    @BeforeEach
    void open() throws Exception {
        far = make(folder.resolve("far"));
        far.start();
        line = Line.at(far.lineAt(), far.port());
        box = new SmallBox(folder.resolve("box"));
    }

    @AfterEach
    void close() throws Exception {
        if (box != null) {
            box.close();
            line.close();
        }
        far.close();
    }

    private Relay relay() throws Exception {
        return box.relay(far.upstream(box, line.port()));
    }

    private void until(Relay relay, Predicate<RelayState> wanted) throws InterruptedException {
        assertThat(relay.await(wanted, PATIENCE)).as("%s", relay.state()).isTrue();
    }

    private void drained(Relay relay) throws InterruptedException {
        until(relay, state -> state.connected() && state.backlog() == 0);
    }

    private void proveAllThereOnce(Relay relay) throws Exception {
        drained(relay);
        List<String> seen = far.seen();
        switch (far.promise()) {
            case ONCE -> assertThat(seen).isEqualTo(far.expected(box));
            case AT_LEAST_ONCE ->
                    assertThat(new ArrayList<>(new LinkedHashSet<>(seen)))
                            .isEqualTo(far.expected(box));
        }
    }

    @Test
    @Conforms("DUR-007")
    void everyRecordArrivesOnceAndInOrder() throws Exception {
        box.takeMany(0, 5, 70);
        Relay relay = relay();
        drained(relay);
        box.takeMany(350, 3, 2);

        drained(relay);
        assertThat(far.seen()).isEqualTo(far.expected(box));
    }

    @Test
    void whereverAnAnswerGetsLostNothingIsLostOrDoubled() throws Exception {
        box.takeMany(0, 1, 10);
        Relay relay = relay();
        drained(relay);
        int key = 10;
        // Each time another answer of the exchange is the first that nobody hears.
        for (int bytes = 1; bytes < 3_000; bytes += bytes / ANSWERS + 1) {
            line.cutAnswersAfter(bytes);
            box.takeMany(key, 1, 7);
            key += 7;
            until(relay, state -> state.backlog() == 0 || line.isCut());
            line.heal();
            relay.wake();
        }

        proveAllThereOnce(relay);
    }

    @Test
    void aLineCutInTheMiddleOfABatchLosesAndDoublesNothing() throws Exception {
        box.takeMany(0, 20, 100);
        Relay relay = relay();
        int key = 10_000;
        for (int bytes : new int[] {1, 150, 700, 1_500, 4_000, 9_000}) {
            line.cutAfter(bytes);
            box.takeMany(key, 4, 100);
            key += 400;
            until(relay, state -> state.backlog() == 0 || line.isCut());
            line.heal();
            relay.wake();
            drained(relay);
        }

        proveAllThereOnce(relay);
    }

    @Test
    @Conforms("DUR-006")
    void tenDaysWithoutALineGoUpWhenItIsBack() throws Exception {
        line.cut();
        Relay relay = relay();
        until(relay, state -> state.lastError().isPresent());
        box.takeMany(0, 240, 40);
        assertThat(relay.state().backlog()).isEqualTo(240);
        line.heal();
        relay.wake();

        proveAllThereOnce(relay);
    }

    @Test
    void aLineThatLosesEveryTenthPacketCarriesEverything() throws Exception {
        assumeTrue(
                LossyPort.whyNot().isEmpty(),
                () -> "skipped, because " + LossyPort.whyNot().orElse(""));
        box.takeMany(0, 4, 40);
        try (LossyPort _ = LossyPort.open(line.port(), 0.1)) {
            Relay relay = relay();
            drained(relay);
            box.takeMany(160, 4, 40);
            drained(relay);
            proveAllThereOnce(relay);
        }
    }

    @Test
    void aLineOf256KilobitsCarriesEverything() throws Exception {
        line.slow(256_000 / 8);
        box.takeMany(0, 4, 50);
        Relay relay = relay();

        proveAllThereOnce(relay);
    }

    @Test
    void aHalfOpenLineIsNoticed() throws Exception {
        box.takeMany(0, 1, 10);
        Relay relay = relay();
        drained(relay);
        line.mute();
        box.takeMany(10, 1, 10);
        until(relay, state -> !state.connected());
        line.heal();
        relay.wake();

        proveAllThereOnce(relay);
    }

    @Test
    void itGoesOnAfterTheOtherEndWasKilled() throws Exception {
        box.takeMany(0, 3, 50);
        Relay relay = relay();
        drained(relay);
        for (int i = 1; i <= 2; i++) {
            far.kill();
            box.takeMany(150 * i, 3, 50);
            until(relay, state -> !state.connected());
            far.start();
            line.target(far.port());
            relay.wake();
            drained(relay);
        }

        proveAllThereOnce(relay);
    }

    @Test
    void itGoesOnAfterTheBoxStartedAgain() throws Exception {
        box.takeMany(0, 3, 50);
        drained(relay());
        box.close();
        box = new SmallBox(folder.resolve("box"));
        box.takeMany(150, 1, 50);
        Relay relay = relay();

        drained(relay);
        assertThat(far.seen()).isEqualTo(far.expected(box));
    }

    @Test
    void whatAPersonWantsToBeSentAgainIsSentAgainOnceAlsoAfterARestartInBetween() throws Exception {
        box.takeMany(0, 4, 30);
        Relay relay = relay();
        drained(relay);
        List<String> all = far.seen();
        relay.steer(Steering.Action.REWIND, List.of(new Position(3, 0)), "Ann");
        until(relay, _ -> isRewound());
        drained(relay);
        box.close();
        box = new SmallBox(folder.resolve("box"));
        box.takeMany(120, 1, 30);
        relay = relay();
        drained(relay);

        List<String> last = far.expected(box);
        List<String> seen = far.seen();
        assertThat(new ArrayList<>(new LinkedHashSet<>(seen))).isEqualTo(last);
        assertThat(seen).hasSize(all.size() + (far.showsRepeats() ? 60 : 0) + 30);
    }

    private boolean isRewound() {
        try {
            return box.journaled(EntryKind.STEERING).stream()
                    .anyMatch(each -> "rewound".equals(each.get("action")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Conforms("DUR-008")
    void aBoxRestoredFromAnOldCopyBeginsANewEpochAndOverwritesNothing() throws Exception {
        assumeTrue(far.tellsRestoredCopies(), "skipped, because this other end keeps no place");
        box.takeMany(0, 4, 5);
        drained(relay());
        box.close();
        SmallBox.copy(folder.resolve("box"), folder.resolve("box-copy"));
        box = new SmallBox(folder.resolve("box"));
        box.takeMany(20, 4, 5);
        drained(relay());
        List<String> before = far.seen();
        box.close();

        SmallBox.copy(folder.resolve("box-copy"), folder.resolve("box"));
        box = new SmallBox(folder.resolve("box"));
        // Other records under the same numbers, and more of them than were lost.
        box.takeMany(1_000, 6, 5);
        Relay relay = relay();
        drained(relay);

        List<Map<String, Object>> changes = box.journaled(EntryKind.EPOCH);
        assertThat(changes).hasSize(1);
        assertThat(relay.state().alarms()).hasSize(1);
        List<String> seen = far.seen();
        assertThat(seen).startsWith(before.toArray(String[]::new));
        String epoch = "\"epoch\":" + changes.getFirst().get("epoch");
        assertThat(seen.subList(before.size(), seen.size()))
                .filteredOn(record -> record.contains("\"key\":\"BUYLOG/10"))
                .hasSize(30)
                .allMatch(record -> record.contains(epoch));
    }
}
