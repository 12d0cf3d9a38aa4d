package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a terminal is told at initialisation, after what it really uploaded.
class InitialisationTest {
    private static final String CANTEEN = "5158181900025";
    private static final String POS = "/iclock/cpos?SN=" + CANTEEN;
    private static final String CLOCK = "/iclock/cdata?SN=0316144680030";

    @TempDir private Path data;

    @Test
    @Conforms({"POS-002", "POS-006", "POS-007", "POS-010", "POS-011", "POS-012", "POS-013"})
    void withTheStateOfTheDocumentTheAnswerIsItsExampleByteForByte() {
        Fixture.Example seed = Fixture.example("POS-X01");
        try (RunningBox box = RunningBox.in(data, "options.pushProtVer=")) {
            box.terminal().send(seed.request());
            box.terminal()
                    .post(POS + "&table=BUYLOG&Stamp=2018-11-02T10:16:58&StampId=36", buy(36));
            box.terminal().post(POS + "&table=BUYLOGBAK&StampId=2018-11-02T09:47:44", buy(36));

            RawTerminal.Answer answer = box.terminal().send(seed.request());

            assertThat(answer.text()).isEqualTo(seed.body().orElseThrow());
            assertThat(answer.headers()).containsEntry("content-length", "515");
        }
    }

    @Test
    @Conforms({"POS-008", "POS-009", "GEN-015"})
    void eachTableHasItsOwnBookmarksAndThePlusSignComesBack() {
        try (RunningBox box = RunningBox.in(data)) {
            for (String id : List.of("POS-X04", "POS-X07", "POS-X09")) {
                box.terminal().send(Fixture.example(id).request());
            }
            box.terminal()
                    .post(
                            POS + "&table=FULLLOGBAK&Stamp=S&StampId=12",
                            "1\tC\t45\t0\t1\t2\t0\t3\t12");

            assertThat(stamps(box, POS + "&options=all"))
                    .containsExactly(
                            "PosLogStamp=2018-12-20T17:20:13",
                            "FullLogStamp=2018-12-20T17:20:13",
                            "AllowLogStamp=2018-12-20T17:20:13+08:00",
                            "PosLogStampId=38",
                            "FullLogStampId=12",
                            "AllowLogStampId=5",
                            "FullBakLogStampId=12");
        }
    }

