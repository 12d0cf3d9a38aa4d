package io.larder.server.simulate.meeting;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.json.Json;
import io.larder.server.protocol.meeting.Values;
import io.larder.server.record.Bytes;
import io.larder.server.simulate.Obligations;
import io.larder.server.simulate.clock.Imprints;
import io.larder.server.simulate.meeting.ScriptedHall.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a simulated meeting terminal does with commands, and what it finds wrong.
@Timeout(120)
class CommandsTest {
    private static final byte[] JPEG = "a face".getBytes(StandardCharsets.UTF_8);
    private static final String USER =
            "{\"pin\":\"7\",\"role\":\"0\",\"firstName\":\"Mei\",\"funSwitch\":\"0\",\"disable\":\"0\"}";
    private static final String MEETING =
            "{\"name\":\"Weekly\",\"id\":\"123\",\"startTime\":\"2026-11-20T10:00:00+08:00\",\"endTime\":\"2026-11-20T11:00:00+08:00\",\"lastSignOutTime\":\"2026-11-20T11:30:00+08:00\",\"applicant\":\"Lin\"}";

    @Test
    void everythingThatTheBoxSendsIsInTheTerminal() throws Exception {
        try (ScriptedHall hall = new ScriptedHall().serving("/face.jpg", JPEG);
                Played played =
                        play(
                                hall,
                                command(1, "data.update.user", "\"users\":[" + USER + "]"),
                                command(2, "data.update.meeting", "\"meeting\":[" + MEETING + "]"),
                                command(
                                        3,
                                        "data.update.meetingMember",
                                        "\"members\":[{\"meetingId\":\"123\",\"pins\":[\"7\",\"8\"]}]"),
                                command(
                                        4,
                                        "data.update.multiCard",
                                        "\"multiCards\":[{\"pin\":\"7\",\"card\":\"C100001\",\"type\":\"0\",\"lossFlag\":\"1\"}]"),
                                command(
                                        5,
                                        "data.update.bioPhoto",
                                        "\"bioPhotos\":[{\"pin\":\"7\",\"type\":\"9\",\"url\":\""
                                                + hall.url("/face.jpg")
                                                + "\"}]"),
                                command(
                                        6,
                                        "option.set",
                                        "\"option\":{\"meetRoomName\":\"A\",\"meetRoomCapacity\":\"12\"}"))) {
            Memory memory = played.memory();
            assertThat(memory.users().get("7"))
                    .containsEntry("firstName", "Mei")
                    .containsEntry("role", "0");
            assertThat(memory.meetings().get("123")).containsEntry("applicant", "Lin");
            assertThat(memory.members()).containsExactly(Map.entry("123", Set.of("7", "8")));
            assertThat(memory.cards()).containsEntry("7", Set.of("C100001/0/1"));
            assertThat(memory.bioPhotos())
                    .containsEntry("7/9/0", Imprints.digest("SHA-256", Bytes.of(JPEG)));
            assertThat(memory.options())
                    .containsExactly(
                            Map.entry("meetRoomCapacity", "12"), Map.entry("meetRoomName", "A"));
            assertThat(played.replies())
                    .containsExactly(
                            "1 00000000",
                            "2 00000000",
                            "3 00000000",
                            "4 00000000",
                            "5 00000000",
                            "6 00000000");
            assertThat(played.findings()).isEmpty();
        }
    }

    @Test
    void whatTheBoxTakesAwayIsGone() throws Exception {
        try (ScriptedHall hall = new ScriptedHall();
                Played played =
                        play(
                                hall,
                                command(1, "data.update.meeting", "\"meeting\":[" + MEETING + "]"),
                                command(
                                        2,
                                        "data.update.meetingMember",
                                        "\"members\":[{\"meetingId\":\"123\",\"pins\":[\"7\",\"8\"]}]"),
                                command(
                                        3,
                                        "data.delete.meetingMember",
                                        "\"meetingId\":\"123\",\"pins\":[\"8\"]"),
                                command(4, "data.delete.user", "\"pins\":[\"9001\"]"),
                                command(5, "data.delete.multiCard", "\"pins\":[\"9002\"]"),
                                command(6, "data.delete.userPhoto", "\"pins\":[\"9002\"]"),
                                command(
                                        7,
                                        "data.delete.bioPhoto",
                                        "\"bioPhotos\":[{\"pin\":\"9002\",\"type\":\"9\"}]"))) {
            assertThat(played.memory().members()).containsExactly(Map.entry("123", Set.of("7")));
            assertThat(played.memory().users().keySet()).containsExactly("9002", "9003", "9004");
            assertThat(played.memory().cards().keySet()).containsExactly("9003", "9004");
            assertThat(played.replies()).allMatch(it -> it.endsWith(" 00000000"));
            assertThat(played.findings()).isEmpty();
        }
        try (ScriptedHall hall = new ScriptedHall();
                Played played =
                        play(
                                hall,
                                command(1, "data.update.meeting", "\"meeting\":[" + MEETING + "]"),
                                command(2, "data.delete.meeting", "\"meetings\":[\"123\"]"),
                                command(3, "data.clear.multiCard", ""),
                                command(4, "data.clear.user", ""),
                                command(5, "data.clear.all", ""))) {
            assertThat(played.memory().meetings()).isEmpty();
            assertThat(played.memory().users()).isEmpty();
            assertThat(played.replies()).allMatch(it -> it.endsWith(" 00000000"));
        }
    }

