package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.FreePorts;
import io.larder.server.conformance.Conforms;
import io.larder.server.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Orders over the local interface and from the command line.
class CommandConsoleTest {
    private static final String SN = "5158181900025";
    private static final String OPERATOR = "the operator's word";

    private final int port = FreePorts.next();

    @TempDir private Path data;
    private RunningBox box;

    @BeforeEach
    void open() {
        box =
                RunningBox.in(
                        data,
                        "console.port=" + port,
                        "console.operatorToken=" + OPERATOR,
                        "commands.powerful=true");
        box.terminal().get("/iclock/cpos?SN=" + SN + "&options=all&device_type=30&language=83");
    }

    @AfterEach
    void close() {
        box.close();
    }

    @Test
    void anOrderIsKeptHandedOverSettledAndShown() throws Exception {
        String id = order(owner(), "UPDATE", "PRESSKEY", "KeyID=3", "Price=450");

        assertThat(poll()).isEqualTo("C:" + id + ":UPDATE PRESSKEY KeyID=3\tPrice=450\n");
        box.terminal().post("/iclock/posdevicecmd?SN=" + SN, "ID=" + id + "&Return=0&CMD=DATA");
        box.awaitApplied();

        Map<String, Object> shown = json(get("/api/v1/commands/" + id));
        assertThat(shown)
                .containsEntry("id", id)
                .containsEntry("terminal", SN)
                .containsEntry("state", "settled")
                .containsEntry("text", "UPDATE PRESSKEY KeyID=3 Price=450")
                .containsEntry("orderedBy", "owner tester")
                .containsEntry("returned", "0");
        assertThat(json(get("/api/v1/commands"))).isEqualTo(Map.of("commands", List.of()));
        assertThat(json(get("/api/v1/commands?all=true&terminal=" + SN)))
                .isEqualTo(Map.of("commands", List.of(shown)));
    }

