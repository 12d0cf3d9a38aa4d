package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.exchange.meeting.Speaker;
import io.larder.server.record.Bytes;
import io.larder.server.terminal.Admission;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeetingLogInTest {
    private static final String SERIAL = "MEET000001";
    private static final String OK = "00000000";
    private static final String WRONG_FIELD = "S00E0003";
    private static final String NOT_ADMITTED = "S01E0001";
    private static final String WRONG_SECRET = "S01E0002";
    private static final String NOT_LOGGED_IN = "S01E0003";

    @TempDir private Path folder;

    private static Map<String, String> without(String name) {
        Map<String, String> params = new HashMap<>(MeetingTerminal.registration());
        params.remove(name);
        return params;
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> params = new HashMap<>(MeetingTerminal.registration());
        params.put(name, value);
        return params;
    }

    @Test
    @Conforms({"BEST-022", "BEST-026", "BEST-027", "BEST-029", "BEST-016"})
    void aTerminalGetsInByItsKeyWithACodeAndASecret() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL);
            Map<String, Object> registered = terminal.register();
            String authCode = MeetingTerminal.result(registered, "authCode");
            assertThat(authCode).matches("[0-9a-f]{32}");
            assertThat(registered)
                    .isEqualTo(
                            Map.of(
                                    "funcId",
                                    "cmd.dev.response",
                                    "code",
                                    OK,
                                    "message",
                                    "success",
                                    "mid",
                                    "m1",
                                    "payload",
                                    Map.of("results", Map.of("authCode", authCode))));
            assertThat(MeetingTerminal.result(terminal.accredit(), "secret"))
                    .matches("[0-9a-f]{32}");
            assertThat(terminal.logIn())
                    .isEqualTo(
                            Map.of(
                                    "funcId",
                                    "cmd.dev.response",
                                    "code",
                                    OK,
                                    "message",
                                    "success",
                                    "mid",
                                    "m3"));
            assertThat(box.connected().count()).isEqualTo(1);
            assertThat(box.facts(SERIAL))
                    .containsEntry("family", "meeting")
                    .containsEntry("said.devtype", "meet")
                    .doesNotContainValue(authCode);
        }
    }

    @Test
    @Conforms({"BEST-023", "BEST-024"})
    void aWrongDigestIsRefusedAndTheConnectionEnds() {
        String hexSalted = "486bbe9335aca3878178a51542e4e919d1146a01bdd0f2ad5a68043e2289abf7";
        try (MeetingBox box = MeetingBox.in(folder)) {
            for (String wrong : List.of(hexSalted, "0".repeat(64), "123456")) {
                MeetingTerminal terminal = box.connect(SERIAL);
                assertThat(terminal.introduce("dev.register", with("devKey", wrong)).get("code"))
                        .isEqualTo(WRONG_SECRET);
                assertThat(terminal.closed()).isEqualTo(Speaker.AGAINST_THE_RULES);
            }
            MeetingTerminal other = box.connect(SERIAL);
            assertThat(other.introduce("dev.register", with("productId", "other")).get("code"))
                    .isEqualTo(WRONG_SECRET);
            assertThat(box.facts(SERIAL)).isEmpty();
            assertThat(
                            box.connect(SERIAL)
                                    .introduce(
                                            "dev.register",
                                            with(
                                                    "devKey",
                                                    MeetingTerminal.KEY.toUpperCase(Locale.ROOT)))
                                    .get("code"))
                    .isEqualTo(OK);
        }
    }

    @Test
    @Conforms("BEST-025")
    void nothingMayBeMissingFromARegistration() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL);
            for (String name : MeetingTerminal.registration().keySet()) {
                assertThat(terminal.introduce("dev.register", without(name)).get("code"))
                        .as(name)
                        .isEqualTo(WRONG_FIELD);
            }
            assertThat(terminal.introduce("dev.register", with("devType", "till")).get("code"))
                    .isEqualTo(WRONG_FIELD);
            assertThat(terminal.code("dev.register", MeetingTerminal.registration()))
                    .as("without sn")
                    .isEqualTo(WRONG_FIELD);
            assertThat(terminal.closed()).isZero();
            assertThat(terminal.register().get("code")).isEqualTo(OK);
        }
    }

    @Test
    @Conforms({"BEST-028", "BEST-030"})
    void aForeignCodeOrSecretIsRefusedAndTheConnectionEnds() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal other = box.connect("MEET000002");
            other.register();
            MeetingTerminal terminal = box.connect(SERIAL);
            terminal.register();
            assertThat(terminal.introduce("dev.accredit", other.shown()).get("code"))
                    .isEqualTo(WRONG_SECRET);
            assertThat(terminal.closed()).isEqualTo(Speaker.AGAINST_THE_RULES);

            MeetingTerminal back = terminal.again(box.exchange());
            back.accredit();
            assertThat(back.introduce("dev.login", back.shown("0".repeat(32))).get("code"))
                    .isEqualTo(WRONG_SECRET);
            assertThat(back.closed()).isEqualTo(Speaker.AGAINST_THE_RULES);
            assertThat(box.connected().count()).isZero();
        }
    }

    @Test
    @Conforms("BEST-031")
    void nothingElseIsTakenBeforeTheLogIn() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL);
            Map<String, ?> log = Map.of("verifyLog", List.of(Map.of("logId", "1")));
            assertThat(terminal.code("dev.data.upload.verifyLog", log)).isEqualTo(NOT_LOGGED_IN);
            terminal.register();
            assertThat(terminal.code("dev.data.upload.verifyLog", log)).isEqualTo(NOT_LOGGED_IN);
            assertThat(terminal.code("dev.heartbeat", Map.of())).isEqualTo(NOT_LOGGED_IN);
            assertThat(terminal.code("dev.foo", Map.of())).isEqualTo(NOT_LOGGED_IN);
            assertThat(terminal.accredit().get("code")).isEqualTo(OK);
        }
    }

    @Test
    @Conforms("BEST-032")
    void whoHasACodeAndASecretComesBackWithThemAlsoAfterARestart() {
        MeetingTerminal terminal;
        try (MeetingBox box = MeetingBox.in(folder)) {
            terminal = box.connect(SERIAL).enter();
            assertThat(terminal.again(box.exchange()).logIn().get("code")).isEqualTo(OK);
        }
        try (MeetingBox box = MeetingBox.in(folder)) {
            assertThat(box.facts(SERIAL)).isNotEmpty();
            assertThat(terminal.again(box.exchange()).logIn().get("code")).isEqualTo(OK);
        }
    }

    @Test
    void ofTwoConnectionsOfOneTerminalTheNewerCounts() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal first = box.connect(SERIAL).enter();
            MeetingTerminal second = first.again(box.exchange());
            assertThat(second.logIn().get("code")).isEqualTo(OK);
            assertThat(first.closed()).isEqualTo(Speaker.AGAINST_THE_RULES);
            assertThat(second.code("dev.heartbeat", Map.of())).isEqualTo(OK);
            first.hangUp();
            assertThat(box.connected().count()).isEqualTo(1);
        }
    }

    @Test
    @Conforms("BEST-021")
    void aConnectionSpeaksForItsOwnTerminalOnly() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            assertThat(terminal.code("dev.heartbeat", Map.of())).isEqualTo(OK);
            String foreign = "{\"funcId\":\"dev.heartbeat\",\"sn\":\"MEET000002\",\"mid\":\"1\"}";
            assertThat(terminal.say(Bytes.utf8(foreign)).get("code")).isEqualTo(NOT_ADMITTED);
            assertThat(terminal.say(Bytes.utf8(foreign.replace("02", "01"))).get("code"))
                    .isEqualTo(OK);
            MeetingTerminal stranger = box.connect(SERIAL);
            stranger.register();
            assertThat(
                            stranger.say(
                                            Bytes.utf8(
                                                    "{\"funcId\":\"dev.login\",\"sn\":\"MEET000002\"}"))
                                    .get("code"))
                    .isEqualTo(NOT_ADMITTED);
            assertThat(stranger.closed()).isEqualTo(Speaker.AGAINST_THE_RULES);
        }
    }

    @Test
    void whoIsNotLetInIsTurnedAwayWithTheRightKeyToo() {
        try (MeetingBox box =
                MeetingBox.of(AssembledBox.in(folder).policy(Admission.Policy.PAIRING))) {
            MeetingTerminal terminal = box.connect(SERIAL);
            assertThat(terminal.register().get("code")).isEqualTo(NOT_ADMITTED);
            assertThat(terminal.closed()).isEqualTo(Speaker.AGAINST_THE_RULES);
            box.box().admission.openWindow(60);
            box.connect(SERIAL).enter();
        }
    }

    @Test
    void withoutAKeyGivenNobodyComesInUnlessTheFirstKeyIsToCount() {
        List<String> zone = List.of("site.zone=+08:00");
        try (MeetingBox box = MeetingBox.bare(AssembledBox.in(folder), zone)) {
            assertThat(box.connect(SERIAL).register().get("code")).isEqualTo(WRONG_SECRET);
        }
        List<String> any = List.of("site.zone=+08:00", "meeting.credentials=any");
        try (MeetingBox box = MeetingBox.bare(AssembledBox.in(folder), any)) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            assertThat(
                            box.connect(SERIAL)
                                    .introduce("dev.register", with("devKey", "0".repeat(64)))
                                    .get("code"))
                    .isEqualTo(WRONG_SECRET);
            assertThat(terminal.code("dev.heartbeat", Map.of())).isEqualTo(OK);
        }
    }

    @Test
    void whoDoesNotLogInIsSentAway() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL);
            terminal.register();
            box.box().elapse(59);
            terminal.tick();
            assertThat(terminal.closed()).isZero();
            box.box().elapse(1);
            terminal.tick();
            assertThat(terminal.closed()).isEqualTo(Speaker.AGAINST_THE_RULES);
        }
    }
}