    @Test
    void aTerminalThatIsAskedForItsPeopleTellsThemAfterTheReply() throws Exception {
        try (ScriptedHall hall = new ScriptedHall();
                Played played = play(hall, command(1, "data.query.user", "\"pin\":\"\""))) {
            List<Message> users = hall.messages("dev.data.upload.user"::equals);
            assertThat(Values.list(users.getLast().params(), "users")).hasSize(4);
            assertThat(played.replies()).containsExactly("1 00000000");
        }
    }

    @Test
    void aTerminalThatIsToldToAsksForTheTimeAndTakesIt() throws Exception {
        try (ScriptedHall hall = new ScriptedHall();
                Played played = play(hall, command(1, "system.sync.time", ""))) {
            assertThat(hall.messages("dev.system.sync.time"::equals)).hasSize(1);
            assertThat(played.memory().time).isAfterOrEqualTo("2026-11-20T10:00:00+08:00");
            assertThat(played.findings()).isEmpty();
        }
    }

    @Test
    void aRestartEndsTheConnectionAfterTheReply() throws Exception {
        try (ScriptedHall hall = new ScriptedHall().once();
                Played played = play(hall, command(1, "control.reboot", "\"operator\":\"a\""))) {
            assertThat(played.replies()).contains("1 00000000");
            assertThat(hall.messages("dev.login"::equals)).hasSizeGreaterThan(1);
        }
    }

    @Test
    void whatCannotBeDoneIsRefusedWithACode() throws Exception {
        try (ScriptedHall hall = new ScriptedHall();
                Played played =
                        play(
                                hall,
                                command(1, "data.invent.photo", ""),
                                command(
                                        2,
                                        "data.update.multiCard",
                                        "\"multiCards\":[{\"pin\":\"7\"}]"),
                                command(
                                        3,
                                        "data.update.multiCard",
                                        "\"multiCards\":[{\"pin\":\"7\",\"card\":\"1\",\"type\":\"0\",\"lossFlag\":\"0\"}]"),
                                command(
                                        4,
                                        "data.update.meetingMember",
                                        "\"members\":[{\"meetingId\":\"9\",\"pins\":[\"7\"]}]"),
                                command(
                                        5,
                                        "data.update.bioPhoto",
                                        "\"bioPhotos\":[{\"pin\":\"9001\",\"type\":\"9\",\"url\":\""
                                                + hall.url("/gone.jpg")
                                                + "\"}]"),
                                command(6, "option.set", "\"option\":{\"meetRoomName\":\"A\"}"))) {
            assertThat(played.replies())
                    .containsExactly(
                            "1 D01E0002",
                            "2 D01E0001",
                            "3 D01E0004",
                            "4 D01E0005",
                            "5 D01E0003",
                            "6 D01E0001");
        }
    }

