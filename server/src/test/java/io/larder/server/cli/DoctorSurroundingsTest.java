package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.larder.server.FreePorts;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Trouble with lines, terminals and clock: the doctor names it.
@Timeout(120)
class DoctorSurroundingsTest extends DoctorAtABox {
    @Test
    void linesThatAreDownHeldOrLeftAreNamed() {
        String url = "upstreams.hq.url=http://127.0.0.1:" + FreePorts.next();
        try (RunningBox running = withConsole(url, "upstreams.hq.token=x")) {
            punch(running, "2020-01-01 08:00:00");

            String down = until("LINE-DOWN");

            assertThat(down)
                    .contains("LINE-DOWN  No line to hq since ")
                    .contains("entries wait here");
            assertThat(Commands.run("upstream", "pause", "hq", "--data", data).code()).isZero();
            assertThat(until("LINE-HELD")).contains("Nothing is sent to hq");
        }
        try (RunningBox running = withConsole()) {
            running.awaitApplied();
            assertThat(ids(doctor())).containsExactly("LINE-LEFT");
        }
    }

    @Test
    void terminalsThatAreOddAreNamed() {
        try (RunningBox running = withConsole("admission.policy=pairing")) {
            Commands.run("pair", "--data", data);
            punch(running, "2020-01-01 08:00:00");
            running.terminal().post(PUNCHES, "nonsense");
            running.terminal()
                    .post(
                            "/iclock/cpos?SN=" + CANTEEN + "&table=BUYLOG&StampId=1",
                            purchase(1) + purchase(5));
            running.awaitApplied();
        }
        try (RunningBox running = withConsole("admission.policy=pairing")) {
            punch(
                    running,
                    LocalDateTime.now(ZoneOffset.ofHours(8))
                            .plusMinutes(185)
                            .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")));
            running.terminal().get("/iclock/cdata?SN=9999999999999&options=all");
            running.awaitApplied();

            Commands.Ended ended = doctor("--lang", "en");

            assertThat(ids(ended))
                    .containsExactly(
                            "TERMINAL-TURNED-AWAY",
                            "TERMINAL-CLOCK",
                            "NUMBERS-MISSING",
                            "QUARANTINE");
            assertThat(ended.out())
                    .contains("Terminals want in that nobody let in: 9999999999999\n")
                    .contains("The clock of terminal " + SN + " is 3 hours fast.")
                    .contains("terminal " + CANTEEN + ", table BUYLOG, 3 records never came")
                    .contains("1 lines were kept but not understood, from " + SN + ".");
        }
    }

    @Test
    void afterDaysTheSilentTerminalAndTheOldBackupAreNamed() throws IOException {
        try (RunningBox running = withConsole()) {
            punch(running, "2020-01-01 08:00:00");
            running.awaitApplied();
            backup();

            assertThat(found(ROOT, Duration.ofDays(5)))
                    .containsExactly("TERMINAL-SILENT", "BACKUP-OLD");
        }
    }

    @Test
    void aClockThatNothingSpeaksForIsNamed() throws IOException {
        try (RunningBox running = withConsole("clock.trust=verified");
                ConsoleClient console = ConsoleClient.of(running.data())) {
            boolean trusted = Boolean.TRUE.equals(console.get("/api/v1/clock").get("trusted"));
            assumeThat(trusted).as("skipped, because something speaks for it here").isFalse();

            assertThat(ids(doctor())).contains("CLOCK-UNTRUSTED");
        }
    }
}
