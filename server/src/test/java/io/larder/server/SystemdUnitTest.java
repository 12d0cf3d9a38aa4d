package io.larder.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Asks systemd itself what it thinks of the units.
class SystemdUnitTest {
    private static final Path UNITS = Path.of(System.getProperty("basedir", "."), "..", "systemd");

    private static final String BOX = "larder.service";
    private static final String PRESENT = "/usr/bin/env";
    private static final String PROGRAM = "/usr/lib/larder/run";
    private static final String CACHE = "/usr/lib/larder/make-cache";

    @TempDir Path directory;

    private record Outcome(int exitCode, String output) {}

    @BeforeAll
    static void systemdIsHere() {
        boolean found =
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "systemd-analyze")));
        assumeTrue(found, "skipped, because systemd-analyze is missing");
    }

    @Test
    void theUnitsAreWellFormedAndFitEachOther() throws Exception {
        assertThat(verify("", "")).isEqualTo(new Outcome(0, ""));
    }

    @Test
    void aMisspelledSettingIsReported() throws Exception {
        assertThat(verify("ProtectHome=", "ProtectHomes=").output()).contains("ProtectHomes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BOX,
                "larder-cache.service",
                "larder-check.service",
                "larder-backup.service"
            })
    void theSandboxHolds(String unit) throws Exception {
        Outcome outcome = security(unit, text(unit));

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }

    @Test
    void anOpenSandboxIsReported() throws Exception {
        String open =
                text(BOX).replaceAll("(?m)^(Protect|Private|Restrict|System|Capab|User=).*$", "");

        assertThat(security(BOX, open).exitCode()).isNotZero();
    }

    @Test
    void everyUnitRunsTheProgramAsTheCommandDoes() throws Exception {
        List<String> starts = new ArrayList<>();
        for (Path unit : units()) {
            Files.readString(unit)
                    .lines()
                    .filter(line -> line.startsWith("ExecStart=") && !line.endsWith(CACHE))
                    .forEach(starts::add);
        }
        assertThat(starts)
                .hasSize(3)
                .allMatch(line -> line.startsWith("ExecStart=" + PROGRAM + " "));
    }

    private Outcome verify(String from, String to) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
        for (Path unit : units()) {
            String name = unit.getFileName().toString();
            command.add(copy(name, Files.readString(unit).replace(from, to)).toString());
        }
        return run(command);
    }

    private Outcome security(String unit, String text) throws IOException, InterruptedException {
        return run(
                List.of(
                        "systemd-analyze",
                        "security",
                        "--no-pager",
                        "--offline=true",
                        "--threshold=15",
                        copy(unit, text).toString()));
    }

    /// A unit under its own name, starting a program that exists on every machine.
    private Path copy(String name, String text) throws IOException {
        return Files.writeString(
                directory.resolve(name), text.replace(PROGRAM, PRESENT).replace(CACHE, PRESENT));
    }

    private static List<Path> units() throws IOException {
        try (Stream<Path> files = Files.list(UNITS)) {
            return files.filter(file -> file.toString().matches(".*\\.(service|timer|target)"))
                    .sorted()
                    .toList();
        }
    }

    private static String text(String unit) throws IOException {
        return Files.readString(UNITS.resolve(unit));
    }

    private static Outcome run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
