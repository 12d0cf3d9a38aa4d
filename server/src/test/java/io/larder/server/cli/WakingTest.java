package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.conformance.Conforms;
import io.larder.server.json.Json;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A box that hints to its terminals that something waits for them.
class WakingTest {
    private static final String SN = "5158181900025";
    private static final int SOON_MILLIS = 10_000;
    private static final int NEVER_MILLIS = 200;

    @TempDir private Path data;

    @Test
    @Conforms({"UDP-001", "UDP-003"})
    void anOrderSendsFiveBytesToTheTerminalThatSpokeLastAndWaitsForItAllTheSame() throws Exception {
        try (DatagramSocket terminal = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                RunningBox box = box("commands.wakeUpPort=" + terminal.getLocalPort())) {
            terminal.setSoTimeout(SOON_MILLIS);
            hello(box);
            order(box);

            DatagramPacket packet = new DatagramPacket(new byte[16], 16);
            terminal.receive(packet);
            assertThat(
                            new String(
                                    packet.getData(),
                                    0,
                                    packet.getLength(),
                                    StandardCharsets.US_ASCII))
                    .isEqualTo("R-CMD");
            // Nobody has to hear it.
            assertThat(box.terminal().get("/iclock/posrequest?SN=" + SN).text())
                    .endsWith(":INFO\n");
        }
    }

    @Test
    @Conforms("UDP-002")
    void aTerminalThatWasNotHeardIsNotWokenAndNobodyIsWhenItIsSwitchedOff() throws Exception {
        try (DatagramSocket terminal = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            terminal.setSoTimeout(NEVER_MILLIS);
            String port = "commands.wakeUpPort=" + terminal.getLocalPort();
            try (RunningBox box = box(port)) {
                hello(box);
                box.awaitApplied();
                box.restart();
                order(box);
                assertSilent(terminal);
            }
            try (RunningBox box = box(port, "commands.wakeUp=false")) {
                hello(box);
                order(box);
                assertSilent(terminal);
            }
        }
    }

    private static void assertSilent(DatagramSocket terminal) {
        assertThatThrownBy(() -> terminal.receive(new DatagramPacket(new byte[16], 16)))
                .isInstanceOf(SocketTimeoutException.class);
    }

    private RunningBox box(String... sets) {
        return RunningBox.withConsole(data, sets);
    }

    private static void hello(RunningBox box) {
        box.terminal().get("/iclock/cpos?SN=" + SN + "&options=all&device_type=30");
    }

    private static void order(RunningBox box) throws Exception {
        box.awaitApplied();
        try (ConsoleClient console = ConsoleClient.of(box.data())) {
            console.post(
                    "/api/v1/commands",
                    Json.write(Map.of("terminal", SN, "words", List.of("INFO"))));
        }
    }
}
