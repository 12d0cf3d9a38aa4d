package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.CommandReply;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What attendance terminals upload, from the socket to the ledger.
class AttendanceUploadsTest {
    private static final String CLOCK = "/iclock/cdata?SN=0316144680030";

    private static final List<String> CAPTURES =
            List.of(
                    "wire/001-init",
                    "wire/004-options",
                    "wire/005-OPERLOG",
                    "wire/006-getrequest-info",
                    "wire/007-getrequest",
                    "wire/020-OPERLOG",
                    "wire/026-BIODATA",
                    "wire/027-OPERLOG",
                    "doc/attlog-9rows",
                    "doc/attphoto",
                    "doc/biodata",
                    "doc/devicecmd-143-joined",
                    "doc/devicecmd-5lines",
                    "doc/errorlog-71",
                    "doc/getrequest-info",
                    "doc/init-pushcommkey",
                    "doc/operlog-2users",
                    "doc/operlog-face",
                    "doc/operlog-fp",
                    "doc/operlog-oplog",
                    "doc/options-26",
                    "doc/remoteatt",
                    "doc/userpic",
                    "snippets/double-path",
                    "snippets/exchange-publickey",
                    "snippets/getrequest-aspx",
                    "snippets/getrequest-info-old-bw",
                    "snippets/getrequest-info-raw-space",
                    "snippets/pos-posrequest");

    @TempDir private Path data;

    @Test
    @Conforms({"ATT-013", "ATT-014", "ATT-016", "ATT-022", "ATT-023"})
    void theDocumentedPunchesAreRecordsInAllThreeSpellings() {
        try (RunningBox box = RunningBox.in(data)) {
            for (String id : List.of("ATT-X03", "ATT-X04", "ATT-X05")) {
                assertThat(box.terminal().send(Fixture.example(id).request()).toString())
                        .isEqualTo("200 OK");
            }

            assertThat(box.brief(Kind.PUNCH))
                    .containsExactly(
                            "ATTLOG 982 2008-02-25T12:08:21 new again 1"
                                    + " {\"pin\":\"982\",\"time\":\"2008-02-25T12:08:21\","
                                    + "\"timeForm\":\"text\",\"status\":1,\"verify\":0}",
                            "ATTLOG 982 2008-02-25T18:01:09 new"
                                    + " {\"pin\":\"982\",\"time\":\"2008-02-25T18:01:09\","
                                    + "\"timeForm\":\"text\",\"status\":1,\"verify\":0}",
                            "ATTLOG 2 2022-07-12T16:00:20 new"
                                    + " {\"pin\":\"2\",\"time\":\"2022-07-12T16:00:20\","
                                    + "\"timeForm\":\"text\",\"status\":1,\"verify\":15,"
                                    + "\"reserved1\":\"0\",\"reserved2\":\"0\","
                                    + "\"convertedTemperature\":43.0}");
        }
    }

