package io.larder.server.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.TerminalTime.Decoder;
import io.larder.server.record.TerminalTime.Form;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalTimeTest {
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final LocalDateTime NOON = LocalDateTime.of(2018, 12, 20, 17, 20, 13);

    @Test
    @Conforms("TIME-001")
    void packedSecondsFollowTheRuleOf372Days() {
        assertThat(read("285528079"))
                .contains(
                        new TerminalTime(
                                "285528079",
                                LocalDateTime.of(2008, 11, 19, 17, 21, 19),
                                null,
                                Form.PACKED));
        assertThat(iso("609700813")).isEqualTo("2018-12-20T17:20:13");
        assertThat(iso("605441818")).isEqualTo("2018-11-02T10:16:58");
    }

    @Test
    @Conforms("TIME-003")
    void largeNumbersAreUnixSecondsInUtc() {
        assertThat(read("1545297613"))
                .contains(
                        new TerminalTime(
                                "1545297613",
                                LocalDateTime.of(2018, 12, 20, 9, 20, 13),
                                ZoneOffset.UTC,
                                Form.UNIX));
        assertThat(iso("1545297613")).isEqualTo("2018-12-20T09:20:13+00:00");
        assertThat(read("1199999999").map(TerminalTime::form)).contains(Form.PACKED);
        assertThat(read("1200000000").map(TerminalTime::form)).contains(Form.UNIX);
    }

    @Test
    @Conforms("TIME-004")
    void theDecoderCanBeForced() {
        assertThat(TerminalTime.read("605441818", Decoder.UNIX_UTC).map(TerminalTime::iso))
                .contains("1989-03-09T10:16:58+00:00");
        assertThat(TerminalTime.read("1545297613", Decoder.UNIX_LOCAL).map(TerminalTime::iso))
                .contains("2018-12-20T09:20:13");
        assertThat(TerminalTime.read("1545297613", Decoder.PACKED).map(TerminalTime::form))
                .contains(Form.PACKED);
        assertThat(Decoder.of("unix-utc")).contains(Decoder.UNIX_UTC);
        assertThat(Decoder.of("sundial")).isEmpty();
    }

    @Test
    @Conforms("TIME-005")
    void aWrittenTimeIsTheTerminalsWallClock() {
        assertThat(read("2018-12-20 17:20:13"))
                .contains(new TerminalTime("2018-12-20 17:20:13", NOON, null, Form.TEXT));
    }

    @Test
    @Conforms("TIME-006")
    void anOffsetIsKeptWhenTheTerminalWroteOne() {
        assertThat(iso("2018-12-20T17:20:13")).isEqualTo("2018-12-20T17:20:13");
        assertThat(read("2018-12-20T17:20:13+08:00"))
                .contains(new TerminalTime("2018-12-20T17:20:13+08:00", NOON, CHINA, Form.TEXT));
        assertThat(iso("2018-12-20T17:20:13-03:30")).isEqualTo("2018-12-20T17:20:13-03:30");
    }

    @Test
    @Conforms("TIME-007")
    void unpaddedDatesAreRead() {
        assertThat(iso("2011-4-25T17:40:20+08:00")).isEqualTo("2011-04-25T17:40:20+08:00");
        assertThat(iso("2011-4-5T7:4:2")).isEqualTo("2011-04-05T07:04:02");
        assertThat(iso("2011- 4- 5  7: 4: 2")).isEqualTo("2011-04-05T07:04:02");
    }

    @Test
    @Conforms("TIME-008")
    void aLostSignIsAPlus() {
        assertThat(iso("2018-12-20T17:20:13 08:00")).isEqualTo("2018-12-20T17:20:13+08:00");
    }

    @Test
    void theCompactFormAndPaddingAreRead() {
        assertThat(iso("20181220172013")).isEqualTo("2018-12-20T17:20:13");
        assertThat(iso("  609700813 ")).isEqualTo("2018-12-20T17:20:13");
        assertThat(iso("0609700813")).isEqualTo("2018-12-20T17:20:13");
    }

    @Test
    void whatIsNoTimeIsEmpty() {
        List<String> texts =
                List.of(
                        "",
                        "x",
                        "2018-12-20",
                        "2018-13-20 17:20:13",
                        "2018-02-30 17:20:13",
                        "2018-12-20 24:00:00",
                        "2018-12-20 17:20:13+25:00",
                        "20181320172013",
                        "-5",
                        "12345678901",
                        "0000-00-00 00:00:00",
                        "5270400" // 31 February 2000
                        );

        assertThat(texts).allSatisfy(text -> assertThat(read(text)).as(text).isEmpty());
    }

    private static Optional<TerminalTime> read(String text) {
        return TerminalTime.read(text, Decoder.AUTO);
    }

    private static String iso(String text) {
        return read(text).map(TerminalTime::iso).orElse("none");
    }
}
