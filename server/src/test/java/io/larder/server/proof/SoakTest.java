package io.larder.server.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.server.cli.stage.Child;
import io.larder.server.cli.stage.Resources;
import io.larder.server.cli.stage.Stage;
import io.larder.server.conformance.Conforms;
import io.larder.server.proof.Card.FileSystem;
import io.larder.server.simulate.Line;
import io.larder.server.simulate.SitePlan;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A site at real rates for hours, and everything that goes wrong at random: lines, headquarters,
/// card, power, clock, crowds. Memory, threads and open files are written down all the time, and
/// the oracle has the last word. `./larder soak` runs it and draws the plots.
///
/// The box lives for a sixth of the time before something ends it, so that what grows can be seen.
class SoakTest {
    private static final int MINUTES = Integer.getInteger("larder.soakMinutes", 0);
    private static final Path TABLE =
            Path.of(System.getProperty("larder.soakTable", "target/soak.tsv"));
    private static final int LIVES = 6;
    private static final int PAUSE_MILLIS = 20_000;
    private static final int TROUBLE_MILLIS = 8_000;
    private static final int FUSE_BYTES = 20_000;
    private static final int CROWD = 400;
    private static final int BURST_TERMINALS = 40;
    private static final int BURST_UPLOADS = 400;
    private static final int DAYS = 3 * 24 * 3_600;
    private static final int CHUNK_BYTES = 1 << 20;

    /// What the unit lets the box have before it is ended: `MemoryMax`.
    private static final int MOST_MEBIBYTES = 384;

    private static final int MOST_THREADS = 128;

    /// When all is quiet: the jar, ledger, segments, and the connections of sixteen terminals.
    private static final int MOST_FILES = 160;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final Map<String, Integer> done = new LinkedHashMap<>();
    private int bursts;

    /// One thing that goes wrong, and is mended again.
    private interface Deed {
        void happen() throws IOException, InterruptedException;
    }

    @Test
    @Conforms({"DUR-001", "DUR-004", "DUR-006", "DUR-007"})
    void aSiteThatRunsForHoursUnderAllOfItLosesAndDoublesNothing() throws Exception {
        assumeTrue(MINUTES > 0, "skipped, because it takes hours: ./larder soak runs it");
        Tool.need("soak", BadCard.whyNot(FileSystem.EXT4).or(FakeClock::whyNot));
        FakeClock clock = new FakeClock(folder);
        try (BadCard card = BadCard.insert(folder, FileSystem.EXT4);
                Trial trial = Trial.begin("soak", setup(card.card(), clock));
                Observer box = new Observer("box", trial.stage().box(), TABLE);
                Observer far = new Observer("headquarters", trial.stage().headquarters(), TABLE)) {
            Attendant attendant = new Attendant(trial);
            Map<String, Deed> survivable = survivable(trial, card, attendant, clock);
            Map<String, Deed> deadly = deadly(trial, card, attendant);
            long life = Duration.ofMinutes(MINUTES).toNanos() / LIVES;
            for (int i = 0; i < LIVES; i++) {
                long end = System.nanoTime() + life;
                while (System.nanoTime() < end) {
                    happen(trial, attendant, survivable);
                }
                happen(trial, attendant, deadly);
            }
            trial.settle(MINUTES + " minutes: " + done + ", " + attendant);
            withinBounds(box, trial.stage().box());
            withinBounds(far, trial.stage().headquarters());
        }
    }

    private Stage.Setup setup(Card card, FakeClock clock) {
        return Trial.small(folder)
                .withBox(card.folder().resolve("box"))
                .withBoxUnder(clock.under());
    }

    private void happen(Trial trial, Attendant attendant, Map<String, Deed> deeds)
            throws IOException, InterruptedException {
        attendant.watch(PAUSE_MILLIS);
        List<String> names = List.copyOf(deeds.keySet());
        String name = names.get(trial.draw(names.size()));
        done.merge(name, 1, Integer::sum);
        Objects.requireNonNull(deeds.get(name)).happen();
        attendant.untilItAccepts();
    }

