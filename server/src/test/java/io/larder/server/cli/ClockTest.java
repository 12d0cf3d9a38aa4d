package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.Kind;
import io.larder.storage.LedgerRow;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Terminals set their clocks by the box, and write times in many ways.
class ClockTest {
    private static final String POS = "/iclock/cpos?SN=5158181900025";
    private static final String CLOCK = "/iclock/cdata?SN=0316144680030";
    private static final String NOT_SET = "503 the clock of this box is not set yet (60 s)";

    @TempDir private Path data;

    @Test
    @Conforms({"GEN-039", "GEN-040"})
    void whileTheClockIsNotSetNobodySetsTheirsByItButUploadsAreTaken() {
        try (AssembledBox box = AssembledBox.in(data).open()) {
            box.get(CLOCK + "&options=all");
            box.now.set(Instant.parse("1970-01-01T00:03:00Z"));

            assertThat(
                            List.of(
                                    box.get(CLOCK + "&options=all"),
                                    box.get(CLOCK + "&type=time"),
                                    box.get("/iclock/ping?SN=0316144680030"),
                                    box.get("/iclock/getrequest?SN=0316144680030"),
                                    box.get("/iclock/posrequest?SN=5158181900025")))
                    .containsOnly(NOT_SET);
            assertThat(box.post(CLOCK + "&table=ATTLOG", "1\t2026-03-01 12:00:00")).isEqualTo("OK");
            assertThat(box.post(POS + "&table=BUYLOG", "x")).isEqualTo("OK");

            box.now.set(Instant.parse("2026-03-01T04:00:00Z"));
            assertThat(box.get("/iclock/getrequest?SN=0316144680030")).isEqualTo("OK");
            // Nobody knows whether a time lies ahead while the box does not know its own.
            assertThat(box.fields("punch"))
                    .containsExactly(
                            "{\"pin\":\"1\",\"time\":\"2026-03-01T12:00:00\",\"timeForm\":\"text\","
                                    + "\"status\":0,\"verify\":0}");
            assertThat(box.records("punch"))
                    .extracting(LedgerRow::clockTrusted)
                    .containsExactly(false);
        }
    }

    @Test
    @Conforms("TIME-010")
    void theTimeIsToldInIsoFormWithOffset() {
        try (AssembledBox box = AssembledBox.in(data).open()) {
            assertThat(box.get(POS + "&type=time")).isEqualTo("Time=2026-03-01T12:00:00+08:00\n");
        }
    }

    @Test
    @Conforms("TIME-011")
    void oldTerminalsGetTheTimeInCompactForm() {
        try (AssembledBox box = AssembledBox.in(data).setting("options.compactTime=true").open()) {
            assertThat(box.get(POS + "&type=time")).isEqualTo("Time=20260301120000\n");
        }
    }

    @Test
    @Conforms("TIME-012")
    void theTimeToldIsTheClockOfTheBoxAndAgreesWithTheDate() {
        try (RunningBox box = RunningBox.in(data)) {
            Instant before = Instant.now();
            RawTerminal.Answer answer = box.terminal().get(POS + "&type=time");
            Instant after = Instant.now();

            Instant told =
                    OffsetDateTime.parse(answer.text().strip().substring("Time=".length()))
                            .toInstant();
            Instant date =
                    ZonedDateTime.parse(
                                    answer.headers().getOrDefault("date", ""),
                                    DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            assertThat(told).isBetween(before.minusSeconds(1), after);
            assertThat(date).isBetween(before.minusSeconds(1), after);
        }
    }

    @ParameterizedTest
    @Conforms("TIME-013")
    @CsvSource({
        "+08:00, 8",
        "Asia/Kolkata, 330",
        "-03:30, -210",
        "UTC, 0",
        // In daylight saving time on 1 July, not on 1 March.
        "Europe/Berlin, 1"
    })
    void theTimeZoneIsInHoursOrInMinutesForPartHourZones(String zone, int option) {
        try (AssembledBox box = AssembledBox.in(data).setting("site.zone=" + zone).open()) {
            assertThat(box.get(POS + "&options=all")).contains("\nTimeZone=" + option + "\n");
            box.now.set(Instant.parse("2026-07-01T00:00:00Z"));
            int summer = zone.startsWith("Europe") ? 2 : option;
            assertThat(box.get(CLOCK + "&options=all")).contains("\nTimeZone=" + summer + "\n");
        }
    }

    @Test
    @Conforms({"TIME-005", "TIME-006", "TIME-007", "TIME-008", "TIME-009"})
    void aTimeIsReadAsItWasMeantAndItsTextStaysAsItWasWritten() {
        List<String> written =
                List.of(
                        "2018-12-20 17:20:13",
                        "2018-12-20T17:20:14",
                        "2018-12-20T17:20:15+08:00",
                        "2018-12-20T17:20:16 08:00",
                        "2018-12-20T17:20:17-03:30",
                        "2011-4-25T7:40:20+08:00",
                        "605441818",
                        "1545297613");
        try (RunningBox box = RunningBox.in(data)) {
            for (int i = 0; i < written.size(); i++) {
                box.terminal()
                        .post(
                                POS + "&table=ALLOWLOG",
                                "1\tC\t4\t5\t" + written.get(i) + "\t6\t7\t0\t8\t" + (i + 1));
            }

            assertThat(box.fields(Kind.SUBSIDY))
                    .extracting(fields ->
                            fields.replaceAll(".*\"time\":\"(.*?)\".*Form\":\"(\\w+).*", "$1 $2"))
                    .containsExactly(
                            "2018-12-20T17:20:13 text",
                            "2018-12-20T17:20:14 text",
                            "2018-12-20T17:20:15+08:00 text",
                            "2018-12-20T17:20:16+08:00 text",
                            "2018-12-20T17:20:17-03:30 text",
                            "2011-04-25T07:40:20+08:00 text",
                            "2018-11-02T10:16:58 packed",
                            "2018-12-20T09:20:13+00:00 unix");
            assertThat(box.records(Kind.SUBSIDY))
                    .extracting(kept -> kept.raw().asLatin1().split("\t", -1)[4])
                    .containsExactlyElementsOf(written);
        }
    }

    @Test
    @Conforms("TIME-014")
    void aTimeMoreThanADayAheadIsKeptAndFlaggedByTheMomentItMeans() {
        // It is 2026-03-01 12:00 at the site.
        try (AssembledBox box = AssembledBox.in(data).open()) {
            box.post(
                    CLOCK + "&table=ATTLOG",
                    """
                    1\t2026-03-02 12:00:00
                    1\t2026-03-02 12:00:01
                    1\t2026-03-02T12:00:00+08:00
                    1\t2026-03-02T12:00:01+08:00
                    1\t2026-03-02T18:00:00+14:00
                    1\t2026-03-02T04:00:01+00:00
                    1\t2099-01-01 00:00:00
                    """);

            assertThat(box.fields("punch"))
                    .extracting(fields -> fields.replaceAll(".*\"time\":\"(.*?)\".*", "$1"))
                    .hasSize(7);
            assertThat(box.fields("punch"))
                    .extracting(fields -> fields.endsWith(",\"future\":true}"))
                    .containsExactly(false, true, false, true, false, true, true);
        }
    }
}
