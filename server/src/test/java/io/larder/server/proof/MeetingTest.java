package io.larder.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.cli.stage.Headcount;
import io.larder.server.cli.stage.Stage;
import io.larder.server.conformance.Conforms;
import io.larder.server.record.Kind;
import io.larder.server.simulate.Line;
import io.larder.server.simulate.Obligations;
import io.larder.server.simulate.Proof;
import io.larder.server.simulate.meeting.MeetingPlan;
import io.larder.server.simulate.meeting.MeetingSite;
import io.larder.server.simulate.meeting.Misfortune;
import io.larder.server.simulate.meeting.Provision;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Meeting terminals that are connected all the time, upload records with photos, small and in
/// packages, and lose their line now and then. The line to headquarters is cut, the box is killed
/// with `kill -9`, all come back at once, their own lines are cut, and at the end everything is at
/// headquarters once, to the byte.
///
/// Many terminals: `mvn -pl server -am test -Dtest=MeetingTest
/// -Dsurefire.failIfNoSpecifiedTests=false -Dlarder.meetingTerminals=200 -Dlarder.meetingHeap=64m`;
/// `-Dlarder.meetingRate=N` sets the people a second, `-Dlarder.seed=N` draws others.
class MeetingTest {
    private static final int TERMINALS = Integer.getInteger("larder.meetingTerminals", 10);
    private static final int RATE = Integer.getInteger("larder.meetingRate", 20);
    private static final int ACT_SECONDS = Integer.getInteger("larder.meetingSeconds", 2);
    private static final String HEAP = System.getProperty("larder.meetingHeap", "64m");
    private static final long SEED = Long.getLong("larder.seed", 20_261);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration BEAT = Duration.ofMillis(50);

    /// Connections that come back at once must be served within so many seconds, two per second on
    /// a machine that is busy with other things.
    private static final int STORM_SECONDS = 20 + TERMINALS / 2;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    @Timeout(1_800)
    @Conforms({"BEST-018", "BEST-032"})
    void everyRecordAndPhotoIsAtHeadquartersOnceWhateverBreaks() throws Exception {
        try (Stage stage = Stage.open(setup());
                Line near = Line.to(stage.door().getPort());
                Obligations obligations = Obligations.inMemory();
                MeetingSite site = MeetingSite.start(plan(near), obligations)) {
            long first = awaitOnline(stage, site);
            play(stage);
            stage.line().cut();
            play(stage);
            long memory = resident(stage);
            stage.box().kill();
            stage.box().restart();
            long storm = awaitOnline(stage, site);
            long afterStorm = resident(stage);
            stage.line().heal();
            near.cut();
            near.heal();
            long again = awaitOnline(stage, site);
            play(stage);
            site.finish();
            assertThat(site.await(PATIENCE)).as("all is told, %s", site.tally()).isTrue();
            drain(stage);
            System.out.printf(
                    "meeting: seed %d, %d terminals, box at -Xmx%s: all connected after %d ms; after kill -9 and restart %d ms; after a cut of all lines %d ms; resident %d MB before, %d MB after the storm, at most %d MB%n%s%n",
                    SEED,
                    TERMINALS,
                    HEAP,
                    first,
                    storm,
                    again,
                    memory / 1024,
                    afterStorm / 1024,
                    peak(stage) / 1024,
                    site.tally());
            assertThat(site.findings().examples()).isEmpty();
            assertThat(storm).as("storm").isLessThan(STORM_SECONDS * 1_000L);
            holds(stage, stage.atHeadquarters(), "at headquarters", obligations);
            holds(stage, stage.atBox(), "in the box", obligations);
        }
    }

    private Stage.Setup setup() {
        return Stage.Setup.in(
                        folder,
                        "journal.segments=64",
                        "journal.segmentBytes=1048576",
                        "terminal.maxBodyBytes=524288",
                        "terminal.maxConnections=" + (100 + 3 * TERMINALS),
                        "terminal.maxConnectionsPerAddress=" + (100 + 3 * TERMINALS),
                        "site.zone=+08:00",
                        "meeting.productId=" + Provision.USUAL.productId(),
                        "meeting.deviceKey=" + Provision.USUAL.deviceKey())
                .withFlags("-Xmx" + HEAP, "-Xss512k", "-XX:+UseSerialGC")
                .withBoxSetting("upstreams.headquarters.answerSeconds=5");
    }

    private static MeetingPlan plan(Line near) {
        URI door = URI.create("ws://127.0.0.1:" + near.port() + "/best");
        return MeetingPlan.of(door, TERMINALS, SEED)
                .withRate(RATE)
                .withPhotos(0.5, 120_000)
                .withMisfortune(new Misfortune(0.01, 0.01, 0.05, 0.03, 0.1));
    }

    /// Milliseconds until all are logged in; now and then one loses its line again.
    private static long awaitOnline(Stage stage, MeetingSite site) throws InterruptedException {
        long began = System.nanoTime();
        while (site.tally().online() < TERMINALS - TERMINALS / 20) {
            pause(stage, BEAT);
            assertThat(System.nanoTime() - began)
                    .as("%d are connected, %s", site.tally().online(), site.tally())
                    .isLessThan(PATIENCE.toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }

    private static void play(Stage stage) throws InterruptedException {
        pause(stage, Duration.ofSeconds(ACT_SECONDS));
    }

    private static void pause(Stage stage, Duration time) throws InterruptedException {
        assertThat(stage.box().endsWithin(time)).as("%s ended", stage.box()).isFalse();
    }

    private static void drain(Stage stage) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!stage.isDrained()) {
            assertThat(System.nanoTime()).as("drained in time").isLessThan(end);
            pause(stage, BEAT);
        }
    }

    private static void holds(Stage stage, Headcount store, String where, Obligations obligations) {
        Proof proof = obligations.verify(store.meetingIds());
        System.out.printf("meeting: %s: %s%n", where, proof);
        assertThat(proof.holds()).as("%s: %s, log: %s", where, proof, stage.box()).isTrue();
        assertThat(proof.acknowledged()).isPositive();
        assertThat(store.records(Kind.VERIFICATION)).as("records %s", where).isPositive();
        assertThat(store.odd()).as("odd %s", where).isZero();
    }

    /// Kilobytes of the box in memory.
    private static long resident(Stage stage) throws IOException {
        return status(stage, "VmRSS");
    }

    private static long peak(Stage stage) throws IOException {
        return status(stage, "VmHWM");
    }

    /// Linux tells it; elsewhere it is 0.
    private static long status(Stage stage, String name) throws IOException {
        Path status = Path.of("/proc", Long.toString(stage.box().pid()), "status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith(name + ":"))
                        .collect(
                                Collectors.summingLong(
                                        line -> Long.parseLong(line.replaceAll("\\D", ""))))
                : 0;
    }
}
