package io.larder.server.protocol.meeting;

import static io.larder.server.protocol.meeting.Said.key;
import static io.larder.server.protocol.meeting.Said.odd;
import static io.larder.server.protocol.meeting.Said.records;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.CommandReply;
import io.larder.server.protocol.Fields;
import io.larder.server.protocol.Reading;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.Upload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MeetingTablesTest {
    @Test
    @Conforms({"BEST-054", "BEST-055", "BEST-056"})
    void aPersonIsReadWithTemplatesAndAnIncompleteTemplateCostsOnlyItself() {
        Reading reading = Said.read(Said.file("user.json"));
        List<Record> records = records(reading);
        Record person = records.getFirst();

        assertThat(person.fields())
                .isEqualTo(
                        Fields.of(
                                "pin",
                                "7",
                                "firstName",
                                "Ann",
                                "lastName",
                                "Lin",
                                "group",
                                "1",
                                "idNumber",
                                "110101",
                                "validFrom",
                                "2026-01-01T00:00:00+08:00",
                                "validTo",
                                "2026-12-31T23:59:59+08:00",
                                "funSwitch",
                                0,
                                "disable",
                                0,
                                "threatLevelGroup",
                                "1",
                                "name",
                                "Ann Lin",
                                "password",
                                "set",
                                "more",
                                "shoe=38"));
        assertThat(records)
                .extracting(Said::key)
                .containsExactly(
                        "USER 7 STATE", "TEMPLATE 7/9/0/0 STATE", "TEMPLATE 7/1/3/1 STATE");
        assertThat(records.get(1).fields())
                .containsEntry("valid", 1L)
                .containsEntry("duress", 0L)
                .containsEntry("version", "58.12");
        assertThat(records.get(1).content()).contains(Bytes.utf8("AAECAwQ="));
        assertThat(records.get(2).fields()).containsEntry("valid", 0L).containsEntry("duress", 1L);
        assertThat(odd(reading)).containsExactly("bioDatas of 7: minorVer is missing");
    }

    @Test
    void aPasswordIsContentAndStandsNowhereElse() {
        Record person = records(Said.read(Said.file("user.json"))).getFirst();

        assertThat(person.content().flatMap(MeetingPeople.Password::read))
                .contains(
                        new MeetingPeople.Password(
                                "fbfe82e76c06ea568e3301ab17a9d4677c1481b8a4f1ca137411e10153deabc3",
                                "c09eb7463827cda245f3a398bd453c42"));
        String shown = person.raw().text(StandardCharsets.UTF_8) + person.fields() + person.key();
        assertThat(shown).contains("\"password\":\"***\"").doesNotContain("fbfe82", "c09eb7");
    }

    @Test
    void aPersonWithoutANumberIsOddAndItsTemplateToo() {
        Reading reading =
                Said.read(
                        "dev.data.upload.user",
                        "\"users\":[{\"firstName\":\"\",\"funSwitch\":0,\"disable\":0},7]");

        assertThat(odd(reading))
                .containsExactly("users: pin is missing", "users has an element that is no object");
    }

    @Test
    @Conforms({"BEST-067", "BEST-069", "BEST-070", "BEST-074"})
    void verificationsAreReadAndAnOddOneIsKeptBesideThem() {
        Reading reading = Said.read(Said.file("verifyLog.json"));
        List<Record> records = records(reading);

        assertThat(records)
                .extracting(Record::fields)
                .containsExactly(
                        verification("7", "10:00:00", "02:00:00", 0, 0, 0, "815"),
                        verification("8", "10:01:00", "02:01:00", 1, 4, 1, "816"),
                        verification("9", "10:02:00", "02:02:00", 255, 0, 255, "817"));
        assertThat(records).extracting(Record::kind).containsOnly(Kind.VERIFICATION);
        assertThat(key(records.getFirst())).isEqualTo("VERIFYLOG 815 REVISED");
        assertThat(odd(reading)).containsExactly("verifyLog: verifyTime is missing");
    }

    private static Map<String, Object> verification(
            String pin, String time, String utc, int status, int category, int type, String id) {
        return Fields.of(
                "pin", pin,
                "meeting", "0123",
                "time", "2026-11-20T" + time + "+08:00",
                "timeUtc", "2026-11-20T" + utc + "Z",
                "verify", 1,
                "status", status,
                "category", category,
                "recordType", type,
                "logId", id);
    }

    @Test
    @Conforms({"BEST-018", "BEST-068"})
    void theOtherSpellingsAndASecondSendingGiveTheSameKeysAndContents() {
        String printed = Said.file("verifyLog.json").text(StandardCharsets.UTF_8);
        String other =
                printed.replace("\"verifyLog\":", "\"verifyLogs\":")
                        .replace("recodeType", "recordType")
                        .replace("\"v1\"", "\"v2\"");

        assertThat(records(Said.read(Bytes.utf8(other))))
                .extracting(Record::key)
                .isEqualTo(
                        records(Said.read(Said.file("verifyLog.json"))).stream()
                                .map(Record::key)
                                .toList());
    }

    @Test
    void anotherTimeUnderTheSameNumberIsAnotherContent() {
        String printed = Said.file("verifyLog.json").text(StandardCharsets.UTF_8);
        Record first = records(Said.read(Bytes.utf8(printed))).getFirst();
        Record later =
                records(Said.read(Bytes.utf8(printed.replace("10:00:00", "10:00:01")))).getFirst();

        assertThat(later.key().key()).isEqualTo(first.key().key());
        assertThat(later.key().content()).isNotEqualTo(first.key().content());
    }

    @Test
    @Conforms({"BEST-065", "BEST-066"})
    void aCardIsTextAndInUseUnlessItSaysOtherwise() {
        List<Record> records =
                records(
                        Said.read(
                                "dev.data.upload.multiCard",
                                "\"multiCards\":[{\"pin\":\"7\",\"card\":\"CC11000001xxx\"},"
                                        + "{\"pin\":\"7\",\"card\":\"0042\",\"type\":\"1\","
                                        + "\"lossFlag\":\"1\"}]"));

        assertThat(records)
                .extracting(Record::fields)
                .containsExactly(
                        Fields.of(
                                "pin", "7", "card", "CC11000001xxx", "cardType", 0, "lossFlag", 0),
                        Fields.of("pin", "7", "card", "0042", "cardType", 1, "lossFlag", 1));
        assertThat(key(records.getFirst())).isEqualTo("MULTICARD 7/CC11000001xxx STATE");
    }

    @Test
    @Conforms({"BEST-088", "BEST-089", "BEST-090"})
    void anAnswerNamesItsCommandByCmdIdElseByMid() {
        String done =
                "{\"funcId\":\"dev.cmd.response\",\"mid\":\"x\",\"code\":\"00000000\","
                        + "\"message\":\"success\",\"payload\":{\"params\":{\"cmdId\":\"501\"}}}";
        String failed =
                "{\"funcId\":\"dev.cmd.response\",\"mid\":\"502\",\"code\":\"D01E0001\","
                        + "\"message\":\"no such person\"}";

        assertThat(Said.read(Bytes.utf8(done)).replies())
                .containsExactly(reply("501", "00000000", 0, "success", done));
        CommandReply second = reply("502", "D01E0001", -1, "no such person", failed);
        assertThat(Said.read(Bytes.utf8(failed)).replies()).containsExactly(second);
        assertThat(
                        MeetingCommands.LANGUAGE.meaning(
                                MeetingCommandsTest.order("cmd.data.clear.all"), second))
                .isEqualTo("D01E0001: no such person");
    }

    private static CommandReply reply(
            String id, String returned, int code, String note, String raw) {
        return new CommandReply(
                id,
                Optional.empty(),
                returned,
                OptionalLong.of(code),
                "",
                Map.of("message", note),
                Optional.empty(),
                "",
                Bytes.utf8(raw));
    }

    @Test
    void aReportSaysAllItsFieldsInSmallLetters() {
        Reading reading = Said.read(Said.file("report.json"));

        // All 47 but the serial number, which the connection says.
        assertThat(reading.said())
                .hasSize(46)
                .containsEntry("fwver", "ZAM170-NF-Ver1.1.21")
                .containsEntry(
                        "funcids",
                        "dev.option.upload,dev.data.upload.user,cmd.data.update.user,"
                                + "cmd.data.delete.user");
        assertThat(records(reading).getFirst().fields())
                .containsEntry("model", "TDB08Z-PLUS")
                .containsEntry("firmware", "ZAM170-NF-Ver1.1.21");
    }

    @Test
    void optionsAreKeptWithoutTheirSecrets() {
        Reading reading =
                Said.read(
                        "dev.option.upload",
                        "\"option\":{\"meetRoomName\":\"Blue\",\"commPassword\":\"s3\"}");

        assertThat(reading.said()).isEqualTo(Map.of("meetroomname", "Blue"));
        assertThat(records(reading).getFirst().raw().text(StandardCharsets.UTF_8))
                .isEqualTo("{\"option\":{\"meetRoomName\":\"Blue\",\"commPassword\":\"***\"}}");
    }

    @Test
    void whatAVerificationHasUnderOtherNamesIsNotShown() {
        Reading reading =
                Said.read(
                        "dev.data.upload.verifyLog",
                        "\"verifyLog\":[{\"pin\":\"7\",\"meetCode\":\"1\","
                                + "\"verifyTime\":\"2026-11-20T10:00:00+08:00\","
                                + "\"verifyStyle\":\"card\",\"status\":0,\"category\":0,"
                                + "\"recodeType\":0,\"logId\":1,\"tmp\":\"AAEC\","
                                + "\"face\":{\"content\":\"AAEC\",\"list\":[\"AAEC\"]},"
                                + "\"passwords\":{\"pin\":\"AAEC\"}},"
                                + "{\"pin\":\"8\",\"tmp\":\"AAEC\"}]");
        Record record = records(reading).getFirst();
        String raw = record.raw().text(StandardCharsets.UTF_8);

        assertThat(raw + record.fields() + record.key() + reading.rows()).doesNotContain("AAEC");
        assertThat(raw)
                .contains(
                        "\"pin\":\"7\"",
                        "\"tmp\":\"***\"",
                        "\"face\":{\"content\":\"***\",\"list\":[\"***\"]}");
        assertThat(record.fields()).containsEntry("more", "verifyStyle=card");
        assertThat(odd(reading)).containsExactly("verifyLog: meetCode is missing");
    }

    @Test
    void whatATerminalReportsUnderOtherNamesIsNotShown() {
        Reading report =
                Said.read("dev.report", "\"fwVer\":\"1\",\"content\":\"AAEC\",\"ip\":\"\"");
        Reading options = Said.read("dev.option.upload", "\"volume\":\"9\",\"content\":\"AAEC\"");

        assertThat(report.said()).isEqualTo(Map.of("fwver", "1", "funcids", "", "ip", ""));
        assertThat(options.said()).isEqualTo(Map.of("volume", "9"));
        for (Record record : List.of(records(report).getFirst(), records(options).getFirst())) {
            String raw = record.raw().text(StandardCharsets.UTF_8);
            assertThat(raw).contains("\"content\":\"***\"");
            assertThat(raw + record.fields() + record.key()).doesNotContain("AAEC");
        }
    }

    @Test
    void whatNobodyReadsYetIsKeptRaw() {
        Reading unknown = Said.read("dev.data.upload.other", "\"a\":\"1\"");
        Reading nothing = MeetingTables.read(new Upload("BEST", "dev.report", "", Bytes.utf8("{")));

        assertThat(records(unknown)).extracting(Record::kind).containsExactly(Kind.UNKNOWN);
        assertThat(odd(nothing)).hasSize(1).first().asString().startsWith("no message: not JSON");
        assertThat(nothing.family()).isEqualTo(Family.MEETING);
    }
}
