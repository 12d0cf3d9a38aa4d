package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.Commands;
import io.larder.server.command.Issued;
import io.larder.server.record.Serial;
import io.larder.server.watch.CommandSurvey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Orders, polls and replies at a box whose clock the test moves.
abstract class CommandTraffic {
    static final String SN = "5158181900025";
    static final String OTHER = "5158181900026";

    @TempDir Path data;
    AssembledBox box;

    @BeforeEach
    void open() {
        box = AssembledBox.in(data).segments(64).setting("commands.powerful=true").open();
        hello(SN, "language=69");
        hello(OTHER, "language=83");
    }

    @AfterEach
    void close() {
        box.close();
    }

    void hello(String serial, String more) {
        assertThat(
                        box.get(
                                "/iclock/cpos?SN="
                                        + serial
                                        + "&options=all&device_type=30&pushver=4.0.1&"
                                        + more))
                .startsWith("GET OPTION FROM: " + serial);
    }

    long order(String... words) {
        return orderAt(SN, words);
    }

    long orderAt(String serial, String... words) {
        Issued issued =
                box.commands.order(
                        new Serial(serial), List.of(words), Commands.USUAL_TTL, "tester", true);
        assertThat(issued).isInstanceOf(Issued.Mine.class);
        return ((Issued.Mine) issued).ids().getFirst();
    }

    String poll() {
        return poll(SN);
    }

    String poll(String serial) {
        return box.get("/iclock/posrequest?SN=" + serial);
    }

    void reply(String body) {
        assertThat(box.post("/iclock/posdevicecmd?SN=" + SN, body)).isEqualTo("OK");
    }

    Map<String, Object> command(long id) {
        return box.ask(ledger -> new CommandSurvey(ledger).find(id).orElseThrow());
    }

    String state(long id) {
        return String.valueOf(command(id).get("state"));
    }

    List<Long> ids(String answer) {
        return answer.lines().map(line -> Long.parseLong(line.split(":", 3)[1])).toList();
    }
}
