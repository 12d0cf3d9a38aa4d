package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.json.Json;
import io.larder.server.record.Serial;
import io.larder.server.terminal.DayCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People and days of attendance terminals from the command line and over the local interface.
class PeopleConsoleTest {
    private static final String GATE = "5158181900001";
    private static final String HALL = "5158181900002";
    private static final String USERS =
            "USER PIN=5\tName=Li\tPri=0\nUSER PIN=6\tName=Wang\tPri=0\n";

    @TempDir private Path data;
    private RunningBox box;

    @BeforeEach
    void open() {
        box = RunningBox.withConsole(data, "console.operatorToken=word");
        for (String serial : List.of(GATE, HALL)) {
            box.terminal().get("/iclock/cdata?SN=" + serial + "&options=all&pushver=2.2.14");
        }
        says(GATE, USERS);
        says(HALL, "USER PIN=6\tName=Zhao\tPri=0\n");
    }

    @AfterEach
    void close() {
        box.close();
    }

    private void says(String serial, String lines) {
        box.terminal().post("/iclock/cdata?SN=" + serial + "&table=OPERLOG&Stamp=1", lines);
        box.awaitApplied();
    }

    @Test
    void aCopySaysHowManyPeopleThereAreAndWhoIsLeftOutAndWhy() {
        assertThat(copy(GATE, HALL))
                .isEqualTo(
                        new Commands.Ended(
                                0,
                                """
                                1 copied, 0 of them in place of somebody else, 1 left out
                                  6: the terminal copied to knows somebody else
                                """,
                                ""));
        assertThat(copy(GATE, HALL, "--replace", "--json").out())
                .startsWith("{\"copied\":2,\"replaced\":1,\"leftOut\":0,\"firstLeftOut\":[],");
    }

    @Test
    void aCopyThatMakesNoSenseIsRefusedWithTheReason() {
        assertThat(copy(GATE, GATE))
                .isEqualTo(
                        new Commands.Ended(1, "", "larder: from and to are the same terminal\n"));
        assertThat(copy("77", HALL).err()).isEqualTo("larder: no terminal 77 is known\n");
        assertThat(copy("", HALL).err())
                .isEqualTo("larder: from or to is missing, expected serial numbers\n");
        assertThat(Commands.run("people", "copy", "--data", data).code()).isEqualTo(2);
    }

    @Test
    void theDaysOfTerminalsAreShownNewestFirst() throws IOException {
        LocalDate day = LocalDate.of(2026, 3, 1);
        write(GATE, new DayCheck(day, DayCheck.State.SHORT, 9, 7, 8));
        write(GATE, DayCheck.without(day.minusDays(1), DayCheck.State.UNKNOWN_COMMAND));
        write(HALL, new DayCheck(day, DayCheck.State.COMPLETE, 3, 3, 3));
        write(HALL, DayCheck.without(day.plusDays(1), DayCheck.State.NO_ANSWER));

        assertThat(Commands.run("show", "reconciliation", "--data", data))
                .isEqualTo(
                        new Commands.Ended(
                                0,
                                """
                                reconciliation
                                  2026-03-02  5158181900002  no answer
                                  2026-03-01  5158181900001  short by 2, asked again (terminal 9, box 7)
                                  2026-03-01  5158181900002  complete (terminal 3, box 3)
                                  2026-02-28  5158181900001  terminal does not know the command
                                """,
                                ""));
        String halls =
                "[{\"terminal\":\"5158181900002\",\"day\":\"2026-03-02\",\"state\":\"noAnswer\","
                        + "\"text\":\"no answer\"},"
                        + "{\"terminal\":\"5158181900002\",\"day\":\"2026-03-01\","
                        + "\"state\":\"complete\",\"text\":\"complete\",\"terminalHas\":3,"
                        + "\"boxHas\":3,\"missing\":0}]";
        assertThat(
                        Commands.run(
                                        "show",
                                        "reconciliation",
                                        "--terminal",
                                        HALL,
                                        "--json",
                                        "--data",
                                        data)
                                .out())
                .isEqualTo("{\"reconciliation\":" + halls + "}\n");
        try (ConsoleClient console = ConsoleClient.of(data)) {
            assertThat(Json.write(console.get("/api/v1/reconciliation?terminal=" + HALL)))
                    .isEqualTo("{\"days\":" + halls + "}");
            assertThat((List<?>) console.get("/api/v1/reconciliation").get("days")).hasSize(4);
        }
    }

    private void write(String serial, DayCheck check) {
        assertThat(
                        new DayBook(box.store(), ClockParts.ofThisMachine())
                                .write(Serial.read(serial).orElseThrow(), check))
                .isTrue();
        box.awaitApplied();
    }

    private Commands.Ended copy(String from, String to, String... more) {
        return Commands.run(
                Stream.concat(
                                Stream.<Object>of(
                                        "people", "copy", "--from", from, "--to", to, "--data",
                                        data),
                                Arrays.stream(more))
                        .toArray());
    }
}