    @ParameterizedTest
    @Conforms({"ATT-014", "ATT-015", "ATT-017", "ATT-018", "ATT-020"})
    @CsvSource(
            delimiter = '|',
            value = {
                "1,2020-01-01 08:00:00,255,15|\"status\":255,\"verify\":15",
                "1,2020-01-01 08:00:00,8,1,7,a,b|\"status\":8,\"verify\":1,\"workCode\":\"7\","
                        + "\"reserved1\":\"a\",\"reserved2\":\"b\"",
                "1,2020-01-01 08:00:00,9,1,,,,1,36.5,,28800,e30=|\"status\":9,\"verify\":1,\"mask\":1,"
                        + "\"temperature\":36.5,\"timeOffset\":28800,"
                        + "\"extendData\":\"e30=\"",
                "1 2020-01-01 08:00:00 1 0|\"status\":1,\"verify\":0"
            })
    void aRowOfAnyLengthIsReadAsFarAsItGoes(String row, String rest) {
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().post(CLOCK + "&table=ATTLOG", row.replace(',', '\t'));

            assertThat(box.fields(Kind.PUNCH))
                    .containsExactly(
                            "{\"pin\":\"1\",\"time\":\"2020-01-01T08:00:00\",\"timeForm\":\"text\","
                                    + rest
                                    + "}");
        }
    }

    @Test
    @Conforms("ATT-011")
    void rowsThatAQueryBroughtAreStoredAndMoveNoBookmark() {
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().post(CLOCK + "&table=ATTLOG&Stamp=77", "1\t2020-01-01 08:00:00");
            box.terminal().post(CLOCK + "&table=ATTLOG&Stamp=0", "1\t2020-01-01 07:00:00");

            assertThat(box.records(Kind.PUNCH)).hasSize(2);
            assertThat(box.facts("0316144680030", "bookmark."))
                    .isEqualTo(Map.of("ATTLOGStamp", "77"));
        }
    }

    @Test
    void aResendOfOldPunchesMovesNoBookmarkBackAndNewOnesAlwaysDo() {
        String early = "1\t2020-01-01 08:00:00";
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().post(CLOCK + "&table=ATTLOG&Stamp=100", early);
            box.terminal().post(CLOCK + "&table=ATTLOG&Stamp=200", "1\t2020-01-01 09:00:00");
            box.terminal().post(CLOCK + "&table=ATTLOG&Stamp=100", early);
            assertThat(box.facts("0316144680030", "bookmark."))
                    .isEqualTo(Map.of("ATTLOGStamp", "200"));

            box.terminal().post(CLOCK + "&table=ATTLOG&Stamp=150", "1\t2020-01-01 08:30:00");
            assertThat(box.facts("0316144680030", "bookmark."))
                    .isEqualTo(Map.of("ATTLOGStamp", "150"));
        }
    }

    @Test
    @Conforms({"ATT-050", "ATT-056", "ATT-067", "ENC-001"})
    void everyDocumentedAttendanceRequestIsAnsweredAsItMustOrRefusedHonestly() {
        List<String> refused = new ArrayList<>();
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().post(CLOCK + "&table=OPERLOG&Stamp=1", "USER PIN=147\tName=Wu");
            for (Fixture.Example example : Fixture.examples()) {
                if (example.id().matches("(ATT|CMD|ENC).*")) {
                    RawTerminal.Answer answer = box.terminal().send(example.request());
                    if (answer.status() == 200) {
                        example.body().ifPresent(body -> assertThat(answer.text()).isEqualTo(body));
                        example.form()
                                .ifPresent(form -> assertThat(answer.text()).containsPattern(form));
                    } else {
                        refused.add(example.id() + " " + answer);
                    }
                }
            }
            assertThat(box.terminal().get("/iclock/ping?SN=123456").toString()).isEqualTo("200 OK");

            assertThat(refused)
                    .containsExactly("ENC-X01 404 /iclock/exchange: key exchange is not offered");
            assertThat(box.records(Kind.UNKNOWN))
                    .extracting(RunningBox.Kept::table, kept -> kept.raw().length())
                    .containsExactly(
                            tuple("DEVICECMD", 100),
                            tuple("DEVICECMD", 112),
                            tuple("DEVICECMD", 100),
                            tuple("DEVICECMD", 13),
                            tuple("DEVICECMD", 102),
                            tuple("DEVICECMD", 39));
            assertThat(box.records(Kind.PHOTO))
                    .extracting(RunningBox.Kept::table, RunningBox.Kept::raw)
                    .containsExactly(
                            tuple("ATTPHOTO", head("-4.jpg", "uploadphoto")),
                            tuple("ATTPHOTO", head(".jpg", "realupload")),
                            tuple("ATTPHOTO", Bytes.EMPTY),
                            tuple("FPIMAGE", Bytes.EMPTY));
            assertThat(box.fields(Kind.PHOTO).get(2)).contains("\"checksum\":\"1234\"");
            assertThat(box.fields(Kind.PERSON))
                    .containsExactly(
                            "{\"pin\":\"147\",\"name\":\"Wu\"}",
                            "{\"pin\":\"982\",\"name\":\"Richard\",\"card\":\"9168872457\","
                                    + "\"cardRaw\":\"[09E4812202]\",\"group\":\"1\","
                                    + "\"timeZone\":\"\",\"password\":\"set\"}");
            assertThat(box.records(Kind.TEMPLATE)).hasSize(1);
            assertThat(box.records(Kind.OPERATION)).hasSize(2);
            assertThat(box.quarantine()).isEmpty();
        }
    }

    private static Bytes head(String end, String mode) {
        return Bytes.latin1(
                "PIN=20081119172119" + end + "\nSN=123456\nsize=15\nCMD=" + mode + "\0");
    }

    /// Every request that was seen on the wire: none is refused but key exchange and a placeholder
    /// that is no serial number; of replies each is kept for itself and once, everything else is
    /// records.
    @Test
    @Conforms("GEN-043")
    void everyCaptureIsTakenAndKept() {
        try (RunningBox box = RunningBox.in(data)) {
            List<String> refused = new ArrayList<>();
            List<Bytes> sent = new ArrayList<>();
            for (String file : CAPTURES) {
                Bytes request = Fixture.file(file + ".http");
                RawTerminal.Answer answer = box.terminal().send(request);
                String text = request.asLatin1();
                Bytes body = Bytes.latin1(text.substring(text.indexOf("\r\n\r\n") + 4));
                if (answer.status() != 200) {
                    refused.add(file + " " + answer);
                } else if (text.contains("/devicecmd")) {
                    CommandReply.read(body).replies().stream()
                            .map(CommandReply::raw)
                            .filter(reply -> !sent.contains(reply))
                            .forEach(sent::add);
                }
            }

            assertThat(refused)
                    .containsExactly(
                            "snippets/exchange-publickey 404 /iclock/exchange: key exchange is not"
                                    + " offered",
                            "snippets/getrequest-info-old-bw 404 terminal xxxx is not known here and"
                                    + " its serial number has fewer than 6 characters");
            assertThat(box.records(Kind.UNKNOWN))
                    .extracting(RunningBox.Kept::raw)
                    .containsExactlyElementsOf(sent);
            assertThat(
                            Stream.of(
                                            Kind.PUNCH,
                                            Kind.OPERATION,
                                            Kind.PERSON,
                                            Kind.TEMPLATE,
                                            Kind.PHOTO,
                                            Kind.TERMINAL_STATE,
                                            Kind.TERMINAL_ERROR)
                                    .map(kind -> box.records(kind).size()))
                    .containsExactly(9, 9, 3, 4, 2, 2, 1);
            assertThat(box.facts("CKJF201960996", "info."))
                    .containsEntry("~devicename", "SpeedFace-V5L[TD]")
                    .containsEntry("~oemvendor", "ZKTeco Co., Ltd.")
                    .containsEntry("multibiodatasupport", "0:1:0:0:0:0:0:0:1:1");
            assertThat(box.quarantine()).isEmpty();
        }
    }

    @Test
    void everyRowThatWasSeenOnTheWireIsARecord() {
        Map<String, Integer> rows =
                Map.of(
                        "lines/attlog-5881195100007.txt", 2,
                        "lines/attlog-6064201400001.txt", 15,
                        "lines/attlog-CEXB190460114.txt", 48,
                        "lines/attlog-CKJF201560034.txt", 23,
                        "snippets/attlog-spaces.txt", 1,
                        "snippets/attlog-trailing-tab.txt", 2);
        try (RunningBox box = RunningBox.in(data)) {
            rows.keySet().forEach(file -> box.terminal().post(target(file), Fixture.file(file)));
            box.terminal()
                    .post(
                            "/iclock/cpos?SN=5849791460183&table=BUYLOG",
                            Fixture.file("snippets/pos-buylog-row.txt"));

            assertThat(
                            box.records(Kind.PUNCH).stream()
                                    .collect(
                                            Collectors.groupingBy(
                                                    RunningBox.Kept::terminal,
                                                    Collectors.summingLong(
                                                            kept -> 1 + kept.repeats()))))
                    .isEqualTo(
                            rows.entrySet().stream()
                                    .collect(
                                            Collectors.toMap(
                                                    file -> serial(file.getKey()),
                                                    file -> (long) file.getValue())));
            assertThat(box.fields(Kind.PURCHASE))
                    .containsExactly(
                            "{\"systemId\":\"1\",\"card\":\"1\",\"time\":\"2014-01-01T12:00:00\","
                                    + "\"timeForm\":\"text\",\"amountFen\":100,\"balanceFen\":900,"
                                    + "\"cardSequence\":25,\"state\":1,\"meal\":3,"
                                    + "\"mealDate\":\"2014-01-01\",\"recNo\":4894,\"operator\":\"0\","
                                    + "\"recNoEpoch\":0}");
            assertThat(box.quarantine()).isEmpty();
        }
    }

    private static String target(String file) {
        return "/iclock/cdata?SN=" + serial(file) + "&table=ATTLOG&Stamp=9999";
    }

    private static String serial(String file) {
        return file.replaceAll(".*attlog-|\\.txt", "");
    }
}
