package io.larder.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.simulate.Habits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Orders for canteen terminals of every dialect that lose a third of the answers, while the box is
/// killed with `kill -9`: every command ends, none is lost, none is carried out twice that must not
/// be.
///
/// The full one: `mvn -pl server -am test -Dtest=CommandKillTest
/// -Dsurefire.failIfNoSpecifiedTests=false -Dlarder.commands=1000 -Dlarder.commandTerminals=20
/// -Dlarder.commandKills=50`
class CommandKillTest {
    private static final int COMMANDS = Integer.getInteger("larder.commands", 100);
    private static final int KILLS = Integer.getInteger("larder.commandKills", 5);

    /// Seven in a row speak every dialect.
    private static final int TERMINALS = Integer.getInteger("larder.commandTerminals", 7);

    private static final int WORK_MILLIS = 1_200;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void aBoxThatIsKilledAtAnyMomentLosesNoCommandAndRepeatsNoneThatMustNotBe() throws Exception {
        try (CommandTrial trial =
                CommandTrial.begin("command kills", folder, TERMINALS, CommandTrial.BAD)) {
            for (int i = 0; i < KILLS; i++) {
                int share = COMMANDS * (i + 1) / KILLS - COMMANDS * i / KILLS;
                CompletableFuture<Void> given = trial.order(share);
                trial.play(WORK_MILLIS);
                trial.box().kill();
                if (trial.draw(4) == 0) {
                    trial.box().begin();
                    trial.play(WORK_MILLIS);
                    trial.box().kill();
                }
                trial.box().restart();
                given.join();
            }
            trial.quiet();

            assertThat(trial.violations(KILLS + " kills")).as("%s", trial).isEmpty();
        }
    }

    /// The negative control: a card that loses what it said was flushed gives the box back as it
    /// was before it handed commands over, and the oracle must see what comes of that. Its
    /// terminals lose no answers: a command that never reached one would not be carried out twice.
    @Test
    void theOracleSeesABoxThatForgotWhatItHandedOverAndWhatItPromised() throws Exception {
        Path box = folder.resolve("box");
        Path before = folder.resolve("before");
        try (CommandTrial trial = CommandTrial.begin("forgetful card", folder, 2, Habits.HONEST)) {
            trial.near().cut();
            trial.orderOnce();
            trial.box().kill();
            copy(box, before);
            trial.box().restart();
            trial.near().heal();
            trial.awaitEnd();
            trial.orderOnce();
            trial.box().kill();
            delete(box);
            copy(before, box);
            trial.box().restart();
            trial.quiet();

            List<String> violations = trial.violations("a card that forgot");
            assertThat(violations).as("%s", trial).anyMatch(it -> it.startsWith("lost: "));
            assertThat(violations).as("%s", trial).anyMatch(it -> it.contains("twice"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.sorted().toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
