package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.crypto.keyexchange.AlgorithmSet;
import io.larder.server.conformance.Conforms;
import io.larder.server.exchange.meeting.Speaker;
import io.larder.server.json.Json;
import io.larder.server.protocol.meeting.Message;
import io.larder.server.record.Bytes;
import io.larder.server.simulate.JdkSide;
import io.larder.server.terminal.SessionKeys;
import io.larder.storage.Appended;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Intake;
import io.larder.storage.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeetingUploadsTest {
    private static final String SERIAL = "MEET000001";
    private static final String OK = "00000000";
    private static final String UNREADABLE = "S00E0001";
    private static final String UNKNOWN = "S00E0002";
    private static final String WRONG_FIELD = "S00E0003";
    private static final String TRY_AGAIN = "S00E0005";

    @TempDir private Path folder;

    private static Map<String, Object> log(String id) {
        return Map.of(
                "verifyLog",
                List.of(
                        Map.of(
                                "pin", "7",
                                "meetCode", "5",
                                "verifyTime", "2026-03-01T11:59:00+08:00",
                                "verifyStyle", "1",
                                "status", "0",
                                "category", "0",
                                "recodeType", "0",
                                "logId", id)));
    }

    private static Map<String, Object> report(String users) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("fwVer", "ZAM170-NF-Ver1.1.21");
        report.put("userCount", users);
        report.put("multiBioDataSupport", "0:1:1:0:0:0:0:0:0");
        report.put("multiBioPhotoSupport", "0:1:1:0:0:0:0:0:0:1:0");
        report.put("maxPendingCmdCount", "2");
        report.put("funcIds", List.of("cmd.control.reboot", "dev.heartbeat", "cmd.unheard.of"));
        return report;
    }

    /// How many uploads the journal took.
    private static Intake counted(Intake intake, AtomicInteger uploads) {
        return draft -> {
            uploads.addAndGet(draft.kind() == EntryKind.UPLOAD ? 1 : 0);
            return intake.append(draft);
        };
    }

    @Test
    @Conforms("BEST-018")
    void aMessageThatIsRepeatedIsAnsweredAgainAndKeptOnce() {
        AtomicInteger uploads = new AtomicInteger();
        try (MeetingBox box =
                MeetingBox.of(AssembledBox.in(folder).intake(take -> counted(take, uploads)))) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            Bytes message = Bytes.utf8(terminal.message("dev.data.upload.verifyLog", log("1")));
            Map<String, Object> answer = terminal.say(message);
            assertThat(answer.get("code")).isEqualTo(OK);
            assertThat(terminal.say(message)).isEqualTo(answer);
            MeetingTerminal again = terminal.again(box.exchange());
            again.logIn();
            assertThat(again.say(message)).isEqualTo(answer);
            assertThat(uploads).hasValue(1);
            assertThat(box.box().records("verification")).hasSize(1);

            String counted = message.asLatin1().replace("\"logId\":\"1\"", "\"logId\":\"2\"");
            assertThat(again.say(Bytes.latin1(counted)).get("code")).isEqualTo(OK);
            assertThat(box.box().records("verification")).hasSize(2);
        }
    }

    @Test
    @Conforms({"BEST-015", "BEST-017", "BEST-093"})
    void whatIsNoMessageOrNoFunctionGetsACode() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            for (String text : List.of("{", "", "[]", "\"x\"", "{\"a\":", "\u0000")) {
                assertThat(terminal.say(Bytes.utf8(text)).get("code")).isEqualTo(UNREADABLE);
            }
            String deep = "[".repeat(33) + "]".repeat(33);
            Map<String, Object> tooDeep =
                    terminal.say(
                            Bytes.utf8("{\"mid\":\"d1\",\"payload\":{\"params\":" + deep + "}}"));
            assertThat(tooDeep.get("code")).isEqualTo(UNREADABLE);
            assertThat(tooDeep.get("mid")).isEqualTo("d1");
            String mid = "x".repeat(33);
            Map<String, Object> tooLong =
                    terminal.say(
                            Bytes.utf8("{\"funcId\":\"dev.heartbeat\",\"mid\":\"" + mid + "\"}"));
            assertThat(tooLong.get("code")).isEqualTo(WRONG_FIELD);
            assertThat(tooLong.get("mid")).isEqualTo(mid);
            assertThat(terminal.code("dev.foo", Map.of())).isEqualTo(UNKNOWN);
            assertThat(terminal.code("DEV.HEARTBEAT", Map.of())).isEqualTo(UNKNOWN);
            assertThat(terminal.closed()).isZero();
            assertThat(box.box().quarantine()).isEmpty();
        }
    }

    @Test
    @Conforms({"BEST-012", "BEST-013", "BEST-020", "BEST-044"})
    void aHeartbeatIsAnsweredHoweverItIsWritten() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            for (String more :
                    List.of(
                            "",
                            ",\"imme\":\"\"",
                            ",\"imme\":\"0\"",
                            ",\"imme\":0",
                            ",\"imme\":false",
                            ",\"foo\":{\"bar\":[1]}",
                            ",\"payload\":{\"params\":{\"isFree\":1,\"foo\":2}}",
                            ",\"payload\":{\"params\":{\"isFree\":true}}")) {
                String text = "{\"funcId\":\"dev.heartbeat\",\"mid\":\"h\"" + more + "}";
                assertThat(terminal.say(Bytes.utf8(text)))
                        .as(text)
                        .isEqualTo(
                                Map.of(
                                        "funcId",
                                        "cmd.dev.response",
                                        "code",
                                        OK,
                                        "message",
                                        "success",
                                        "mid",
                                        "h"));
            }
        }
    }

    @Test
    @Conforms({"BEST-011", "BEST-034", "BEST-035", "BEST-036", "BEST-039"})
    void aReportIsAnsweredWithWhatBothSidesKnowAndKeptWhenSomethingLastingIsNew() {
        AtomicInteger uploads = new AtomicInteger();
        try (MeetingBox box =
                MeetingBox.of(AssembledBox.in(folder).intake(take -> counted(take, uploads)))) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            Map<String, Object> answer = terminal.ask("dev.report", report("50"));
            assertThat(answer.get("payload"))
                    .isEqualTo(
                            Map.of(
                                    "results",
                                    Map.of(
                                            "timezone",
                                            "+08:00",
                                            "supportHeartbeat",
                                            "1",
                                            "heartbeatInterval",
                                            "60",
                                            "multiBioDataSupport",
                                            "0:1:1:0:0:0:0:0:0",
                                            "multiBioPhotoSupport",
                                            "0:1:1:0:0:0:0:0:0:1:0",
                                            "funcIds",
                                            List.of("cmd.control.reboot"))));
            assertThat(box.facts(SERIAL)).containsEntry("info.fwver", "ZAM170-NF-Ver1.1.21");
            terminal.ask("dev.report", report("51"));
            assertThat(uploads).hasValue(1);
            Map<String, Object> newer = report("51");
            newer.put("fwVer", "2");
            terminal.ask("dev.report", newer);
            assertThat(uploads).hasValue(2);
        }
    }

    @Test
    @Conforms("BEST-038")
    void aTerminalThatListsNoFunctionsGetsAlong() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            Map<String, Object> answer = terminal.ask("dev.report", Map.of("fwVer", "1"));
            assertThat(MeetingTerminal.result(answer, "funcIds")).isEqualTo("[]");
            assertThat(MeetingTerminal.result(answer, "multiBioDataSupport"))
                    .isEqualTo("0:0:0:0:0:0:0:0:0:0");
            assertThat(terminal.code("dev.heartbeat", Map.of())).isEqualTo(OK);
            assertThat(terminal.code("dev.data.upload.verifyLog", log("1"))).isEqualTo(OK);
        }
    }

    @Test
    void theTimeIsToldOnlyByABoxThatKnowsIt() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            assertThat(terminal.ask("dev.system.sync.time", Map.of()).get("payload"))
                    .isEqualTo(
                            Map.of(
                                    "results",
                                    Map.of(
                                            "time",
                                            "2026-03-01T12:00:00+08:00",
                                            "timestamp",
                                            "1772337600000",
                                            "timezone",
                                            "+08:00")));
            box.box().now.set(Instant.EPOCH);
            assertThat(terminal.code("dev.system.sync.time", Map.of())).isEqualTo(TRY_AGAIN);
            assertThat(terminal.code("dev.data.upload.verifyLog", log("1"))).isEqualTo(OK);
        }
    }

    @Test
    @Conforms("BEST-046")
    void whoMissesThreeHeartbeatsIsGone() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            box.box().elapse(179);
            terminal.tick();
            assertThat(terminal.code("dev.heartbeat", Map.of())).isEqualTo(OK);
            box.box().elapse(180);
            terminal.tick();
            assertThat(terminal.closed()).isEqualTo(Speaker.AGAINST_THE_RULES);
            assertThat(box.connected().count()).isZero();
        }
    }

    @Test
    void whatTheJournalDoesNotTakeTheTerminalKeeps() {
        AtomicInteger left = new AtomicInteger(4);
        try (MeetingBox box =
                MeetingBox.of(
                        AssembledBox.in(folder)
                                .intake(take -> draft -> refusing(take, left, draft)))) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            assertThat(terminal.code("dev.data.upload.verifyLog", log("1"))).isEqualTo(OK);
            assertThat(terminal.code("dev.data.upload.verifyLog", log("2"))).isEqualTo(TRY_AGAIN);
            assertThat(terminal.closed()).isZero();
            left.set(1);
            assertThat(terminal.code("dev.data.upload.verifyLog", log("2"))).isEqualTo(OK);
            assertThat(box.box().records("verification")).hasSize(2);
        }
    }

    private static Appended refusing(Intake intake, AtomicInteger left, Draft draft) {
        return left.getAndDecrement() > 0
                ? intake.append(draft)
                : new Refused(Refused.Reason.FULL, "full");
    }

    @Test
    @Conforms("BEST-092")
    void keysAreNotExchangedWithoutAModule() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL);
            for (String name : List.of("publicKey", "factor")) {
                Map<String, Object> answer =
                        terminal.ask("device.exchange." + name, Map.of(name, "AAAA"));
                assertThat(answer.get("code")).isEqualTo(UNKNOWN);
                assertThat(answer.get("mid")).asString().startsWith("m");
            }
            assertThat(terminal.register().get("code")).isEqualTo(OK);
        }
    }

    @Test
    @Conforms("BEST-094")
    void aTerminalMayExchangeKeysBeforeTheLogInAndAllIsSealedBehind() {
        try (SessionKeys keys = larder1();
                MeetingBox box = MeetingBox.with(keys, folder)) {
            MeetingTerminal terminal = box.connect(SERIAL);
            terminal.exchangeKeys(new JdkSide());
            assertThat(terminal.enter().code("dev.heartbeat", Map.of())).isEqualTo(OK);
            assertThat(terminal.code("device.exchange.publicKey", Map.of("publicKey", "AAAA")))
                    .isEqualTo(WRONG_FIELD);
        }
    }

    @Test
    void whatIsNotSealedBehindAnExchangeOfKeysEndsTheConnection() {
        try (SessionKeys keys = larder1();
                MeetingBox box = MeetingBox.with(keys, folder)) {
            MeetingTerminal terminal = box.connect(SERIAL);
            terminal.exchangeKeys(new JdkSide());
            terminal.tellInTheClear(terminal.message("dev.heartbeat", Map.of()));
            assertThat(terminal.closed()).isEqualTo(Speaker.AGAINST_THE_RULES);
        }
    }

    @Test
    void aKeyOrFactorThatCannotBeUsedEndsTheConnection() {
        try (SessionKeys keys = larder1();
                MeetingBox box = MeetingBox.with(keys, folder)) {
            MeetingTerminal wrong = box.connect(SERIAL);
            assertThat(wrong.offer("AAAA").get("code")).isEqualTo(WRONG_FIELD);
            assertThat(wrong.closed()).isEqualTo(Speaker.AGAINST_THE_RULES);
            MeetingTerminal early = box.connect(SERIAL);
            assertThat(early.code("device.exchange.factor", Map.of("factor", "AAAA")))
                    .isEqualTo(WRONG_FIELD);
            assertThat(early.closed()).isEqualTo(Speaker.AGAINST_THE_RULES);
        }
    }

    private static SessionKeys larder1() {
        return SessionKeys.with(AlgorithmSet.all().getFirst(), () -> 0);
    }

    @Test
    @Conforms("BEST-033")
    void everyFieldOfAReportIsKnownOfTheTerminal() throws Exception {
        Message said = Message.read(resource("report.json"));
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(said.serial()).enter();
            terminal.ask("dev.report", said.params());
            Map<String, String> facts = box.facts(said.serial());
            said.params().keySet().stream()
                    .filter(name -> !name.equalsIgnoreCase("sn"))
                    .forEach(name ->
                            assertThat(facts).containsKey("info." + name.toLowerCase(Locale.ROOT)));
        }
    }

    private static Bytes resource(String name) throws IOException {
        try (InputStream in = MeetingUploadsTest.class.getResourceAsStream("/best/" + name)) {
            return Bytes.wrap(Objects.requireNonNull(in).readAllBytes());
        }
    }

    @Test
    @Conforms("BEST-071")
    void aVerificationIsToldApartByItsNumberAtTheTerminal() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            for (String id : List.of("1", "1", "2")) {
                assertThat(terminal.code("dev.data.upload.verifyLog", log(id))).isEqualTo(OK);
            }
            assertThat(box.box().records("verification").stream().map(row -> row.repeats()))
                    .containsExactly(1L, 0L);
            assertThat(terminal.code("dev.data.upload.verifyLog", Map.of("verifyLog", List.of())))
                    .isEqualTo(WRONG_FIELD);
        }
    }

    @Test
    void aTerminalThatSaysTooMuchIsToldToWait() {
        try (MeetingBox box =
                MeetingBox.of(AssembledBox.in(folder), "terminal.maxRequestsPerSecond=4")) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            String last = OK;
            for (int i = 0; i < 6; i++) {
                last = terminal.code("dev.data.upload.verifyLog", log("" + i));
            }
            assertThat(last).isEqualTo(TRY_AGAIN);
            box.box().elapse(1);
            assertThat(terminal.code("dev.data.upload.verifyLog", log("9"))).isEqualTo(OK);
        }
    }

    @Test
    void everythingThatIsSaidIsText() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            for (String funcId : List.of("dev.report", "dev.system.sync.time", "dev.heartbeat")) {
                String said = Json.write(terminal.ask(funcId, Map.of()));
                assertThat(said).doesNotContainPattern("\":(\\d|true|false|null)");
            }
        }
    }
}