    @Test
    @Conforms({"ATT-007", "ATT-008", "ATT-009", "ATT-010", "ATT-012"})
    void attendanceStampsComeBackUnderTheNamesTheyCameUnder() {
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().post(CLOCK + "&Stamp=82983982", "1\t2020-01-01 08:00:00\t0\t1\n");
            box.terminal().post(CLOCK + "&OpStamp=9238883", "OPLOG 4\t0\t2020-01-01 08:00:00");
            box.terminal().post("/iclock/fdata?SN=0316144680030&PIN=1.jpg&PhotoStamp=9238833", "x");
            box.terminal().post(CLOCK + "&table=ATTLOG&Stamp=9999", "1\t2020-01-01 09:00:00\t0\t1");
            box.terminal().post(CLOCK + "&table=OPERLOG&Stamp=None", "OPLOG 5\t0");
            box.terminal().post(CLOCK + "&table=BIODATA&Stamp=7", "BIODATA Pin=1");

            assertThat(stamps(box, CLOCK + "&options=all&pushver=2.2.14"))
                    .containsExactly(
                            "Stamp=82983982",
                            "OpStamp=9238883",
                            "PhotoStamp=9238833",
                            "ATTLOGStamp=9999",
                            "OPERLOGStamp=None",
                            "BIODATAStamp=7");
        }
    }

    @Test
    @Conforms({"POS-010", "POS-012"})
    void aNewTerminalStartsFromZero() {
        try (RunningBox box = RunningBox.in(data)) {
            assertThat(stamps(box, POS + "&options=all")).isEmpty();
            assertThat(box.terminal().get(POS + "&options=all").text())
                    .contains("ZhiWeiLogStamp=0\nZhiWeiLogStampId=0\nZhiWeiBakLogStampId=0\n");
        }
    }

    @Test
    void theBookmarksOfAnUploadThatWasAnsweredAreInTheVeryNextAnswer() {
        try (RunningBox box = RunningBox.in(data)) {
            for (int number = 1; number <= 60; number++) {
                box.terminal().post(POS + "&table=BUYLOG&StampId=" + number, buy(number));

                assertThat(stamps(box, POS + "&options=all"))
                        .containsExactly("PosLogStampId=" + number);
            }
        }
    }

    @Test
    @Conforms({"POS-021", "POS-022", "POS-023", "POS-090", "GEN-017"})
    void whatATerminalSaysOfItselfIsKeptAndItsPeerAddressIsItsOwn() {
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal()
                    .get(
                            POS
                                    + "&options=all&fireVer=Ver_2020.0.0.2-20181011&build=0001"
                                    + "&ip=192.168.1.201&LANGUAGE=83&deviceName=CM102&device_type=30"
                                    + "&IsConsumeFunType=7&pushver=4.0.1&pushcommkey=geheim&new=x");

            assertThat(box.facts(CANTEEN))
                    .isEqualTo(
                            Map.ofEntries(
                                    Map.entry("admitted", "2"),
                                    Map.entry("family", "canteen"),
                                    Map.entry("learned.wallet", "dual"),
                                    Map.entry("said.build", "0001"),
                                    Map.entry("said.device_type", "30"),
                                    Map.entry("said.devicename", "CM102"),
                                    Map.entry("said.firever", "Ver_2020.0.0.2-20181011"),
                                    Map.entry("said.ip", "192.168.1.201"),
                                    Map.entry("said.isconsumefuntype", "7"),
                                    Map.entry("said.language", "83"),
                                    Map.entry("said.new", "x"),
                                    Map.entry("said.pushver", "4.0.1")));
            assertThat(box.heard(CANTEEN).peer()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    @Conforms({"GEN-011", "ATT-057"})
    void theFirmwareInAPollIsTheSameTextWhetherItsBlanksAreEncodedOrNot() {
        String info = "Ver 6.39 Apr 28 2008,2,0,0,192.168.1.201";
        String encoded = info.replace(" ", "%20");
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().get("/iclock/getrequest?SN=A00001&INFO=" + info);
            box.terminal().get("/iclock/getrequest?SN=A00002&INFO=" + encoded);

            assertThat(box.facts("A00001", "said."))
                    .isEqualTo(Map.of("firmware", "Ver 6.39 Apr 28 2008", "poll.info", info))
                    .isEqualTo(box.facts("A00002", "said."));
            assertThat(box.heard("A00001").polled())
                    .isEqualTo(Map.of("info", info))
                    .isEqualTo(box.heard("A00002").polled());
        }
    }

    @Test
    @Conforms("POS-063")
    void theLargestNumberInATerminalIsRememberedWithoutAnEntryForEachPoll() {
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().get("/iclock/posrequest?SN=" + CANTEEN + "&type=pos&devno=40");
            int entries = box.entries().size();
            box.terminal().get("/iclock/posrequest?SN=" + CANTEEN + "&type=pos&devno=41");
            box.terminal().get(POS + "&type=time");

            assertThat(box.heard(CANTEEN).polled())
                    .isEqualTo(Map.of("type", "pos", "devno", "41", "devno.pos", "41"));
            assertThat(box.entries()).hasSize(entries);
        }
    }

    @Test
    @Conforms("POS-025")
    void aKnownTerminalGetsTheTimeWithoutHavingInitialised() {
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().post(POS + "&table=BUYLOG", buy(1));

            assertThat(box.terminal().get(POS + "&type=time").text())
                    .matches("Time=\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+08:00\n");
        }
    }

    @Test
    @Conforms("POS-020")
    void theCardPasswordIsToldToTerminalsAndToNobodyElse() {
        List<String> lines = new ArrayList<>();
        Handler recording = new Recording(lines);
        Logger root = Logger.getLogger("");
        root.addHandler(recording);
        try (RunningBox box = RunningBox.in(data, "canteen.cardPass=hunter2")) {
            assertThat(box.terminal().get(POS + "&options=all").text())
                    .contains("CardPass=hunter2\n");
            box.terminal().get("/iclock/nowhere?SN=" + CANTEEN + "&CardPass=hunter2");
            lines.add(box.readyLine());
            lines.add(String.valueOf(box.facts(CANTEEN)));
        } finally {
            root.removeHandler(recording);
        }

        assertThat(lines).hasSizeGreaterThan(3).noneMatch(line -> line.contains("hunter2"));
    }

    private static final class Recording extends Handler {
        private final List<String> lines;

        Recording(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public synchronized void publish(LogRecord record) {
            lines.add(
                    record.getMessage()
                            + (record.getParameters() == null
                                    ? ""
                                    : List.of(record.getParameters())));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static List<String> stamps(RunningBox box, String target) {
        return box.terminal()
                .get(target)
                .text()
                .lines()
                .filter(line ->
                        line.matches("(?!UseStampId)\\w*Stamp(Id)?=.*") && !line.endsWith("=0"))
                .toList();
    }

    private static Bytes buy(int number) {
        return Bytes.utf8(
                "1\t100023\t2018-11-02 10:16:58\t1250\t8750\t42\t2\t2\t2018-11-02\t"
                        + number
                        + "\t1");
    }

    @Test
    void whatAnInitialisationSaysIsNoRecord() {
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().get(POS + "&options=all");

            assertThat(box.records(Kind.UNKNOWN)).isEmpty();
        }
    }
}