    @Test
    void whatTheBoxShouldNotHaveSaidIsFound() throws Exception {
        String number =
                "{\"funcId\":\"cmd.data.clear.user\",\"mid\":\"1\",\"payload\":{\"params\":{\"cmdId\":1}}}";
        String nothing =
                "{\"funcId\":\"cmd.data.clear.user\",\"mid\":\"2\",\"payload\":{\"params\":{}}}";
        String stray = "{\"funcId\":\"cmd.dev.response\",\"mid\":\"none\",\"code\":\"0\"}";
        String huge = command(3, "data.clear.user", "\"x\":\"" + "y".repeat(70_000) + "\"");
        String erase = command(4, "data.delete.bioPhoto", "\"bioPhotos\":[{\"no\":\"0\"}]");
        String same = command(5, "data.clear.user", "").replace("\"mid\":\"5\"", "\"mid\":\"4\"");
        try (ScriptedHall hall = new ScriptedHall();
                Played played =
                        play(
                                hall,
                                number,
                                nothing,
                                stray,
                                huge,
                                erase,
                                same,
                                "{",
                                "{\"a\":\"b\"}")) {
            assertThat(played.findings())
                    .anyMatch(it -> it.equals("CMTG202600001: cmdId is no text: 1"))
                    .anyMatch(it -> it.contains("command without cmdId"))
                    .anyMatch(it -> it.contains("answer to what was not said"))
                    .anyMatch(it -> it.contains("code is not of eight characters"))
                    .anyMatch(it -> it.matches(".*message of 70\\d+ bytes, at most 64 KB"))
                    .anyMatch(it -> it.contains("erases the photos of everybody"))
                    .anyMatch(it -> it.contains("mid 4 is command 4 and 5"))
                    .anyMatch(it -> it.contains("not JSON"))
                    .anyMatch(it -> it.contains("neither answer nor command"));
        }
    }

    @Test
    void moreCommandsAtOnceThanTheTerminalTakesAreFound() throws Exception {
        String[] commands = new String[40];
        for (int i = 0; i < commands.length; i++) {
            commands[i] = command(i + 1, "data.query.user", "\"pin\":\"none\"");
        }
        Findings findings = new Findings();
        Examiner examiner = new Examiner(MeetingSite.serial(0), Manner.PRINTED, findings);
        examiner.begin();
        for (int i = 0; i < commands.length; i++) {
            examiner.command(Command.of(Json.read(commands[i])), i);
        }
        assertThat(findings.count()).isEqualTo(20);
        assertThat(findings.examples())
                .startsWith("CMTG202600001: command 21 beside 20, at most 20");
    }

    @Test
    void aBusyTerminalTakesUrgentCommandsOnly() {
        Findings findings = new Findings();
        Examiner examiner = new Examiner(MeetingSite.serial(0), Manner.PRINTED, findings);
        examiner.begin();
        examiner.busy(true);
        examiner.command(new Command("cmd.control.reboot", "1", "1", true, Map.of()), 0);
        examiner.command(new Command("cmd.data.clear.user", "2", "2", false, Map.of()), 0);
        examiner.busy(false);
        examiner.command(new Command("cmd.data.clear.user", "3", "3", false, Map.of()), 0);
        assertThat(findings.examples())
                .containsExactly("CMTG202600001: command that is not urgent to a busy terminal: 2");
    }

    @Test
    void aReportThatIsAnsweredWithTooLittleIsFound() throws Exception {
        try (ScriptedHall hall =
                        new ScriptedHall().answering("dev.report", Map.of("timezone", "8"));
                Played played = play(hall)) {
            assertThat(played.findings())
                    .containsExactly(
                            "CMTG202600001: answer to the report without supportHeartbeat",
                            "CMTG202600001: answer to the report without heartbeatInterval",
                            "CMTG202600001: answer to the report without multiBioDataSupport",
                            "CMTG202600001: answer to the report without multiBioPhotoSupport",
                            "CMTG202600001: answer to the report without an array funcIds",
                            "CMTG202600001: time zone of the report is 8");
        }
    }

    private static String command(int id, String name, String params) {
        return "{\"funcId\":\"cmd.%s\",\"mid\":\"%d\",\"payload\":{\"params\":{\"cmdId\":\"%d\"%s}}}"
                .formatted(name, id, id, params.isEmpty() ? "" : "," + params);
    }

    /// A terminal that has done all that it was told.
    private record Played(ScriptedHall hall, MeetingSite site) implements AutoCloseable {
        Memory memory() {
            return site.memory(MeetingSite.serial(0));
        }

        List<String> findings() {
            return site.findings().examples();
        }

        /// Number and code.
        List<String> replies() {
            return hall.messages("dev.cmd.response"::equals).stream()
                    .map(it ->
                            Values.text(it.params(), "cmdId")
                                    + " "
                                    + Values.text(Json.read(it.text()), "code"))
                    .toList();
        }

        @Override
        public void close() {
            site.close();
        }
    }

    /// One terminal, with the printed manner, that passes one person.
    private static Played play(ScriptedHall hall, String... commands) throws Exception {
        hall.commanding(commands);
        MeetingPlan plan = MeetingPlan.of(hall.address(), 1, 5).withRecords(1).withPhotos(0, 2_000);
        MeetingSite site = MeetingSite.start(plan, Obligations.inMemory());
        assertThat(site.await(Duration.ofSeconds(60))).as("%s", site.tally()).isTrue();
        return new Played(hall, site);
    }
}
