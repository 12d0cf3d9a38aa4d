package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.config.Settings;
import io.larder.server.conformance.Conforms;
import io.larder.server.exchange.meeting.Discovery;
import io.larder.server.json.Json;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.ClockTrust;
import io.larder.server.terminal.Terminals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
    private static final long TIMESTAMP = 1_795_140_000_000L;

    /// MD5 of `abcd`, `123456`, the timestamp and `aabbcc`.
    private static final String SIGN = "8f75871d8b99300f18af89943d3455b5";

    private static final String OK = "00000000";
    private static final String UNKNOWN = "S00E0002";
    private static final String WRONG_FIELD = "S00E0003";
    private static final String TRY_AGAIN = "S00E0005";
    private static final String WRONG_SECRET = "S01E0002";
    private static final String STALE = "S01E0004";

    private Instant now = Instant.ofEpochMilli(TIMESTAMP);
    private final Discovery discovery = with("meeting.secretKey=aabbcc");

    private Discovery with(String... settings) {
        return new Discovery(
                new Terminals(),
                AssembledBox.SEAL,
                new BoxClock(
                        () -> now, () -> now.toEpochMilli() * 1_000_000L, 1, ClockTrust.assumed()),
                MeetingParts.settings(Settings.read(null, Map.of(), List.of(settings))));
    }

    private static String query(String type, String nonce, String sign) {
        return "sn=abcd&type="
                + type
                + "&nonce="
                + nonce
                + "&timestamp="
                + TIMESTAMP
                + "&sign="
                + sign;
    }

    private Map<String, Object> ask(Discovery asked, String query, String host) {
        Answer answer =
                asked.answer(
                                Wire.Request.of(
                                                "GET",
                                                "/v3/device/getBrokerServer?" + query,
                                                Bytes.EMPTY,
                                                "10.0.0.7")
                                        .at(host))
                        .orElseThrow();
        return answer instanceof Answer.Text(Bytes body)
                ? Json.read(body.text(StandardCharsets.UTF_8))
                : Map.of();
    }

    private String code(String query) {
        return String.valueOf(ask(discovery, query, "box.example:8088").get("code"));
    }

    @Test
    @Conforms({"BEST-008", "BEST-010"})
    void aSignedQuestionIsAnsweredWithTheAddressByWhichItCame() {
        assertThat(ask(discovery, query("best-w", "123456", SIGN), "box.example:8088"))
                .isEqualTo(
                        Map.of(
                                "code",
                                OK,
                                "message",
                                "success",
                                "payload",
                                Map.of("results", Map.of("url", "ws://box.example:8088/best"))));
    }

    @Test
    @Conforms("BEST-009")
    void plainUploadsGoToTheSameBoxOrWhereItWasSet() {
        assertThat(ask(discovery, query("push", "123456", SIGN), "[fe80::1]:8088").get("payload"))
                .isEqualTo(Map.of("results", Map.of("url", "http://[fe80::1]:8088")));
        Discovery set = with("meeting.secretKey=aabbcc", "meeting.pushUrl=https://hq.example/");
        assertThat(ask(set, query("push", "123456", SIGN), "").get("payload"))
                .isEqualTo(Map.of("results", Map.of("url", "https://hq.example/")));
    }

    @Test
    void whoAsksInTlsStaysThere() {
        String[] covered = {"meeting.secretKey=aabbcc", "terminal.tlsPort=8443"};
        assertThat(url(with(covered), "best-w", "box:8443")).isEqualTo("wss://box:8443/best");
        assertThat(url(with(covered), "push", "[fe80::1]:8443"))
                .isEqualTo("https://[fe80::1]:8443");
        assertThat(url(with(covered), "best-w", "box:8088")).isEqualTo("ws://box:8088/best");
        assertThat(url(with(covered), "best-w", "box")).isEqualTo("ws://box/best");
        covered[1] = "terminal.tlsPort=443";
        assertThat(url(with(covered), "best-w", "box")).isEqualTo("wss://box/best");
    }

    private String url(Discovery asked, String type, String host) {
        return MeetingTerminal.result(ask(asked, query(type, "123456", SIGN), host), "url");
    }

    @Test
    @Conforms({"BEST-002", "BEST-003"})
    void theSignMustBeRightInWhicheverCase() {
        assertThat(code(query("best-w", "123456", "0" + SIGN.substring(1))))
                .isEqualTo(WRONG_SECRET);
        assertThat(code(query("best-w", "123457", SIGN))).isEqualTo(WRONG_SECRET);
        assertThat(code(query("best-w", "123456", ""))).isEqualTo(WRONG_SECRET);
        assertThat(code(query("best-w", "123456", SIGN.toUpperCase(Locale.ROOT)))).isEqualTo(OK);
    }

    @Test
    @Conforms("BEST-004")
    void aTimestampThatIsFarOffIsRefused() {
        now = now.plus(Duration.ofMinutes(6));
        assertThat(code(query("best-w", "123456", SIGN))).isEqualTo(STALE);
        now = now.minus(Duration.ofMinutes(12));
        assertThat(code(query("best-w", "123456", SIGN))).isEqualTo(STALE);
        now = now.plus(Duration.ofMinutes(2));
        assertThat(code(query("best-w", "123456", SIGN))).isEqualTo(OK);
        now = Instant.EPOCH;
        assertThat(code(query("best-w", "123456", SIGN))).isEqualTo(TRY_AGAIN);
    }

    @Test
    @Conforms("BEST-005")
    void aNonceIsTakenOnceAndAWrongSignUsesNoneUp() {
        code(query("best-w", "123456", "0".repeat(32)));
        assertThat(code(query("best-w", "123456", SIGN))).isEqualTo(OK);
        assertThat(code(query("best-w", "123456", SIGN))).isEqualTo(STALE);
        now = now.plus(Duration.ofMinutes(5));
        assertThat(code(query("best-w", "123456", SIGN))).isEqualTo(STALE);
    }

    @Test
    @Conforms({"BEST-006", "BEST-007"})
    void whatIsMissingTooLongOrUnknownIsRefused() {
        assertThat(code(query("best-w", "x".repeat(33), SIGN))).isEqualTo(WRONG_FIELD);
        assertThat(code(query("best-w", "", SIGN))).isEqualTo(WRONG_FIELD);
        assertThat(code(query("x", "123456", SIGN))).isEqualTo(WRONG_FIELD);
        assertThat(code("type=push")).isEqualTo(WRONG_FIELD);
        assertThat(code("sn=abcd&nonce=1&timestamp=soon")).isEqualTo(WRONG_FIELD);
        for (String type : List.of("best-t", "best-m", "best-a")) {
            assertThat(
                            ask(
                                            with("meeting.secretKey=aabbcc"),
                                            query(type, "123456", SIGN),
                                            "box")
                                    .get("code"))
                    .isEqualTo(UNKNOWN);
        }
    }

    @Test
    void anAddressThatIsNoneIsNotGivenBack() {
        for (String host : List.of("", "evil\"}", "a b", "box/path", "user@box", "box:123456")) {
            assertThat(
                            ask(
                                            with("meeting.secretKey=aabbcc"),
                                            query("best-w", "123456", SIGN),
                                            host)
                                    .get("code"))
                    .isEqualTo(WRONG_FIELD);
        }
    }

    @Test
    void otherRequestsAreNoneOfItsBusiness() {
        assertThat(discovery.answer(Wire.Request.of("GET", "/iclock/ping", Bytes.EMPTY, "")))
                .isEmpty();
        assertThat(
                        discovery.answer(
                                Wire.Request.of(
                                        "POST", "/v3/device/getBrokerServer", Bytes.EMPTY, "")))
                .isEmpty();
    }
}