    /// What a box has to live through.
    private Map<String, Deed> survivable(
            Trial trial, BadCard card, Attendant attendant, FakeClock clock) {
        Line near = trial.near();
        Line far = trial.stage().line();
        Child headquarters = trial.stage().headquarters();
        Map<String, Deed> deeds = new LinkedHashMap<>();
        deeds.put("terminals cut", during(attendant, near::cut, near::heal));
        deeds.put(
                "terminals cut in between",
                during(attendant, () -> near.cutAfter(trial.draw(FUSE_BYTES)), near::heal));
        deeds.put("line cut", during(attendant, far::cut, far::heal));
        deeds.put(
                "line cut in between",
                during(attendant, () -> far.cutAfter(trial.draw(FUSE_BYTES)), far::heal));
        deeds.put("line mute", during(attendant, far::mute, far::heal));
        deeds.put(
                "headquarters killed", during(attendant, headquarters::kill, headquarters::begin));
        deeds.put("slow card", during(attendant, () -> slow(card, 4, 40), () -> slow(card, 0, 0)));
        deeds.put(
                "clock off",
                during(
                        attendant,
                        () -> clock.setOff(trial.draw(2 * DAYS) - DAYS),
                        () -> clock.setOff(0)));
        Path stuff = card.card().folder().resolve("stuff");
        deeds.put("full card", during(attendant, () -> fill(stuff), () -> Files.delete(stuff)));
        Nuisance nuisance = new Nuisance(trial.stage().door(), trial::draw);
        deeds.put("crowd", during(attendant, () -> nuisance.come(CROWD), nuisance::leave));
        deeds.put("burst", () -> burst(trial));
        return deeds;
    }

    /// What ends it.
    private static Map<String, Deed> deadly(Trial trial, BadCard card, Attendant attendant) {
        Child box = trial.stage().box();
        Map<String, Deed> deeds = new LinkedHashMap<>();
        deeds.put("killed", () -> {});
        deeds.put("power cut", card.card()::cutPower);
        deeds.put(
                "failing card",
                () -> {
                    String what = trial.draw(2) == 0 ? "fail-writes " : "fail-flushes ";
                    card.behave(what + (1 + trial.draw(100)));
                    attendant.watch(TROUBLE_MILLIS);
                    card.behave(what + "0");
                });
        Path data = card.card().folder().resolve("box");
        deeds.put(
                "ledger gone",
                () -> {
                    box.kill();
                    Tool.run("sh", "-c", "rm \"$0\"/ledger.db*", data.toString());
                });
        deeds.replaceAll((_, deed) ->
                () -> {
                    deed.happen();
                    box.kill();
                    card.card().mend();
                    attendant.begin();
                });
        return deeds;
    }

    private static Deed during(Attendant attendant, Deed begin, Deed end) {
        return () -> {
            begin.happen();
            attendant.watch(TROUBLE_MILLIS);
            end.happen();
        };
    }

    private static void slow(BadCard card, int writeMillis, int flushMillis) throws IOException {
        card.behave("write-delay " + writeMillis);
        card.behave("flush-delay " + flushMillis);
    }

    private static void fill(Path stuff) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (OutputStream out = Files.newOutputStream(stuff)) {
            while (true) {
                out.write(chunk);
            }
        } catch (IOException _) {
            // there is no room left
        }
    }

    private void burst(Trial trial) throws InterruptedException {
        bursts++;
        trial.burst(
                SitePlan.of(BURST_TERMINALS, trial.seed() + bursts)
                        .withFirstSerial(bursts * BURST_TERMINALS)
                        .withUploads(BURST_UPLOADS));
    }

    private static void withinBounds(Observer observer, Child child) throws IOException {
        Resources most = observer.most();
        Resources now = Resources.of(child.pid());
        System.out.printf("soak: %s: at most %s, at the end %s%n", child, most, now);
        assertThat(most.residentMebibytes()).as("MiB of %s", child).isLessThan(MOST_MEBIBYTES);
        assertThat(most.threads()).as("threads of %s", child).isLessThan(MOST_THREADS);
        assertThat(now.files()).as("files of %s", child).isLessThan(MOST_FILES);
    }
}
