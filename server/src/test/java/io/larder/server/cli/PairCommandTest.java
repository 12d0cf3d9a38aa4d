package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PairCommandTest {
    private static final String TABLE = "/iclock/cdata?SN=0316144680030&table=ATTLOG";
    private static final String PUNCH = "1\t2020-01-01 08:00:00";

    @TempDir private Path data;

    @Test
    void whoIsUnknownComesInWhileTheWindowIsOpenAndIsPrinted() throws Exception {
        try (RunningBox box = pairing("pairing")) {
            assertThat(box.terminal().post(TABLE, PUNCH).status()).isEqualTo(404);

            PipedWriter printed = new PipedWriter();
            BufferedReader lines = new BufferedReader(new PipedReader(printed));
            CompletableFuture<Integer> code =
                    CompletableFuture.supplyAsync(() -> pair(printed, "--seconds", "2", "--wait"));

            assertThat(lines.readLine()).isEqualTo("the pairing window is open for 2 seconds");
            assertThat(box.terminal().post(TABLE, PUNCH).text()).isEqualTo("OK");
            assertThat(lines.readLine()).isEqualTo("terminal 0316144680030 is let in");
            assertThat(lines.readLine()).isEqualTo("the pairing window is closed");
            assertThat(code.get()).isZero();
            assertThat(box.terminal().post(TABLE.replace("031", "032"), PUNCH).status())
                    .isEqualTo(404);
            assertThat(box.terminal().post(TABLE, PUNCH).text()).isEqualTo("OK");
        }
    }

    @Test
    void withoutARunningBoxItSaysHowToStartOne() {
        try (RunningBox box = RunningBox.in(data)) {
            box.awaitApplied();
        }

        assertThat(Commands.run("pair", "--data", data))
                .isEqualTo(
                        new Commands.Ended(
                                1,
                                "",
                                "larder: no box runs on %s; start it with `larder serve --data %s`\n"
                                        .formatted(data, data)));
    }

    @Test
    void withoutAConsoleItSaysWhy() {
        try (RunningBox box = RunningBox.in(data)) {
            box.awaitApplied();

            assertThat(Commands.run("pair", "--data", data).err())
                    .isEqualTo(
                            "larder: the box on "
                                    + data
                                    + " has no console: console.port is 0, or the port was taken"
                                    + " when it started (see its log)\n");
        }
    }

    @Test
    void withAnotherPolicyThereIsNothingToOpen() {
        try (RunningBox box = pairing("open")) {
            assertThat(box.readyLine()).contains(" console=127.0.0.1:");
            assertThat(Commands.run("pair", "--data", data))
                    .isEqualTo(
                            new Commands.Ended(
                                    1,
                                    "",
                                    "larder: admission.policy is open: every terminal is let in"
                                            + " without it\n"));
        }
        try (RunningBox box = pairing("closed")) {
            assertThat(box.readyLine()).contains(" console=127.0.0.1:");
            assertThat(Commands.run("pair", "--data", data).err())
                    .isEqualTo(
                            "larder: admission.policy is closed: no terminal is let in, set it to"
                                    + " pairing\n");
        }
    }

    private RunningBox pairing(String policy) {
        return RunningBox.withConsole(data, "admission.policy=" + policy);
    }

    private int pair(Writer printed, String... args) {
        Object[] all = new Object[args.length + 3];
        all[0] = "pair";
        all[1] = "--data";
        all[2] = data;
        System.arraycopy(args, 0, all, 3, args.length);
        return Commands.run(
                new PrintWriter(printed, true), new PrintWriter(Writer.nullWriter()), all);
    }
}
