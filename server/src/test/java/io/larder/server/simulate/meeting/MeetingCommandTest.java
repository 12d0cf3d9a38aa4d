package io.larder.server.simulate.meeting;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.cli.SimulateCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/// `larder simulate --meeting`.
@Timeout(60)
class MeetingCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everythingTakenIsSuccess() throws Exception {
        try (ScriptedHall hall = new ScriptedHall()) {
            int code = simulate(hall, "--meeting=2", "--count=6", "--photos=0");

            assertThat(code).as(err.toString()).isZero();
            assertThat(out.toString())
                    .contains("0 terminals at h:1, seed 3\n")
                    .contains("2 log-ins, 0 of them direct; ")
                    .contains(" messages, 6 records, 8 photos, 16 people and cards acknowledged")
                    .contains("; 0 findings")
                    .contains("0 rows sent and not acknowledged");
        }
    }

    @Test
    void aBoxThatSaysWhatItShouldNotIsAFailure() throws Exception {
        try (ScriptedHall hall = new ScriptedHall().commanding("{")) {
            int code = simulate(hall, "--meeting=1", "--count=1");

            assertThat(code).as(err.toString()).isEqualTo(1);
            assertThat(out.toString()).contains("CMTG202600001: not JSON").contains("; 1 findings");
        }
    }

    private int simulate(ScriptedHall hall, String... args) {
        CommandLine command =
                new CommandLine(new SimulateCommand())
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true));
        String[] all = new String[args.length + 5];
        all[0] = "--target=h:1";
        all[1] = "--terminals=0";
        all[2] = "--rate=0";
        all[3] = "--seed=3";
        all[4] = "--meeting-url=" + hall.address();
        System.arraycopy(args, 0, all, 5, args.length);
        return command.execute(all);
    }
}
