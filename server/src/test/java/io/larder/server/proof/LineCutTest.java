package io.larder.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.cli.stage.Stage;
import io.larder.server.conformance.Conforms;
import io.larder.server.simulate.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Lines are cut and healed while records flow: between box and headquarters, between terminals and
/// box, reset or silent, at once or in the middle of a batch. Headquarters is killed now and then.
///
/// Many cuts: `mvn -pl server -am test -Dtest=LineCutTest -Dsurefire.failIfNoSpecifiedTests=false
/// -Dlarder.cuts=200 -Dlarder.headquartersKills=40`
class LineCutTest {
    private static final int CUTS = Integer.getInteger("larder.cuts", 10);
    private static final int KILLS = Integer.getInteger("larder.headquartersKills", 2);
    private static final int CUT_MILLIS = 1_500;
    private static final int UP_MILLIS = 2_500;

    /// Half a dozen batches or so.
    private static final int FUSE_BYTES = 20_000;

    private static final Duration STUCK = Duration.ofSeconds(2);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    @Conforms("DUR-007")
    void linesThatFailInAnyWayLoseAndDoubleNothing() throws Exception {
        try (Trial trial = Trial.begin("line cuts", Trial.small(folder))) {
            for (int i = 1; i <= CUTS; i++) {
                cut(trial);
                if (i * KILLS / CUTS > (i - 1) * KILLS / CUTS) {
                    killHeadquarters(trial);
                }
            }
            trial.settle(CUTS + " line cuts and " + KILLS + " kills of headquarters");
        }
    }

    private static void cut(Trial trial) throws InterruptedException {
        Line far = trial.stage().line();
        switch (trial.draw(6)) {
            case 0 -> trial.near().cut();
            case 1 -> trial.near().cutAfter(trial.draw(FUSE_BYTES));
            case 2 -> far.cut();
            case 3 -> far.cutAfter(trial.draw(FUSE_BYTES));
            case 4 -> far.mute();
            default -> far.muteAfter(trial.draw(FUSE_BYTES));
        }
        trial.play(CUT_MILLIS);
        trial.near().heal();
        far.heal();
        trial.play(UP_MILLIS);
    }

    private static void killHeadquarters(Trial trial) throws IOException, InterruptedException {
        trial.stage().headquarters().kill();
        trial.play(CUT_MILLIS);
        trial.stage().headquarters().begin();
        trial.play(UP_MILLIS);
    }

    /// How long an outage is does not matter to anything but the room in the journal: here it lasts
    /// until there is none.
    @Test
    @Conforms("DUR-006")
    void anOutageThatLastsUntilTheJournalIsFullLosesNothing() throws Exception {
        Stage.Setup setup = Trial.small(folder).withBoxSetting("journal.segments=4");
        try (Trial trial = Trial.begin("outage", setup)) {
            trial.stage().line().cut();
            long before = -1;
            while (trial.acknowledged() > before || trial.refused() == 0) {
                before = trial.acknowledged();
                assertThat(trial.stage().box().endsWithin(STUCK)).isFalse();
            }
            trial.settle("a full journal");
        }
    }
}
