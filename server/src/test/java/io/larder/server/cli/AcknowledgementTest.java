package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What senders hear once their upload is on the medium.
class AcknowledgementTest {
    private static final String CLOCK = "/iclock/cdata?SN=0316144680030";

    @TempDir private Path data;

    @Test
    @Conforms("ATT-071")
    void aTerminalThatIsSetSoHearsHowManyRowsWereTaken() throws IOException {
        String rows = "1\t2020-01-01 08:00:00\n1\t2020-01-01 09:00:00\n";
        try (AssembledBox box = AssembledBox.in(data).open()) {
            assertThat(box.post(CLOCK + "&table=ATTLOG", rows)).isEqualTo("OK");

            box.adjust("0316144680030", Map.of("okCount", "true"));

            assertThat(box.post(CLOCK + "&table=ATTLOG", rows)).isEqualTo("OK:2");
            assertThat(box.post(CLOCK + "&table=options", "a=b")).isEqualTo("OK");
        }
    }

    @Test
    void accessControlDevicesAreKeptAndAnsweredSoThatTheyGoOn() {
        try (RunningBox box = RunningBox.in(data)) {
            assertThat(
                            List.of(
                                            "/iclock/registry?SN=0316144680030",
                                            "/iclock/push?SN=0316144680030",
                                            CLOCK + "&table=tabledata&tablename=user&count=1",
                                            CLOCK + "&table=rtlog",
                                            "/iclock/querydata?SN=0316144680030&tablename=user&count=1")
                                    .stream()
                                    .map(target -> box.terminal().post(target, "DeviceType=acc"))
                                    .map(answer -> answer.text().lines().findFirst().orElse("")))
                    .containsExactly(
                            "RegistryCode=" + code(box),
                            "ServerVersion=3.1.1",
                            "user=1",
                            "OK",
                            "user=1");
            assertThat(box.records(Kind.UNKNOWN))
                    .extracting(RunningBox.Kept::table)
                    .containsExactly("PUSH", "TABLEDATA", "RTLOG", "QUERYDATA");
            assertThat(box.records(Kind.TERMINAL_STATE)).hasSize(1);
            assertThat(box.terminal().get("/iclock/rtdata?SN=0316144680030&type=time").text())
                    .matches("DateTime=\\d+,ServerTZ=[+-]\\d{4}");
        }
    }

    @Test
    @Conforms("SEC-001")
    void passwordsThatAnAccessControlDeviceTellsAreInNoRecord() {
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal()
                    .post(
                            CLOCK + "&table=tabledata&tablename=user&count=1",
                            "user uid=1\tpin=5\tpassword=4711\tgroup=1");

            assertThat(box.records(Kind.UNKNOWN))
                    .extracting(RunningBox.Kept::raw)
                    .containsExactly(Bytes.latin1("user uid=1\tpin=5\tpassword=***\tgroup=1"));
        }
    }

    private static String code(RunningBox box) {
        return box.terminal().get("/iclock/registry?SN=0316144680030").text().substring(13);
    }

    @Test
    @Conforms({"ATT-051", "ATT-066"})
    void whatATerminalSaysInPollsIsShownWithIt() {
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal()
                    .get(
                            "/iclock/getrequest?SN=0316144680030&INFO=Ver 2,5,6,7,1.1.1.1,10,7,15,3,111");
            box.awaitApplied();
            box.terminal()
                    .get(
                            "/iclock/getrequest?SN=0316144680030&INFO=Ver 2,9,6,7,1.1.1.1,10,7,15,3,111");

            assertThat(box.facts("0316144680030", "said."))
                    .isEqualTo(
                            Map.of(
                                    "firmware", "Ver 2",
                                    "poll.fpversion", "10",
                                    "poll.faceversion", "7",
                                    "poll.flags", "11100",
                                    "poll.info", "Ver 2,5,6,7,1.1.1.1,10,7,15,3,111"));
        }
    }
}
