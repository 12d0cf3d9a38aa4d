package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.larder.server.FreePorts;
import io.larder.server.json.Json;
import io.larder.storage.JournalSettings;
import io.larder.storage.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the doctor says, and of a box that does not run as it should.
@Timeout(120)
class DoctorCommandTest extends DoctorAtABox {
    @Test
    void aBoxThatIsWellIsToldSoInOneLine() {
        try (RunningBox running = withConsole()) {
            punch(running, "2020-01-01 08:00:00");
            running.awaitApplied();
            backup();

            Commands.Ended ended = doctor("--lang", "en");

            assumeThat(ids(ended))
                    .as("skipped, because of this machine: %s", ended.out())
                    .isEmpty();
            assertThat(ended.code()).isZero();
            assertThat(ended.out())
                    .matches(
                            "All is well: larder .*, box [0-9a-f]{16}, 1 terminals, journal \\d+ % full,"
                                    + " .* free, last backup 0 minutes ago\\.\n");
        }
    }

    @Test
    void aNewBoxIsWellWithoutABackup() {
        try (RunningBox running = withConsole()) {
            punch(running, "2020-01-01 08:00:00");
            running.awaitApplied();

            Commands.Ended ended = doctor("--lang", "en");

            assumeThat(ids(ended))
                    .as("skipped, because of this machine: %s", ended.out())
                    .isEmpty();
            assertThat(ended.code()).isZero();
            assertThat(ended.out()).endsWith("free, no backup yet.\n");
        }
    }

    @Test
    void aBoxThatIsNotRunningIsNamedInBothLanguages() {
        stopped();

        assertThat(doctor("--lang", "en").out())
                .contains("BOX-STOPPED  The box on " + data + " is not running.")
                .contains("  What to do: Start it: systemctl start larder.");
        assertThat(doctor("--lang", "zh_CN").out())
                .contains("BOX-STOPPED  " + data + " 的主机没有运行。")
                .contains("  怎么办： 启动主机");
        assertThat(doctor("--json").code()).isEqualTo(1);
        assertThat((List<?>) Json.read(doctor("--json").out()).get("findings"))
                .anySatisfy(each ->
                        assertThat(String.valueOf(each)).startsWith("{id=BOX-STOPPED, wrong="));
    }

    @Test
    void aBoxThatWasNeverBackedUpHasThreeDaysForIt() throws IOException {
        stopped();

        assertThat(found(ROOT, Duration.ofDays(2))).doesNotContain("BACKUP-NEVER");
        assertThat(found(ROOT, Duration.ofDays(4))).contains("BACKUP-NEVER");
    }

    @Test
    void whatAStartWouldStumbleOverIsNamed() throws IOException {
        stopped();
        Files.delete(data.resolve("seal.key"));
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(
                            ids(
                                    doctor(
                                            "--set",
                                            "terminal.host=127.0.0.1",
                                            "--set",
                                            "terminal.port=" + other.getLocalPort())))
                    .containsExactly("BOX-STOPPED", "KEY-NOT-HERE", "PORT-TAKEN");
        }

        assertThat(doctor("--set", "terminal.prot=8088", "--lang", "en").out())
                .contains("CONFIG-WRONG  The configuration is refused: ")
                .contains("terminal.prot is no key");
    }

    @Test
    void aFolderThatIsNoneOrHoldsNoBoxIsNamed() throws IOException {
        assertThat(ids(doctor())).containsExactly("DATA-MISSING");
        Files.createFile(data);
        assertThat(ids(doctor())).containsExactly("DATA-RIGHTS");
    }

    @Test
    void aBoxThatCannotBeAskedIsNamed() throws IOException {
        try (RunningBox running = RunningBox.in(data)) {
            running.awaitApplied();
            assertThat(ids(doctor())).containsExactly("NO-CONSOLE");
        }
        try (Store held = Store.open(data, new JournalSettings(262_144, 8, 1 << 20, true))) {
            new ConsoleFile("http://127.0.0.1:" + FreePorts.next(), "x", Optional.empty(), "")
                    .write(data);

            assertThat(held.journal().failure()).isEmpty();
            assertThat(ids(doctor())).containsExactly("BOX-DEAF");
        }
    }
}
