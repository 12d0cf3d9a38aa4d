package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.config.Settings;
import io.larder.server.doctor.Checkup;
import io.larder.server.doctor.Rules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A box gets into trouble, and the doctor is asked.
abstract class DoctorAtABox {
    private static final Pattern ID = Pattern.compile("(?m)^([A-Z][A-Z-]+)  ");
    static final String SN = "0316144680030";
    static final String CANTEEN = "5158181900025";
    static final String PUNCHES = "/iclock/cdata?SN=" + SN + "&table=ATTLOG";
    static final Path ROOT = Path.of("/");

    /// What is wrong with this machine is no concern of these tests.
    private static final List<String> OF_THE_MACHINE =
            List.of("DISK-LOW", "DISK-FULL", "DISK-SLOW", "DISK-MUCH-WRITTEN", "MEMORY-LOW");

    @TempDir Path folder;
    Path data;

    @BeforeEach
    void aBoxThatStopped() {
        data = folder.resolve("box");
    }

    List<String> found(Path system, Duration later) throws IOException {
        Checkup seen =
                Sight.of(
                        data,
                        () -> Settings.read(null, Map.of(), List.of()),
                        system,
                        Instant.now().plus(later),
                        Map.of());
        return Rules.of(seen).stream()
                .map(said -> said.finding().id())
                .filter(id -> !system.equals(ROOT) || !OF_THE_MACHINE.contains(id))
                .toList();
    }

    RunningBox withConsole(String... sets) {
        return RunningBox.withConsole(data, sets);
    }

    void stopped() {
        try (RunningBox running = RunningBox.in(data)) {
            running.awaitApplied();
        }
    }

    void backup() {
        assertThat(
                        Commands.run(
                                        "backup",
                                        "--data",
                                        data,
                                        "--to",
                                        folder.resolve("stick"),
                                        "--same-medium")
                                .code())
                .isZero();
    }

    static void punch(RunningBox running, String time) {
        assertThat(running.terminal().post(PUNCHES, "1\t" + time + "\t0\t1").status())
                .isEqualTo(200);
    }

    static String purchase(int number) {
        return "1\t100023\t2018-11-02 10:16:58\t1250\t8750\t42\t2\t2\t2018-11-02\t"
                + number
                + "\t1\n";
    }

    Commands.Ended doctor(Object... more) {
        return Commands.run(
                Stream.concat(
                                Stream.of("doctor", "--data", data, "--set", "terminal.port=0"),
                                Stream.of(more))
                        .toArray());
    }

    /// Asks until it says so.
    String until(String id) {
        Commands.Ended ended = doctor("--lang", "en");
        while (!ids(ended).contains(id)) {
            ended = doctor("--lang", "en");
        }
        return ended.out();
    }

    static List<String> ids(Commands.Ended ended) {
        return ids(ended, OF_THE_MACHINE);
    }

    static List<String> ids(Commands.Ended ended, List<String> without) {
        assertThat(ended.err()).isEmpty();
        return ID.matcher(ended.out())
                .results()
                .map((MatchResult found) -> found.group(1))
                .filter(id -> !without.contains(id))
                .toList();
    }
}
