package io.larder.server.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.larder.server.cli.stage.Headcount;
import io.larder.server.simulate.Obligations;
import io.larder.server.simulate.Proof;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A box takes uploads, relays them, and is killed, while another process makes a backup of it.
///
/// Takes a while, so only when asked for: `mvn -pl server -am test -Dtest=BackupKillTest
/// -Dsurefire.failIfNoSpecifiedTests=false -Dlarder.backups=6`
class BackupKillTest {
    private static final int BACKUPS = Integer.getInteger("larder.backups", 0);
    private static final int WORK_MILLIS = 1_500;
    private static final int KILL_MILLIS = 1_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void whatWasAcknowledgedBeforeABackupBeganIsInTheBoxThatComesOfIt() throws Exception {
        assumeThat(BACKUPS)
                .as("skipped, because it takes a while: -Dlarder.backups=6")
                .isPositive();
        Path owed = folder.resolve("owed");
        try (Obligations obligations = Obligations.in(owed);
                Trial trial = Trial.begin("backups", Trial.small(folder), obligations)) {
            for (int n = 1; n <= BACKUPS; n++) {
                trial.work(WORK_MILLIS);
                Path before = Files.copy(owed, folder.resolve("owed-" + n));
                Process backup = backup();
                if (n % 2 == 0) {
                    trial.play(KILL_MILLIS);
                    trial.stage().box().kill();
                    trial.restartBox();
                }
                assertThat(backup.waitFor()).as("backup %d, %s", n, trial).isZero();
                Proof proof = restored(n, before);
                System.out.printf("backup %d: %s%n", n, proof);
                assertThat(proof.acknowledged()).as("backup %d, %s", n, trial).isPositive();
                assertThat(proof.lost()).as("backup %d, %s: %s", n, trial, proof).isZero();
                assertThat(proof.doubled()).as("backup %d, %s: %s", n, trial, proof).isZero();
            }
            trial.settle(BACKUPS + " backups");
        }
    }

    private Process backup() throws IOException {
        return larder(
                "backup",
                "--data",
                folder.resolve("box"),
                "--to",
                folder.resolve("stick"),
                "--with-seal-key",
                "--same-medium");
    }

    /// The rows of a box that goes on from the newest backup, against what was owed by then.
    private Proof restored(int n, Path owed) throws IOException, InterruptedException {
        Path data = folder.resolve("restored-" + n);
        assertThat(larder("restore", "--from", folder.resolve("stick"), "--data", data).waitFor())
                .isZero();
        // brings the ledger up to the journal
        assertThat(larder("show", "records", "--data", data, "--set", "site.zone=+08:00").waitFor())
                .isZero();
        assertThat(larder("check", "--data", data, "--set", "site.zone=+08:00").waitFor()).isZero();
        try (Obligations then = Obligations.in(owed)) {
            return then.verify(new Headcount(data).ids());
        }
    }

    private Process larder(Object... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
        command.add("io.larder.server.cli.Main");
        for (Object each : args) {
            command.add(each.toString());
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("larder.log").toFile()))
                .start();
    }
}
