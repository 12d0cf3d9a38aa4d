package io.larder.server.proof;

import io.larder.server.conformance.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A box at work, with resends, lost answers and bad rows, is killed with `kill -9` at moments that
/// are drawn: while it works, while it recovers, while a backlog drains.
///
/// Many kills: `mvn -pl server -am test -Dtest=KillTest -Dsurefire.failIfNoSpecifiedTests=false
/// -Dlarder.kills=500`
class KillTest {
    private static final int KILLS = Integer.getInteger("larder.kills", 6);
    private static final int WORK_MILLIS = 1_500;

    /// The relay looks for a line that was down at least every two seconds.
    private static final int DRAIN_MILLIS = 2_500;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    @Conforms("DUR-010")
    void aBoxThatIsKilledAtAnyMomentLosesAndDoublesNothing() throws Exception {
        try (Trial trial = Trial.begin("kills", Trial.small(folder))) {
            for (int i = 0; i < KILLS; i++) {
                kill(trial);
            }
            trial.settle(KILLS + " kills");
        }
    }

    private static void kill(Trial trial) throws IOException, InterruptedException {
        switch (trial.draw(4)) {
            case 0 -> whileItStarts(trial);
            case 1 -> whileItDrains(trial);
            default -> whileItWorks(trial);
        }
        trial.restartBox();
    }

    private static void whileItWorks(Trial trial) throws InterruptedException {
        trial.work(WORK_MILLIS);
        trial.stage().box().kill();
    }

    /// The box was stopped as hard before; only this kill counts.
    private static void whileItStarts(Trial trial) throws IOException, InterruptedException {
        trial.stage().box().kill();
        trial.stage().box().begin();
        trial.playStart();
        trial.stage().box().kill();
    }

    private static void whileItDrains(Trial trial) throws InterruptedException {
        trial.stage().line().cut();
        trial.work(WORK_MILLIS);
        trial.stage().line().heal();
        trial.play(DRAIN_MILLIS);
        trial.stage().box().kill();
    }
}
