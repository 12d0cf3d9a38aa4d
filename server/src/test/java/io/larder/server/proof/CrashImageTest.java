package io.larder.server.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.server.cli.stage.Stage;
import io.larder.server.conformance.Conforms;
import io.larder.server.proof.Card.FileSystem;
import io.larder.server.proof.CrashImages.Cut;
import io.larder.server.proof.DeviceLog.Kind;
import io.larder.server.simulate.Obligations;
import io.larder.server.simulate.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Box and headquarters work on a card that writes down everything that reaches it. Then their
/// power is cut at every write, so to say: cards as they are after a cut at a moment that is drawn
/// are made from the log and judged. What was acknowledged when stands in the log as well.
///
/// Many cards, as root: `mvn -pl server -am test -Dtest=CrashImageTest
/// -Dsurefire.failIfNoSpecifiedTests=false -Dlarder.crashImages=500`
class CrashImageTest {
    private static final int IMAGES = Integer.getInteger("larder.crashImages", 0);

    /// Starting the program takes seconds, recovering in this process a fraction of one.
    private static final int BY_PROCESSES_EVERY = 50;

    /// Each control finds something long before.
    private static final int MOST = 200;

    private static final int WORK_MILLIS = 1_000;

    /// Each card is cut at a place of its own, also of those that are cut in a write.
    private static final int WRITES_PER_IMAGE = 2;

    private static final String OK = "ok\t";
    private static final String AHEAD = "the cursor is at";

    @TempDir(factory = Memory.class, cleanup = CleanupMode.ALWAYS)
    private Path folder;

    /// For what is to be looked at when something failed.
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path evidence;

    private final SplittableRandom random =
            new SplittableRandom(Long.getLong("larder.seed", System.nanoTime() % 1_000_000));

    @BeforeAll
    static void onlyWhenItIsAskedFor() {
        assumeTrue(IMAGES > 0, "skipped, because it takes minutes: ./larder faults runs it");
    }

    @ParameterizedTest
    @EnumSource
    @Conforms({"DUR-001", "DUR-002", "DUR-004"})
    void aPowerCutAtAnyWriteTakesNothingThatWasAcknowledged(FileSystem kind) throws Exception {
        try (DeviceLog log = record(kind, "")) {
            for (Cut cut : List.of(Cut.PREFIX, Cut.CACHE, Cut.SHORN)) {
                Findings found = judge(log, kind, cut, IMAGES, _ -> false);
                FaultTable.promise(
                        "a cut at any write under " + kind + ", " + cut,
                        found.done(),
                        found.proof(),
                        0);
                assertThat(found.complaints()).isEmpty();
                assertThat(found.judged()).as(found.done()).isGreaterThan(IMAGES * 3 / 4);
            }
        }
    }

    @Test
    void withoutFlushingACutTakesWhatWasAcknowledged() throws Exception {
        try (DeviceLog log = record(FileSystem.EXT4, "box")) {
            loses("flushing", log, Cut.CACHE);
        }
    }

    /// What blocks would suffer on small pages that are not padded to a page.
    @Test
    void aCutThatDamagesMoreThanABlockIsPaddedToTakesWhatWasAcknowledged() throws Exception {
        try (DeviceLog log = record(FileSystem.EXT4, "")) {
            loses("padding to the whole page", log, Cut.COARSE);
        }
    }

    private void loses(String precaution, DeviceLog log, Cut cut) throws Exception {
        Predicate<Findings> lost = each -> each.proof().lost() > 0;
        Findings found = judge(log, FileSystem.EXT4, cut, MOST, lost);
        FaultTable.control(precaution, found.done(), found.proof(), lost.test(found));
        assertThat(found).matches(lost, "something is lost");
    }

    /// A headquarters that answers before it has flushed lets the box move its cursor too early.
    @Test
    void aCursorThatIsAheadOfHeadquartersIsFoundOut() throws Exception {
        try (DeviceLog log = record(FileSystem.EXT4, "headquarters")) {
            Predicate<Findings> ahead =
                    some -> some.complaints().stream().anyMatch(each -> each.contains(AHEAD));
            Findings found = judge(log, FileSystem.EXT4, Cut.CACHE, MOST, ahead);
            FaultTable.control(
                    "the order of headquarters and cursor",
                    found.done(),
                    found.proof(),
                    ahead.test(found));
            assertThat(found).matches(ahead, "a cursor is ahead");
        }
    }

