package io.larder.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asks systemd itself what it thinks of the unit.
class SystemdUnitTest {
    private static final Path UNIT =
            Path.of(System.getProperty("basedir", "."), "..", "systemd", "larder.service");

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
    void theUnitIsWellFormed() throws Exception {
        assertThat(verify(unit())).isEqualTo(new Outcome(0, ""));
    }

    @Test
    void aMisspelledSettingIsReported() throws Exception {
        assertThat(verify(unit().replace("ProtectHome", "ProtectHomes")).output())
                .contains("ProtectHomes");
    }

    @Test
    void theSandboxHolds() throws Exception {
        Outcome outcome = security(unit());

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }

    @Test
    void anOpenSandboxIsReported() throws Exception {
        String open =
                unit().replaceAll("(?m)^(Protect|Private|Restrict|System|Capab|User=).*$", "");

        assertThat(security(open).exitCode()).isNotZero();
    }

    private Outcome verify(String unit) throws IOException, InterruptedException {
        return run("systemd-analyze", "verify", "--man=no", copy(unit).toString());
    }

    private Outcome security(String unit) throws IOException, InterruptedException {
        return run(
                "systemd-analyze",
                "security",
                "--no-pager",
                "--offline=true",
                "--threshold=20",
                copy(unit).toString());
    }

    /// The unit under its own name, starting a program that exists on every machine.
    private Path copy(String unit) throws IOException {
        return Files.writeString(
                directory.resolve("larder.service"),
                unit.replace("/usr/lib/larder/runtime/bin/java", "/usr/bin/env"));
    }

    private static String unit() throws IOException {
        return Files.readString(UNIT);
    }

    private static Outcome run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
