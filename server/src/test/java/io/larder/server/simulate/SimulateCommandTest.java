package io.larder.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.cli.SimulateCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(30)
class SimulateCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everythingAcknowledgedIsSuccessAndWrittenDown(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("acknowledged");
        try (ScriptedBox box = new ScriptedBox()) {
            int code =
                    simulate(
                            "--target=127.0.0.1:" + box.port(),
                            "--terminals=2",
                            "--rate=0",
                            "--count=6",
                            "--rows=2..2",
                            "--seed=3",
                            "--acknowledged=" + file);

            assertThat(code).as(err.toString()).isZero();
            assertThat(out.toString())
                    .contains("2 terminals at 127.0.0.1:" + box.port() + ", seed 3\n")
                    .contains("6 uploads")
                    .contains("0 rows sent and not acknowledged");
            List<String> lines = Files.readAllLines(file);
            assertThat(lines).filteredOn(line -> line.startsWith("ok\t")).hasSizeBetween(8, 12);
        }
    }

    @Test
    void aBoxThatNeverAnswersIsAFailure() throws Exception {
        ScriptedBox gone = new ScriptedBox();
        gone.close();

        int code = simulate("--target=127.0.0.1:" + gone.port(), "--minutes=0.001", "--grace=0");

        assertThat(code).isEqualTo(1);
    }

    @Test
    void terminalsThatOnlyPollEndInTimeAndSayWhatTheyWereTold() throws Exception {
        try (ScriptedBox box = new ScriptedBox().withOrders("C:1:INFO\n")) {
            int code =
                    simulate(
                            "--target=127.0.0.1:" + box.port(),
                            "--terminals=1",
                            "--no-uploads",
                            "--poll=0.01",
                            "--minutes=0.005",
                            "--lost-replies=1",
                            "--power-cuts=0");

            assertThat(code).as(err.toString()).isZero();
            assertThat(out.toString())
                    .contains("0 uploads")
                    .contains("1 commands, 1 replies lost, 0 power cuts, 0 restarts");
        }
    }

    @Test
    void attendanceTerminalsOfThreeGenerationsEnrolAndPunchThroughTrouble() throws Exception {
        try (ScriptedBox box = new ScriptedBox()) {
            int code =
                    simulate(
                            "--target=127.0.0.1:" + box.port(),
                            "--terminals=1",
                            "--attendance=3",
                            "--generations=mixed",
                            "--rate=0",
                            "--count=9",
                            "--lost-answers=0.1",
                            "--power-cuts=0.2",
                            "--seed=4");

            assertThat(code).as(err.toString()).isZero();
            assertThat(out.toString())
                    .contains(" punches acknowledged; 0 commands")
                    .contains("0 rows sent and not acknowledged");
            assertThat(box.uploads())
                    .anyMatch(
                            each -> each.startsWith("POST /iclock/cdata?SN=TCLK202600001&OpStamp="))
                    .anyMatch(each -> each.contains("SN=TCLK202600002&table=ATTPHOTO&Stamp="))
                    .anyMatch(each -> each.contains("SN=TCLK202600003&table=BIODATA&Stamp=9999"));
        }
    }

    @Test
    void meetingTerminalsThatWereNotAnsweredAreAFailure() throws Exception {
        ScriptedBox gone = new ScriptedBox();
        gone.close();

        int code =
                simulate(
                        "--target=127.0.0.1:" + gone.port(),
                        "--terminals=0",
                        "--meeting=2",
                        "--minutes=0.001",
                        "--grace=0");

        assertThat(code).as(err.toString()).isEqualTo(1);
        assertThat(out.toString())
                .contains("0 log-ins, 0 of them direct; 0 messages, 0 records, 0 photos")
                .contains("; 0 findings");
    }

    @Test
    void wrongUsageSaysWhatWasExpected() {
        assertThat(simulate("--target=here")).isEqualTo(2);
        assertThat(err.toString()).contains("--target: expected HOST:PORT, found here");
        assertThat(simulate("--target=h:1", "--rows=many")).isEqualTo(2);
        assertThat(err.toString()).contains("--rows: expected 3 or 1..5, found many");
        assertThat(simulate("--target=h:1", "--resend=2")).isEqualTo(2);
        assertThat(err.toString()).contains("resend: expected 0 to 1, found 2.0");
        assertThat(simulate("--target=h:1", "--power-cuts=2")).isEqualTo(2);
        assertThat(err.toString()).contains("power cuts: expected 0 to 1, found 2.0");
        assertThat(simulate("--target=h:1", "--generations=old")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--generations: expected classic, push2, hybrid or mixed, found old");
        assertThat(simulate("--target=h:1", "--meeting=1", "--reconnects=1")).isEqualTo(2);
        assertThat(err.toString()).contains("cuts: expected 0 to below 1, found 1.0");
        assertThat(simulate("--target=h:1", "--meeting-url=http://h")).isEqualTo(2);
        assertThat(err.toString()).contains("--meeting-url: expected ws://…, found http://h");
        assertThat(simulate("--target=h:1", "--poll=-1")).isEqualTo(2);
        assertThat(err.toString()).contains("expected nothing negative, found polling PT-1S");
    }

    private int simulate(String... args) {
        return new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
