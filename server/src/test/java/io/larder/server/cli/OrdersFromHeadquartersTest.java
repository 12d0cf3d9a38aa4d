package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.FreePorts;
import io.larder.server.command.Issued;
import io.larder.server.json.Json;
import io.larder.server.record.Kind;
import io.larder.server.record.Serial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// From the order at headquarters to the terminal's socket and back, by whole boxes with settings.
@Timeout(120)
class OrdersFromHeadquartersTest {
    private static final String CANTEEN = "5158181900025";

    @TempDir private Path headquarters;
    @TempDir private Path box;

    @Test
    void anOrderGoesDownAndItsResultComesUp() {
        int port = FreePorts.next();
        try (RunningBox above =
                        RunningBox.in(
                                headquarters, "receive.port=" + port, "receive.token=sesame");
                RunningBox below =
                        RunningBox.in(
                                box,
                                "upstreams.headquarters.url=http://127.0.0.1:" + port,
                                "upstreams.headquarters.token=sesame",
                                "upstreams.headquarters.ordersSeconds=1")) {
            below.terminal().get("/iclock/cpos?SN=" + CANTEEN + "&options=all");
            below.terminal()
                    .post(
                            "/iclock/cpos?SN=" + CANTEEN + "&table=BUYLOG&StampId=1",
                            "1\tC\t2018-11-02 10:16:58\t850\t8750\t42\t2\t2\t0\t1\t1\n");
            above.until(ledger -> ledger.facts().of(CANTEEN).containsKey("via"));

            assertThat(
                            above.commands()
                                    .order(
                                            new Serial(CANTEEN),
                                            List.of("INFO"),
                                            Duration.ofHours(1),
                                            "Ann",
                                            false))
                    .isInstanceOf(Issued.Mine.class);
            below.until(ledger -> !ledger.commands().subjects().isEmpty());
            String line = below.terminal().get("/iclock/posrequest?SN=" + CANTEEN).text();
            assertThat(line).matches("C:\\d+:INFO\\n");
            below.terminal()
                    .post(
                            "/iclock/posdevicecmd?SN=" + CANTEEN,
                            "ID="
                                    + line.substring(2, line.indexOf(':', 2))
                                    + "&Return=0&CMD=INFO\nUserCount=7\n");
            above.until(ledger -> ledger.commands().subjects().isEmpty());

            Map<String, Object> result =
                    Json.read(above.records(Kind.COMMAND_RESULT).getFirst().fields());
            assertThat(result)
                    .containsEntry("outcome", "settled")
                    .containsEntry("orderedBy", "headquarters: Ann")
                    .containsEntry("returnCode", 0L);
            List<String> commands =
                    above.ask(ledger ->
                            ledger.commands().page("", true, Long.MAX_VALUE, 9).stream()
                                    .map(row -> row.state() + " " + row.body())
                                    .toList());
            assertThat(commands).hasSize(1);
            assertThat(commands.getFirst())
                    .startsWith("settled ")
                    .contains("\"reference\":\"" + result.get("reference") + "\"");
        }
    }
}
