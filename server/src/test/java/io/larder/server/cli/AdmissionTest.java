package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.Kind;
import io.larder.server.terminal.Admission;
import io.larder.storage.Entry;
import io.larder.storage.EntryKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is let in, and what strangers hear.
class AdmissionTest {
    private static final String CLOCK = "/iclock/cdata?SN=0316144680030";
    private static final String PUNCH = "1\t2020-01-01 08:00:00\t0\t1";

    @TempDir private Path data;

    @Test
    @Conforms("GEN-034")
    void anUnknownTerminalIsTurnedAwayAndNothingOfItIsKept() {
        try (RunningBox box = RunningBox.in(data, "admission.policy=closed")) {
            List<String> answers =
                    List.of(
                            box.terminal().post(CLOCK + "&table=ATTLOG", PUNCH).toString(),
                            box.terminal().get(CLOCK + "&options=all").toString(),
                            box.terminal().get("/iclock/getrequest?SN=0316144680030").toString(),
                            box.terminal().get(CLOCK + "&type=time").toString());

            assertThat(answers)
                    .containsOnly(
                            "404 terminal 0316144680030 is not known here and no pairing window is"
                                    + " open");
            assertThat(box.entries()).extracting(Entry::kind).containsOnly(EntryKind.SELF_TEST);
        }
    }

    @Test
    @Conforms("GEN-035")
    void withAnOpenDoorASerialOfSixCharactersComesInAndAShorterOneDoesNot() {
        try (RunningBox box = RunningBox.in(data)) {
            assertThat(box.terminal().post("/iclock/cdata?SN=ABC12&table=ATTLOG", PUNCH).status())
                    .isEqualTo(404);
            assertThat(
                            box.terminal()
                                    .post("/iclock/cdata?SN=ABC123&table=ATTLOG", PUNCH)
                                    .toString())
                    .isEqualTo("200 OK");

            assertThat(box.records(Kind.PUNCH))
                    .extracting(RunningBox.Kept::terminal)
                    .containsExactly("ABC123");
            List<String> admitted = box.ask(ledger -> ledger.facts().subjects("admitted"));
            assertThat(admitted).containsExactly("ABC123");
        }
    }

    @Test
    void aSerialThatIsTooShortHearsThatAndNotThatNoPairingWindowIsOpen() {
        try (AssembledBox box = AssembledBox.in(data).policy(Admission.Policy.PAIRING).open()) {
            box.admission.openWindow(60);

            assertThat(box.get("/iclock/posrequest?SN=ABC12"))
                    .isEqualTo(
                            "404 terminal ABC12 is not known here and its serial number has fewer"
                                    + " than 6 characters");
            assertThat(box.get("/iclock/posrequest?SN=ABC123")).isEqualTo("OK");
            box.elapse(60);
            assertThat(box.get("/iclock/posrequest?SN=ABC124"))
                    .isEqualTo(
                            "404 terminal ABC124 is not known here and no pairing window is open");
        }
    }

    @Test
    @Conforms("GEN-036")
    void whoDoesNotSayItsNameIsToldSo() {
        try (RunningBox box = RunningBox.in(data)) {
            assertThat(box.terminal().post("/iclock/cdata?table=ATTLOG", PUNCH).toString())
                    .isEqualTo("400 SN is missing, expected the serial number");
            assertThat(box.terminal().get("/iclock/cpos?SN=%2F..%2F&options=all").toString())
                    .isEqualTo("400 SN is not a serial number, expected 1 to 32 letters or digits");
            assertThat(box.entries()).hasSize(1);
        }
    }

    @Test
    @Conforms("GEN-037")
    void afterARestartAKnownTerminalUploadsWithoutInitialisingAgain() {
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().get(CLOCK + "&options=all");
        }
        try (RunningBox box = RunningBox.in(data, "admission.policy=closed")) {
            assertThat(box.terminal().post(CLOCK + "&table=ATTLOG", PUNCH).toString())
                    .isEqualTo("200 OK");
            assertThat(box.records(Kind.PUNCH)).hasSize(1);
        }
    }

    @Test
    @Conforms("GEN-038")
    void anUnknownServiceIsNotFoundAndLogged() {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Handler recording =
                new Handler() {
                    @Override
                    public void publish(LogRecord record) {
                        lines.add(String.valueOf(record.getMessage()));
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger root = Logger.getLogger("");
        root.addHandler(recording);
        try (RunningBox box = RunningBox.in(data)) {
            assertThat(box.terminal().get("/iclock/nothing?SN=0316144680030").toString())
                    .isEqualTo("404 no service at /iclock/nothing");
        } finally {
            root.removeHandler(recording);
        }

        assertThat(lines)
                .contains(
                        "127.0.0.1 GET /iclock/nothing SN 0316144680030: 404 no service at"
                                + " /iclock/nothing");
    }

    @Test
    @Conforms("ATT-070")
    void aWrongBindingKeyIsToldNothing() {
        try (RunningBox box = RunningBox.in(data, "admission.bindingKeys.0316144680030=4a9594af")) {
            String hello = CLOCK + "&options=all&pushver=2.2.14";

            assertThat(box.terminal().get(hello + "&pushcommkey=wrong").toString())
                    .isEqualTo("403 the binding key is not the one of this terminal");
            assertThat(box.terminal().get(hello).status()).isEqualTo(403);
            assertThat(box.entries()).hasSize(1);
            assertThat(box.terminal().get(hello + "&pushcommkey=4a9594af").text())
                    .startsWith("GET OPTION FROM: 0316144680030\n");
            assertThat(String.valueOf(box.facts("0316144680030"))).doesNotContain("4a9594af");
        }
    }

    @Test
    @Conforms("GEN-021")
    void aBodyOverTheLimitIsRefusedAndNothingOfItIsKept() {
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().get(CLOCK + "&options=all");
            int entries = box.entries().size();

            assertThat(
                            box.terminal()
                                    .post(CLOCK + "&table=ATTLOG", (PUNCH + "\n").repeat(6_000))
                                    .status())
                    .isEqualTo(413);
            assertThat(box.entries()).hasSize(entries);
        }
    }
}
