package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.FreePorts;
import io.larder.server.config.Settings;
import io.larder.server.json.Json;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {
    private final int port = FreePorts.next();

    @TempDir private Path data;

    @Test
    void healthIsForEverybodyAndAllElseForWhoKnowsTheToken() throws Exception {
        try (RunningBox box = RunningBox.in(data, "console.port=" + port)) {
            Path file = data.resolve("console.json");
            String token = String.valueOf(Json.read(Files.readString(file)).get("token"));

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(Json.read(Files.readString(file)))
                    .isEqualTo(
                            Map.of(
                                    "url",
                                    "http://127.0.0.1:" + port,
                                    "token",
                                    token,
                                    "listens",
                                    box.readyLine().split(" ", -1)[1]));
            assertThat(token).matches("[0-9a-f]{64}");
            assertThat(box.readyLine()).contains(" console=127.0.0.1:" + port + " ");
            assertThat(ask("GET", "/health/live", Optional.empty()))
                    .isEqualTo("200 {\"live\":true}");
            assertThat(ask("GET", "/health/ready", Optional.empty()))
                    .isEqualTo("200 {\"ready\":true}");
            String refused = "401 {\"why\":\"no token or a wrong one\"}";
            assertThat(ask("GET", "/api/v1/status", Optional.empty())).isEqualTo(refused);
            assertThat(ask("GET", "/api/v1/status", Optional.of("0" + token.substring(1) + "x")))
                    .isEqualTo(refused);
            assertThat(ask("POST", "/api/v1/pair?seconds=5", Optional.empty())).isEqualTo(refused);
            assertThat(ask("POST", "/api/v1/quarantine/retry?place=all", Optional.empty()))
                    .isEqualTo(refused);
            assertThat(ask("POST", "/api/v1/quarantine/retry?place=all", Optional.of(token)))
                    .isEqualTo("200 {\"lines\":[]}");
            assertThat(ask("POST", "/api/v1/quarantine/retry?place=x", Optional.of(token)))
                    .isEqualTo("400 {\"why\":\"place is x, expected SEQ/ROW or all\"}");
            assertThat(ask("POST", "/api/v1/pair?seconds=0", Optional.of(token)))
                    .isEqualTo("400 {\"why\":\"seconds is 0, expected 1 to 86400\"}");
            assertThat(ask("GET", "/api/v1/status", Optional.of(token)))
                    .isEqualTo(
                            "200 {\"state\":\"running\",\"lastSeq\":1,\"appliedSeq\":1,"
                                    + "\"ringUsed\":0.125,\"admission\":\"open\","
                                    + "\"pairingSeconds\":0,\"terminals\":[],\"upstreams\":[]}");
        }
        assertThat(Folders.names(data)).doesNotContain("console.json");
    }

    @Test
    void aHostThatOthersCanReachIsRefusedAtTheStart() {
        Settings settings =
                Settings.read(null, Map.of(), List.of("console.host=0.0.0.0", "terminal.port=0"));

        assertThatThrownBy(() -> Box.open(data, settings))
                .isInstanceOf(Settings.Wrong.class)
                .hasMessage(
                        "--set: console.host is 0.0.0.0, expected a text (an address of this"
                                + " machine only, such as 127.0.0.1, or console.tls: it is not encrypted)");
        assertThat(Folders.names(data)).isEmpty();
    }

    @Test
    void aBoxWhoseConsolePortIsTakenGoesOnWithout() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningBox box = RunningBox.in(data, "console.port=" + taken.getLocalPort())) {
            assertThat(box.readyLine()).doesNotContain("console=");
            assertThat(
                            box.terminal()
                                    .post(
                                            "/iclock/cdata?SN=0316144680030&table=ATTLOG",
                                            "1\t2020-01-01 08:00:00")
                                    .text())
                    .isEqualTo("OK");
        }
    }

    private String ask(String method, String path, Optional<String> token) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .method(method, HttpRequest.BodyPublishers.noBody());
        token.ifPresent(word -> request.header("Authorization", "Bearer " + word));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        }
    }
}
