package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.crypto.TerminalDigest;
import io.larder.server.conformance.Conforms;
import io.larder.server.door.RawWebSocket;
import io.larder.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Meeting terminals at the door of a whole box.
class MeetingDoorTest {
    private static final String OK = "00000000";
    private static final String PRODUCT = "5d9b11e1a3f448ae81f9f920e976d852";
    private static final String DEVICE_KEY = "devicekeySECRET4";
    private static final String SECRET_KEY = "secretkeySECRET5";
    private static final int CROWD = 200;

    @TempDir private Path data;
    @TempDir private Path files;

    private static Map<String, Object> ask(
            RawWebSocket socket, String serial, String funcId, Map<String, ?> params)
            throws IOException {
        socket.say(
                Json.write(
                        Map.of(
                                "funcId",
                                funcId,
                                "sn",
                                serial,
                                "mid",
                                "1",
                                "payload",
                                Map.of("params", params))));
        return Json.read(socket.next().text());
    }

    private static Map<String, String> shown(String deviceKey) {
        Map<String, String> shown = new HashMap<>();
        shown.put("productId", PRODUCT);
        shown.put("devKey", TerminalDigest.ofDeviceKey(deviceKey, PRODUCT));
        shown.put("protType", "best-w");
        shown.put("protVer", "1.0.0");
        shown.put("devType", "meet");
        return shown;
    }

    private static String enter(RawWebSocket socket, String serial, Map<String, String> shown)
            throws IOException {
        shown.put(
                "authCode",
                MeetingTerminal.result(ask(socket, serial, "dev.register", shown), "authCode"));
        shown.put(
                "secret",
                MeetingTerminal.result(ask(socket, serial, "dev.accredit", shown), "secret"));
        return String.valueOf(ask(socket, serial, "dev.login", shown).get("code"));
    }

    private static List<String> admitted(RunningBox box) {
        return box.ask(ledger -> ledger.facts().subjects("admitted"));
    }

    /// After a power cut all come back at once; each is answered, and what waits in memory is
    /// bounded by what they have sent, not by how many they are.
    @Test
    void twoHundredTerminalsThatComeAtOnceAllGetIn() throws Exception {
        try (RunningBox box =
                        RunningBox.in(
                                data,
                                "meeting.productId=" + PRODUCT,
                                "meeting.deviceKey=" + DEVICE_KEY,
                                "terminal.maxConnectionsPerAddress=" + (CROWD + 10));
                ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<RawWebSocket> open = new ArrayList<>();
            List<Callable<String>> all = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                RawWebSocket socket = RawWebSocket.open(box.door().getPort(), "/best");
                open.add(socket);
                String serial = "MEET" + (1_000 + i);
                all.add(() -> enter(socket, serial, shown(DEVICE_KEY)));
            }
            List<String> codes = new ArrayList<>();
            for (Future<String> each : crowd.invokeAll(all)) {
                codes.add(each.get());
            }
            assertThat(codes).hasSize(CROWD).containsOnly(OK);
            assertThat(admitted(box)).hasSize(CROWD);
            for (RawWebSocket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    @Conforms("SEC-001")
    void keysAreGivenByFileLetTheirTerminalInAndStandNowhere() throws Exception {
        Path keys = files.resolve("keys.csv");
        Files.writeString(
                keys,
                "terminal,productId,deviceKey,secretKey\nMEET000001,"
                        + PRODUCT
                        + ","
                        + DEVICE_KEY
                        + ","
                        + SECRET_KEY
                        + "\n");
        try (RunningBox box = RunningBox.withConsole(data, "admission.policy=closed")) {
            assertThat(Commands.run("credentials", keys.toString(), "--data", data).out())
                    .isEqualTo("1 terminals have their keys\n");
            try (RawWebSocket stranger = RawWebSocket.open(box.door().getPort(), "/best")) {
                assertThat(
                                ask(stranger, "MEET000002", "dev.register", shown(DEVICE_KEY))
                                        .get("code"))
                        .isEqualTo("S01E0002");
            }
            try (RawWebSocket socket = RawWebSocket.open(box.door().getPort(), "/best")) {
                assertThat(enter(socket, "MEET000001", shown(DEVICE_KEY))).isEqualTo(OK);
            }
            assertThat(Commands.run("show", "--data", data, "--json", "--live").out())
                    .contains("MEET000001")
                    .doesNotContain(DEVICE_KEY, SECRET_KEY);
        }
        for (String secret : List.of(DEVICE_KEY, SECRET_KEY)) {
            assertThat(Folders.holding(data, secret)).as(secret).isEmpty();
        }
    }

    @Test
    void aFileOfKeysThatIsWrongIsRefusedWithItsLine() throws Exception {
        Path keys = files.resolve("keys.csv");
        try (RunningBox box = RunningBox.withConsole(data)) {
            Files.writeString(keys, "terminal,key\nMEET000001,x\n");
            assertThat(Commands.run("credentials", keys.toString(), "--data", data).err())
                    .contains("the first line names other columns than");
            Files.writeString(keys, "terminal,deviceKey\nMEET000001\n");
            assertThat(Commands.run("credentials", keys.toString(), "--data", data).err())
                    .contains("line 2 has not 2 cells");
            Files.writeString(keys, "terminal,deviceKey\nMEET000001,x\n");
            assertThat(Commands.run("credentials", keys.toString(), "--data", data).err())
                    .contains("terminal MEET000001 has a deviceKey without a productId");
            assertThat(admitted(box)).isEmpty();
        }
    }
}
