package io.larder.server.proof;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.server.conformance.Conforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
    private static final String FIND_FAKE_TIME = "ls /usr/lib/*/faketime/libfaketimeMT.so.1";

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
        Tool.need(name, fakeTime());
        Path offset = Files.writeString(folder.resolve("offset"), "+0");
        try (Trial trial =
                Trial.begin(
                        name,
                        Trial.small(folder)
                                .withBoxUnder(
                                        "env",
                                        "LD_PRELOAD=" + Tool.run("sh", "-c", FIND_FAKE_TIME),
                                        "FAKETIME_TIMESTAMP_FILE=" + offset,
                                        "FAKETIME_CACHE_DURATION=1",
                                        "FAKETIME_DONT_FAKE_MONOTONIC=1",
                                        // with it the JVM's waits end at once
                                        "FAKETIME_FORCE_MONOTONIC_FIX=0"))) {
            Attendant attendant = new Attendant(trial);
            for (int i = 0; i < JUMPS; i++) {
                int seconds = trial.draw(2 * TWENTY_YEARS) - TWENTY_YEARS;
                Files.writeString(offset, (seconds < 0 ? "" : "+") + seconds);
                trial.work(WORK_MILLIS);
                if (trial.draw(3) == 0) {
                    trial.stage().box().kill();
                    attendant.begin();
                }
                attendant.untilItAccepts();
            }
            // while it shows a day before the program was made, terminals are not set up
            Files.writeString(offset, "+0");
            trial.settle(JUMPS + " jumps by up to twenty years, " + attendant);
        }
    }

    private static Optional<String> fakeTime() {
        try {
            Tool.run("sh", "-c", FIND_FAKE_TIME);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
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