    @Test
    @Conforms("SEC-007")
    void anOperatorMayOrderButNothingThatErasesOpensOrRunsPrograms() throws Exception {
        assertThat(order(OPERATOR, "INFO")).isNotEmpty();
        for (String words : List.of("CLEAR POSLOG", "CLEAR DATA", "SHELL ls")) {
            HttpResponse<String> answer = ask(OPERATOR, body(words.split(" ")));
            assertThat(answer.statusCode()).as(words).isEqualTo(403);
            assertThat(answer.body()).contains("an operator's token cannot");
            assertThat(ask(owner(), body(words.split(" "))).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Conforms("CMD-018")
    void anOrderThatCannotBeGivenIsRefusedWithTheReason() throws Exception {
        assertThat(ask(owner(), body("UPDATE", "STOREINFO", "StoreNo=1", "Name=a\nb", "Price=1")))
                .satisfies(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(400);
                    assertThat(answer.body()).contains("Name");
                });
        assertThat(ask(owner(), body("JUMP")).statusCode()).isEqualTo(400);
        assertThat(ask(owner(), "{\"terminal\":\"999999\",\"words\":[\"INFO\"]}").statusCode())
                .isEqualTo(404);
        assertThat(ask(owner(), "no json").statusCode()).isEqualTo(400);
        assertThat(ask(owner(), "{}").statusCode()).isEqualTo(400);
        assertThat(ask(owner(), "{\"terminal\":\"" + SN + "\",\"words\":[]}").statusCode())
                .isEqualTo(400);
        assertThat(ask(owner(), "x".repeat(70_000)).statusCode()).isEqualTo(413);
        assertThat(ask("guessed", body("INFO")).statusCode()).isEqualTo(401);
    }

    @Test
    void whatAReplyBroughtCanBeFetchedAsItCame() throws Exception {
        String id = order(owner(), "GetFile", "/mnt/a.bin");
        poll();
        assertThat(get("/api/v1/commands/" + id + "/content").statusCode()).isEqualTo(404);
        box.terminal()
                .post(
                        "/iclock/posdevicecmd?SN=" + SN,
                        "ID=" + id + "\nCMD=GetFile\nReturn=4\nContent=\u0000\n&=");
        box.awaitApplied();

        HttpResponse<String> content = get("/api/v1/commands/" + id + "/content");
        assertThat(content.body()).isEqualTo("\u0000\n&=");
        assertThat(content.headers().firstValue("Content-Type"))
                .contains("application/octet-stream");
        assertThat(
                        request("GET", "/api/v1/commands/" + id + "/content", "guessed", "")
                                .statusCode())
                .isEqualTo(401);
    }

    @Test
    void theDescriptionNamesWhatIsThere() throws Exception {
        HttpResponse<String> description = request("GET", "/api/v1/openapi.json", "", "");
        assertThat(description.statusCode()).isEqualTo(200);
        Map<?, ?> paths = (Map<?, ?>) Json.read(description.body()).getOrDefault("paths", Map.of());
        assertThat(paths).hasSizeGreaterThan(8);
        for (Map.Entry<?, ?> path : paths.entrySet()) {
            for (Map.Entry<?, ?> method : ((Map<?, ?>) path.getValue()).entrySet()) {
                boolean open = ((Map<?, ?>) method.getValue()).containsKey("security");
                String target = String.valueOf(path.getKey()).replaceAll("\\{\\w+}", "1");
                int status =
                        request(
                                        String.valueOf(method.getKey()).toUpperCase(Locale.ROOT),
                                        target,
                                        "",
                                        "")
                                .statusCode();
                assertThat(status).as(method.getKey() + " " + target).isEqualTo(open ? 200 : 401);
            }
        }
    }

    @Test
    void whatATerminalCannotSayIsSetForGood() throws Exception {
        assertThat(options()).contains("PushProtVer=2.3.0", "MachineType=0");
        assertThat(adjust("{\"set\":{\"pushProtVer\":\"none\",\"machineType\":\"2\"}}"))
                .isEqualTo(200);
        assertThat(options()).contains("MachineType=2").doesNotContain("PushProtVer");
        box.restart();
        assertThat(options()).contains("MachineType=2").doesNotContain("PushProtVer");
        assertThat(adjust("{\"set\":{\"pushProtVer\":\"\",\"machineType\":\"\"}}")).isEqualTo(200);
        assertThat(options()).contains("PushProtVer=2.3.0", "MachineType=0");
        assertThat(adjust("{\"set\":{\"pushProtVer\":\"2.4.1\"}}")).isEqualTo(400);
        assertThat(adjust("{\"set\":{\"colour\":\"red\"}}")).isEqualTo(400);
        assertThat(adjust("{}")).isEqualTo(400);
    }

    @Test
    void theCommandLineOrdersListsShowsAndCancels() throws Exception {
        Commands.Ended ordered = run("command", SN, "UPDATE", "USERINFO", "SysID=1", "CardNo=7");
        assertThat(ordered.code()).isZero();
        String id = ordered.out().replaceAll("\\D", "");

        assertThat(run("commands").out()).contains(id, "issued", "UPDATE USERINFO");
        assertThat(run("commands", id).out()).contains("terminal", SN);
        assertThat(run("commands", id, "--cancel").code()).isZero();
        assertThat(run("commands", id, "--cancel").code()).isEqualTo(1);
        assertThat(run("commands").out()).contains("none");
        assertThat(run("commands", "--all", "--json").out()).contains("\"cancelled\"");
        assertThat(run("command", SN, "CLEAR", "POSLOG").err()).contains("confirm");
        assertThat(run("command", SN, "FLY").err()).contains("FLY", "SYNC POSLOG");
        assertThat(run("adjust", SN, "gprs=true").code()).isZero();
        assertThat(run("adjust", SN, "gprs=perhaps").err()).contains("true or false");
        assertThat(run("adjust", SN, "gprs").code()).isEqualTo(2);
    }

    private Commands.Ended run(String... words) {
        return Commands.run(
                Stream.concat(Arrays.stream(words), Stream.of("--data", data.toString()))
                        .toArray());
    }

    private String options() {
        return box.terminal()
                .get(
                        "/iclock/cpos?SN="
                                + SN
                                + "&options=all&device_type=30&language=83&pushver=4.0.1")
                .text();
    }

    private int adjust(String body) throws Exception {
        return request("POST", "/api/v1/terminals/" + SN, owner(), body).statusCode();
    }

    private String poll() {
        return box.terminal().get("/iclock/posrequest?SN=" + SN).text();
    }

    private String order(String token, String... words) throws Exception {
        HttpResponse<String> answer = ask(token, body(words));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return String.valueOf(((List<?>) json(answer).getOrDefault("ids", List.of())).getFirst());
    }

    private static String body(String... words) {
        return Json.write(
                Map.of("terminal", SN, "words", List.of(words), "confirm", true, "by", "tester"));
    }

    private HttpResponse<String> ask(String token, String body) throws Exception {
        return request("POST", "/api/v1/commands", token, body);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return request("GET", path, owner(), "");
    }

    private static Map<String, Object> json(HttpResponse<String> answer) {
        return Json.read(answer.body());
    }

    private String owner() throws IOException {
        return String.valueOf(
                Json.read(Files.readString(data.resolve("console.json"))).get("token"));
    }

    private HttpResponse<String> request(String method, String path, String token, String body)
            throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("Authorization", "Bearer " + token)
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
