package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteCommandTest {
    private static final String CARDS =
            """
            card,name,pin,state,password
            100,李明,7,active,123456
            101,Wang,8,lost,
            """;

    private static final String SHOWN =
            """
            {"kind":"card","card":"100","pin":"7","name":"李明","hasPassword":true,"state":"active"}
            {"kind":"card","card":"101","pin":"8","name":"Wang","hasPassword":false,"state":"lost"}
            """;

    @TempDir private Path folder;

    @Test
    void aStoppedStoreTakesAFileAndShowsItWithoutPasswords() throws IOException {
        makeStore();

        assertThat(bring(CARDS, "card")).isEqualTo(done("2 changed, 0 as before\n"));
        assertThat(bring(CARDS, "card")).isEqualTo(done("0 changed, 2 as before\n"));
        assertThat(lines(show("card", "--json").out())).isEqualTo(lines(SHOWN));
        assertThat(show("card").out()).contains("李明").doesNotContain("123456");
        assertThat(show("--json").out())
                .isEqualTo(
                        "{\"items\":{\"cardType\":0,\"meal\":0,\"segment\":0,\"fixedPrice\":0,"
                                + "\"key\":0,\"goods\":0,\"card\":2,\"subsidy\":0,\"person\":0,"
                                + "\"template\":0,\"photo\":0,\"badge\":0,\"room\":0,"
                                + "\"meeting\":0,\"member\":0},"
                                + "\"terminals\":[]}\n");
    }

    @Test
    void aRunningBoxTakesItThroughItsConsole() throws IOException {
        try (RunningBox box = running()) {
            assertThat(bring(CARDS, "card")).isEqualTo(done("2 changed, 0 as before\n"));
            box.awaitApplied();
            assertThat(lines(show("card", "--json").out())).isEqualTo(lines(SHOWN));

            assertThat(bring("kind,card\ncard,101\n", "", "--delete-missing"))
                    .isEqualTo(done("1 changed, 1 as before\n"));
            box.awaitApplied();
            assertThat(show("card", "--json").out().lines()).hasSize(1);
            try (ConsoleClient console = ConsoleClient.of(data())) {
                assertThat(Json.write(console.get("/api/v1/site/card?limit=1")))
                        .contains("\"next\":\"100\"");
                assertThat(Json.write(console.get("/api/v1/site"))).contains("\"card\":1");
            }
        }
    }

    @Test
    void whatIsWrongIsSaidWithItsPlaceAndNothingIsTaken() throws IOException {
        makeStore();

        assertThat(bring("card,state\n100,active\n101,gone\n", "card"))
                .isEqualTo(
                        new Commands.Ended(
                                1,
                                "",
                                "larder: "
                                        + folder.resolve("file.csv")
                                        + ": line 3, column 2: state is gone, expected active or"
                                        + " lost\n"));
        assertThat(bring(CARDS, "people").code()).isEqualTo(2);
        assertThat(show("people").code()).isEqualTo(2);
        assertThat(show("card", "--json").out()).isEmpty();
    }

    @Test
    void theWalletOfACardIsShownWithIt() throws IOException {
        try (RunningBox box = running()) {
            bring(CARDS, "card");
            box.terminal()
                    .post(
                            "/iclock/cpos?SN=0316144680030&table=BUYLOG&Stamp=1&StampId=1",
                            "1\t100\t2018-12-20 12:00:00\t100\t900\t5\t1\t1\t2018-12-20\t1\t2");
            box.awaitApplied();

            assertThat(show("card", "--json").out())
                    .contains(
                            "\"wallet\":{\"balanceFen\":900,\"systemId\":\"1\","
                                    + "\"time\":\"2018-12-20T12:00:00\","
                                    + "\"terminal\":\"0316144680030\",\"cardSequence\":5}");
            assertThat(show("--json").out())
                    .contains("\"terminal\":\"0316144680030\",\"role\":\"canteen\",\"held\":0");
        }
    }

    @Test
    void meetingsAreBroughtInAndShownWithWhoAttendedThem() throws IOException {
        try (RunningBox box = running()) {
            assertThat(bring("code,capacity\n101,12\n", "room").code()).isZero();
            assertThat(bring("meeting,pin\nm1,7\n", "member").err())
                    .isEqualTo(
                            "larder: line 2, column 1: member m1/7: meeting m1 is not known: state it first\n");
            String meeting =
                    "id,name,room,start,end\nm1,Weekly,%s,2026-01-02T10:00+00:00,2026-01-02T11:00+00:00\n";
            assertThat(bring(meeting.formatted("102"), "meeting").err())
                    .isEqualTo(
                            "larder: line 2, column 3: meeting m1: room 102 is not known: state"
                                    + " it first\n");
            assertThat(bring(meeting.formatted("101"), "meeting").code()).isZero();
            assertThat(bring("meeting,pin\nm1,7\n", "member").code()).isZero();
            box.awaitApplied();

            assertThat(meetings().out())
                    .endsWith("  m1  Weekly, room 101: 0 of 1 members, 1 absent\n");
            assertThat(meetings("--meeting", "m1").out()).endsWith("    7  -  member  absent\n");
            assertThat(meetings("--meeting", "m2").out()).isEqualTo("meetings\n  none\n");
            assertThat(meetings("--day", "2026-01-09", "--json").out())
                    .isEqualTo("{\"meetings\":[]}\n");
            assertThat(meetings("--day", "soon").code()).isEqualTo(2);
            try (ConsoleClient console = ConsoleClient.of(data())) {
                assertThat(Json.write(console.get("/api/v1/meetings?meeting=m1")))
                        .contains("\"people\":[{\"pin\":\"7\",\"part\":\"member\"");
                assertThat(Json.write(console.get("/api/v1/meetings?limit=1")))
                        .contains("\"absent\":1")
                        .doesNotContain("people");
                assertThatThrownBy(() -> console.get("/api/v1/meetings?meeting=m2"))
                        .hasMessageContaining("no meeting m2");
                assertThatThrownBy(() -> console.get("/api/v1/meetings?day=soon"))
                        .hasMessageContaining("day is soon, expected yyyy-MM-dd");
            }
        }
    }

    @Test
    void whatAStoppedStoreDoesNotTakeOfAFileIsSaidWithItsPlaceToo() throws IOException {
        makeStore();

        assertThat(bring("code,name,capacity\n101,Blue,12\n102,Red,\n", "room").err())
                .isEqualTo("larder: line 3, column 3: room 102: capacity is missing\n");
        assertThat(bring("name,code\nBlue,101\n", "room").err())
                .isEqualTo("larder: line 2: room 101: capacity is missing\n");
        assertThat(bring("kind,meeting,pin\nmember,m1,7\n", "").err())
                .isEqualTo(
                        "larder: line 2, column 2: member m1/7: meeting m1 is not known: state it"
                                + " first\n");
        assertThat(bring("card,systemId\n100,5\n101,5\n", "card").err())
                .isEqualTo(
                        "larder: line 3, column 2: card 101: systemId is that of card 100"
                                + " already\n");
    }

    @Test
    void whoAsksAStoppedStoreForMeetingsIsToldWhoseTimeThatIs() throws IOException {
        makeStore();
        bring("id,name,start,end\nm1,Weekly,2026-01-09T10:00,2026-01-09T11:00\n", "meeting");

        assertThat(meetings().err())
                .isEqualTo(
                        "larder: note: site.zone is not set: days and times are those of this"
                                + " machine, "
                                + ZoneId.systemDefault()
                                + "; give the configuration of the box\n");
        assertThat(meetings("--set", "site.zone=+08:00"))
                .isEqualTo(
                        done(
                                "meetings\n  2026-01-09T10:00:00+08:00  m1  Weekly: 0 of 0 members\n"));
    }

    @Test
    void aTerminalStandsInOneRoom() throws IOException {
        makeStore();
        String rooms = "code,capacity,terminals\n101,12,%s\n102,8,%s\n";

        assertThat(bring(rooms.formatted("\"M1,M2\"", "m2"), "room").err())
                .isEqualTo(
                        "larder: line 3, column 3: room 102: terminal m2 stands in room 101 too,"
                                + " expected one room for each\n");
        assertThat(bring(rooms.formatted("M1", "M2"), "room").code()).isZero();
        assertThat(bring("code,terminals\n102,\"M2,M1\"\n", "room").err())
                .contains("line 2, column 2: room 102: terminal M1 stands in room 101 too");
        assertThat(bring(rooms.formatted("M2", "M1"), "room").out())
                .as("they change places")
                .isEqualTo("2 changed, 0 as before\n");
        assertThat(
                        bring(
                                        "code,capacity,terminals\n103,5,\"M1,M2\"\n",
                                        "room",
                                        "--delete-missing")
                                .code())
                .as("the others are there no more")
                .isZero();
    }

    @Test
    void aRunningBoxTellsMeetingsInTheTimeOfItsSite() throws IOException {
        Files.createDirectory(data());
        try (RunningBox box = RunningBox.withConsole(data(), "site.zone=+08:00")) {
            bring(
                    """
                    id,name,start,end,signOutUntil,applicant
                    m1,Weekly,2026-01-09T10:00,2026-01-09T11:00,2026-01-09T11:30,Lin
                    """,
                    "meeting");
            box.awaitApplied();
            assertThat(meetings().out())
                    .isEqualTo(
                            "meetings\n  2026-01-09T10:00:00+08:00  m1  Weekly: 0 of 0 members\n");
        }
    }

    private Commands.Ended meetings(String... args) {
        List<Object> all = new ArrayList<>(List.of("show", "meetings"));
        all.addAll(List.of(args));
        all.addAll(List.of("--data", data()));
        return Commands.run(all.toArray());
    }

    private static List<String> lines(String text) {
        return text.lines().map(SiteCommandTest::sorted).toList();
    }

    /// The members of an object in the order of their names.
    private static String sorted(String object) {
        return new TreeMap<>(Json.read(object)).toString();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private void makeStore() throws IOException {
        Files.createDirectory(data());
        try (RunningBox box = RunningBox.in(data())) {
            box.awaitApplied();
        }
    }

    private RunningBox running() throws IOException {
        Files.createDirectory(data());
        return RunningBox.withConsole(data());
    }

    private Commands.Ended bring(String text, String kind, String... more) throws IOException {
        Path file = folder.resolve("file.csv");
        Files.write(file, text.getBytes(UTF_8));
        List<Object> args = new ArrayList<>(List.of("site", "import", file, "--data", data()));
        if (!kind.isEmpty()) {
            args.addAll(List.of("--kind", kind));
        }
        args.addAll(List.of(more));
        return Commands.run(args.toArray());
    }

    private Commands.Ended show(String... args) {
        List<Object> all = new ArrayList<>(List.of("site", "show"));
        all.addAll(List.of(args));
        all.addAll(List.of("--data", data()));
        return Commands.run(all.toArray());
    }

    private static Commands.Ended done(String out) {
        return new Commands.Ended(0, out, "");
    }
}
