package io.larder.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.cli.stage.Headcount;
import io.larder.server.cli.stage.Stage;
import io.larder.server.record.Kind;
import io.larder.server.simulate.Habits;
import io.larder.server.simulate.Line;
import io.larder.server.simulate.Obligations;
import io.larder.server.simulate.Proof;
import io.larder.server.simulate.Site;
import io.larder.server.simulate.SitePlan;
import io.larder.storage.JournalCheck;
import io.larder.storage.LedgerReader;
import io.larder.storage.Store;
import io.larder.storage.disk.Disk;
import io.larder.storage.disk.RealDisk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// Terminals at work against a stage whose parts fail, and the oracle at the end: an id is an
/// obligation from its `OK` on; after a quiet phase each one is met exactly once, at headquarters
/// and in the box, nothing unknown is there, and a fresh record still passes.
///
/// `-Dlarder.seed=N` draws the same again (the race between processes stays a race),
/// `-Dlarder.rate=N` sets the uploads a second.
final class Trial implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int BEAT_MILLIS = 200;
    private static final Duration BEAT = Duration.ofMillis(BEAT_MILLIS);
    private static final int TERMINALS = 16;
    private static final int FRESH_UPLOADS = 6;

    private final String name;
    private final long seed;
    private final SplittableRandom random;
    private final Stage.Setup setup;
    private final Stage stage;
    private final Line near;
    private final Obligations obligations;
    private final Site site;
    private final long began = System.nanoTime();
    private long startMillis = 1_000;
    private long slowestStartMillis;

    private Trial(String name, long seed, Stage.Setup setup, Stage stage, Obligations obligations)
            throws IOException {
        this.name = name;
        this.obligations = obligations;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.setup = setup;
        this.stage = stage;
        this.near = Line.to(stage.door().getPort());
        this.site = Site.start(terminalsCall(), plan(seed), obligations);
        System.out.printf("%s: seed %d%n", name, seed);
    }

    /// Processes that start quickly, and rings so small that they turn all the time.
    static Stage.Setup small(Path folder) {
        return Stage.Setup.in(
                        folder,
                        "journal.segments=16",
                        "journal.segmentBytes=262144",
                        "terminal.maxBodyBytes=65536",
                        "site.zone=+08:00")
                .withFlags("-Xmx96m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .withBoxSetting("upstreams.headquarters.answerSeconds=1");
    }

    /// Opens the stage and lets the terminals work.
    static Trial begin(String name, Stage.Setup setup) throws IOException, InterruptedException {
        return begin(name, setup, Obligations.inMemory());
    }

    /// The same with a list of obligations that is kept elsewhere.
    static Trial begin(String name, Stage.Setup setup, Obligations obligations)
            throws IOException, InterruptedException {
        long seed = Long.getLong("larder.seed", new SecureRandom().nextInt(1_000_000));
        Stage stage = Stage.open(setup);
        try {
            return new Trial(name, seed, setup, stage, obligations);
        } catch (IOException | RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    long seed() {
        return seed;
    }

    private static SitePlan plan(long seed) {
        Habits habits =
                Habits.HONEST
                        .withRows(1, 3)
                        .withResend(0.05)
                        .withLostAnswers(0.05)
                        .withBadRows(0.01);
        return SitePlan.of(TERMINALS, seed)
                .withRate(Integer.getInteger("larder.rate", 120))
                .withHabits(habits);
    }

    private InetSocketAddress terminalsCall() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), near.port());
    }

    Stage stage() {
        return stage;
    }

    /// The line between terminals and box.
    Line near() {
        return near;
    }

    /// A number from 0 to below `bound`.
    int draw(int bound) {
        return random.nextInt(bound);
    }

    long acknowledged() {
        return obligations.acknowledgedCount();
    }

    long refused() {
        return site.tally().refused();
    }

    /// Lets terminals that wait for the box to come back find it, and then work up to `mostMillis`.
    void work(int mostMillis) throws InterruptedException {
        long before = acknowledged();
        while (acknowledged() == before) {
            play(BEAT_MILLIS);
        }
        play(mostMillis);
    }

    /// Lets everything work for some time, up to `mostMillis`.
    void play(int mostMillis) throws InterruptedException {
        Duration time = Duration.ofMillis(random.nextInt(mostMillis) + 1);
        assertThat(stage.box().endsWithin(time)).as("%s ended: %s", stage.box(), this).isFalse();
    }

    /// Gives a box that is starting up to one and a half times as long as the last one needed.
    void playStart() throws InterruptedException {
        int most = (int) (startMillis + startMillis / 2);
        boolean ended = stage.box().endsWithin(Duration.ofMillis(random.nextInt(most)));
        assertThat(ended).as("%s ended: %s", stage.box(), this).isFalse();
    }

    /// Starts the box anew and waits until it is ready.
    void restartBox() throws IOException, InterruptedException {
        long start = System.nanoTime();
        stage.box().restart();
        started(start);
    }

    /// The box was begun at `nanos` and is ready now.
    void started(long nanos) {
        startMillis = Duration.ofNanos(System.nanoTime() - nanos).toMillis();
        slowestStartMillis = Math.max(slowestStartMillis, startMillis);
    }

    /// Quiet phase, oracle, and a fresh record; `what` says what was done to the stage.
    void settle(String what) throws IOException, InterruptedException {
        Proof proof = quiet();
        System.out.printf(
                "%s: seed %d, %s in %d s: %s; %s%n",
                name,
                seed,
                what,
                Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                proof,
                site.tally());
        FaultTable.promise(name, what, proof, slowestStartMillis);
        assertThat(proof.holds()).as("%s: at headquarters: %s", this, proof).isTrue();
        assertThat(proof.acknowledged()).as("acknowledged, %s", this).isPositive();
        inTheBox();
        freshRecordPasses();
    }

    /// Quiet phase, and an oracle that has to find losses: what finds none here would find none
    /// anywhere.
    void settleWithLosses(String what) throws IOException, InterruptedException {
        Proof proof = quiet();
        System.out.printf("%s: seed %d, %s: %s%n", name, seed, what, proof);
        FaultTable.control(name, what, proof, proof.lost() > 0);
        assertThat(proof.lost()).as("lost, %s", this).isPositive();
    }

    /// Everything is mended, terminals stop, the backlog drains; what the oracle says then.
    Proof quiet() throws IOException, InterruptedException {
        near.heal();
        stage.line().heal();
        stage.headquarters().awaitReady();
        site.finish();
        assertThat(site.await(PATIENCE)).as("all uploads answered, %s", this).isTrue();
        drain();
        return obligations.verify(stage.atHeadquarters().ids());
    }

    private void drain() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!stage.isDrained()) {
            assertThat(System.nanoTime()).as("drained in time, %s", this).isLessThan(end);
            assertThat(stage.box().endsWithin(BEAT)).as("%s ended", stage.box()).isFalse();
        }
    }

    /// The box itself has forgotten nothing either, had no reason to count anew, and both stores
    /// are whole.
    private void inTheBox() throws IOException {
        Headcount box = stage.atBox();
        Proof proof = obligations.verify(box.ids());
        assertThat(proof.holds()).as("%s: in the box: %s", this, proof).isTrue();
        assertThat(box.records(Kind.GAP)).as("gaps in the box, %s", this).isZero();
        assertThat(stage.atHeadquarters().records(Kind.GAP)).as("gaps, %s", this).isZero();
        assertThat(box.odd()).as("odd, %s", this).isGreaterThanOrEqualTo(site.tally().odd());
        assertThat(box.newEpochs()).as("new epochs, %s", this).isZero();
        for (Path store : List.of(setup.box(), setup.headquarters())) {
            Disk journal = RealDisk.readOnly(store.resolve("journal"));
            assertThat(JournalCheck.run(journal).damages()).as("%s, %s", store, this).isEmpty();
            try (LedgerReader ledger = Store.lookAtLedger(store)) {
                assertThat(ledger.complaint()).as("%s, %s", store, this).isEmpty();
            }
        }
    }

    /// More terminals send what they have as fast as they are answered, until all of it is.
    void burst(SitePlan plan) throws InterruptedException {
        try (Site once = Site.start(terminalsCall(), plan, obligations)) {
            assertThat(once.await(PATIENCE)).as("uploads answered, %s", this).isTrue();
        }
    }

    private void freshRecordPasses() throws InterruptedException {
        long before = acknowledged();
        burst(SitePlan.of(2, seed + 1).withUploads(FRESH_UPLOADS));
        drain();
        Proof proof = obligations.verify(stage.atHeadquarters().ids());
        assertThat(proof.holds()).as("%s: with fresh records: %s", this, proof).isTrue();
        assertThat(proof.acknowledged()).as("fresh records, %s", this).isGreaterThan(before);
    }

    @Override
    public void close() throws IOException {
        try (stage;
                near) {
            site.close();
        }
    }

    /// For the message of a failed assertion.
    @Override
    public String toString() {
        return name + ", seed " + seed + ", logs: " + stage.box() + ", " + stage.headquarters();
    }
}
