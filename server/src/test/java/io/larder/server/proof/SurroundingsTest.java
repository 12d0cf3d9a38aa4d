package io.larder.server.proof;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.server.conformance.Conforms;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The clock jumps while the box works, or memory is as scarce as on the smallest machine.
///
/// More of it: `mvn -pl server -am test -Dtest=SurroundingsTest
/// -Dsurefire.failIfNoSpecifiedTests=false -Dlarder.clockJumps=50 -Dlarder.scarceMillis=60000`
class SurroundingsTest {
    private static final int JUMPS = Integer.getInteger("larder.clockJumps", 0);
    private static final int SCARCE_MILLIS = Integer.getInteger("larder.scarceMillis", 3_000);
    private static final int WORK_MILLIS = 2_000;
    private static final int TWENTY_YEARS = 20 * 366 * 24 * 3_600;
    private static final long MEMORY_BYTES = 256L << 20;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @BeforeAll
    static void onlyWhenItIsAskedFor() {
        assumeTrue(JUMPS > 0, "skipped, because it takes minutes: ./larder faults runs it");
    }

    @Test
    @Conforms("DUR-001")
    void aClockThatJumpsByYearsLosesAndDoublesNothing() throws Exception {
        String name = "the clock jumps";
        Tool.need(name, FakeClock.whyNot());
        FakeClock clock = new FakeClock(folder);
        try (Trial trial = Trial.begin(name, Trial.small(folder).withBoxUnder(clock.under()))) {
            Attendant attendant = new Attendant(trial);
            for (int i = 0; i < JUMPS; i++) {
                clock.setOff(trial.draw(2 * TWENTY_YEARS) - TWENTY_YEARS);
                trial.work(WORK_MILLIS);
                if (trial.draw(3) == 0) {
                    trial.stage().box().kill();
                    attendant.begin();
                }
                attendant.untilItAccepts();
            }
            // while it shows a day before the program was made, terminals are not set up
            clock.setOff(0);
            trial.settle(JUMPS + " jumps by up to twenty years, " + attendant);
        }
    }

    @Test
    void aBoxWithLittleMemoryLosesNothingAndLives() throws Exception {
        String name = "256 MB of memory";
        Tool.need(name, MemoryGroup.whyNot());
        try (MemoryGroup group = MemoryGroup.of(MEMORY_BYTES);
                Trial trial = Trial.begin(name, Trial.small(folder).withBoxUnder(group.enter()))) {
            trial.stage().line().cut();
            trial.work(SCARCE_MILLIS);
            trial.stage().line().heal();
            trial.work(SCARCE_MILLIS);
            trial.stage().box().kill();
            trial.restartBox();
            trial.settle("a backlog and a kill, at most " + group.mostMegabytes() + " MB");
        }
    }
}