    /// Lets terminals, box and headquarters work on a card; the box is killed in between, so that
    /// its recovery is in the log too. `careless` is who does not flush, if anybody.
    private DeviceLog record(FileSystem kind, String careless) throws Exception {
        Tool.need("a cut at any write under " + kind, BadCard.whyNot(kind));
        Path log;
        try (BadCard card = BadCard.insert(folder, kind);
                Obligations marks = Obligations.in(card.marks());
                Trial trial = Trial.begin("a card's log", setup(card, careless), marks)) {
            work(trial, card, WRITES_PER_IMAGE * IMAGES);
            trial.stage().box().kill();
            trial.restartBox();
            work(trial, card, 2 * WRITES_PER_IMAGE * IMAGES);
            log = card.log();
        }
        return new DeviceLog(log);
    }

    /// Until the card was written to so often.
    private static void work(Trial trial, BadCard card, int writes) throws Exception {
        do {
            trial.work(WORK_MILLIS);
        } while (writes(card) < writes);
    }

    private static long writes(BadCard card) throws IOException {
        try (DeviceLog log = new DeviceLog(card.log())) {
            return log.steps().stream().filter(step -> step.kind() == Kind.WRITE).count();
        }
    }

    /// The ring is so small that it turns.
    private Stage.Setup setup(BadCard card, String careless) {
        Path root = card.card().folder();
        return Trial.small(evidence)
                .withBox(root.resolve("box"))
                .withHeadquarters(root.resolve("headquarters"))
                .withBoxSetting("journal.segments=6")
                .withBoxSetting("journal.sync=" + !careless.equals("box"))
                .withHeadquartersSetting("journal.sync=" + !careless.equals("headquarters"));
    }

    /// Judges `number` cards, or fewer once there is `enough`.
    private Findings judge(
            DeviceLog log, FileSystem kind, Cut cut, int number, Predicate<Findings> enough)
            throws IOException {
        Findings found = new Findings();
        Path image = folder.resolve("crash.img");
        Path mounted = Files.createDirectories(folder.resolve("crash"));
        try (CrashImages images = new CrashImages(log, folder, kind.size, cut, random.split())) {
            Iterator<Integer> points = points(log, images, number).iterator();
            for (int place = 1; points.hasNext() && !enough.test(found); place++) {
                int point = points.next();
                images.make(point, image);
                Path owed = Files.writeString(folder.resolve("owed"), log.marks(point));
                try (Obligations obligations = Obligations.in(owed);
                        Card card = Card.mount(kind, image, mounted)) {
                    found.add(judge(card, obligations, place % BY_PROCESSES_EVERY == 1));
                } catch (Card.Unmountable e) {
                    found.unmountable();
                } catch (IOException | RuntimeException e) {
                    found.complain(cut + " before step " + point + ": " + e);
                    keep(image, owed);
                }
            }
        }
        System.out.println(kind + ", " + cut + ": " + found);
        return found;
    }

    private Proof judge(Card card, Obligations obligations, boolean byProcesses)
            throws IOException {
        Image left = new Image(card.folder());
        return byProcesses
                ? left.judgeByProcesses(obligations, evidence.resolve("logs"))
                : left.judge(obligations);
    }

    private void keep(Path... files) throws IOException {
        for (Path file : files) {
            Tool.run("cp", "--sparse=always", file.toString(), evidence.toString());
        }
    }

    /// Moments after the first `OK`, in order.
    private Set<Integer> points(DeviceLog log, CrashImages images, int number) throws IOException {
        int first = 1;
        while (!log.marks(first).contains(OK)) {
            first++;
        }
        Set<Integer> points = new TreeSet<>();
        int steps = log.steps().size();
        for (int tries = 0; points.size() < number && tries < 100 * number; tries++) {
            int point = first + random.nextInt(steps - first);
            if (images.fits(point)) {
                points.add(point);
            }
        }
        return points;
    }
}
