package io.larder.server.proof;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.server.cli.stage.Stage;
import io.larder.server.conformance.Conforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A system call of the box goes wrong, the n-th of a kind on some of its files, also inside
/// SQLite: it fails once, twice or for ever, writes only a half, or is the last one (`kill -9` in
/// the call). A library of ours in front of the C library does it (`tools/faults/iofault.c`).
///
/// Many of them: `mvn -pl server -am test -Dtest=CallFaultTest
/// -Dsurefire.failIfNoSpecifiedTests=false -Dlarder.callFaults=300`
class CallFaultTest {
    private static final String NAME = "a system call fails or kills";
    private static final int FAULTS = Integer.getInteger("larder.callFaults", 0);
    private static final int WORK_MILLIS = 3_000;
    private static final String EIO = "5";
    private static final String ENOSPC = "28";

    /// The first calls of a kind are made while the box starts, those after some hundred while it
    /// works; each power of two up to this one is as likely.
    private static final int MAGNITUDES = 9;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private Path plan;
    private Path library;

    @BeforeAll
    static void onlyWhenItIsAskedFor() {
        assumeTrue(FAULTS > 0, "skipped, because it takes minutes: ./larder faults runs it");
    }

    @BeforeEach
    void buildTheLibrary() throws IOException {
        Tool.need(NAME, Tool.whyNot("cc"));
        library = Tool.compile("iofault", folder, "-shared", "-fPIC", "-ldl");
        plan = folder.resolve("plan");
    }

    @Test
    @Conforms({"DUR-001", "DUR-010"})
    void aCallThatGoesWrongAnywhereInTheBoxLosesAndDoublesNothing() throws Exception {
        try (Trial trial = Trial.begin(NAME, setup())) {
            Attendant attendant = new Attendant(trial);
            for (int i = 0; i < FAULTS; i++) {
                trial.stage().box().kill();
                Files.writeString(plan, draw(trial));
                attendant.start();
                attendant.watch(WORK_MILLIS);
                Files.delete(plan);
                attendant.untilItAccepts();
            }
            trial.settle(FAULTS + " faults, " + attendant);
        }
    }

    private Stage.Setup setup() {
        return Trial.small(folder)
                .withBoxUnder("env", "LD_PRELOAD=" + library, "IOFAULT_PLAN=" + plan);
    }

    private static String draw(Trial trial) {
        List<String> often = List.of("write", "sync");
        List<String> seldom = List.of("truncate", "rename", "remove", "open");
        String call = one(trial, trial.draw(3) > 0 ? often : seldom);
        String file =
                one(
                        trial,
                        List.of(
                                "/box/journal/segment",
                                "/box/journal/",
                                "/box/cursors/",
                                "/box/ledger.db",
                                "/box/ledger.db-wal",
                                "/box/"));
        int first = 1 + trial.draw(1 << trial.draw(MAGNITUDES));
        String action =
                one(
                        trial,
                        call.equals("write")
                                ? List.of(EIO, ENOSPC, "kill", "short")
                                : List.of(EIO, ENOSPC, "kill"));
        return "%s %s %d %d %s".formatted(call, file, first, trial.draw(3), action);
    }

    private static String one(Trial trial, List<String> choice) {
        return choice.get(trial.draw(choice.size()));
    }
}
