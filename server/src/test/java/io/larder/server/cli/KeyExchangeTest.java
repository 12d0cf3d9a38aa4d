package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.config.Settings;
import io.larder.server.conformance.Conforms;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Upload;
import io.larder.server.simulate.JdkSide;
import io.larder.storage.EntryKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyExchangeTest {
    private static final String ON = "terminal.keyExchange=larder-1";

    private static final String DOCS = "docs/key-exchange.md";
    private static final String CLOCK = "/iclock/cdata";
    private static final String TILL = "/iclock/cpos";
    private static final String PUNCHES = "/iclock/cdata?SN={SN}&table=ATTLOG&Stamp=1";
    private static final String POLL = "/iclock/getrequest?SN={SN}";
    private static final String ROW = "7\t2026-03-01 08:00:00\t0\t1";
    private static final String NO_SESSION =
            "503 the body is sealed and this terminal has no session: it must initialise anew";

    @TempDir private Path data;

    private static SealingTerminal terminal(RunningBox box) {
        return new SealingTerminal(box, "5158181900025", new JdkSide());
    }

    private static SealingTerminal sealing(RunningBox box) {
        SealingTerminal terminal = terminal(box);
        terminal.hello(CLOCK);
        return terminal.exchange();
    }

    @Test
    @Conforms({"ENC-003", "ENC-004", "ENC-012"})
    void bodiesAreSealedBothWaysAndTheJournalHoldsThemInTheClear() {
        try (RunningBox box = RunningBox.in(data, ON)) {
            SealingTerminal terminal = terminal(box);
            assertThat(terminal.hello(CLOCK)).contains("\nPushProtVer=2.4.0\n", "\nEncrypt=0\n");
            JdkSide side = new JdkSide();
            SealingTerminal byHand = new SealingTerminal(box, "5158181900025", side);
            RawTerminal.Answer key = byHand.publicKey();
            RawTerminal.Answer factors =
                    byHand.factors(side.factor(SealingTerminal.value(key, "PublicKey=")));
            for (RawTerminal.Answer answer : List.of(key, factors)) {
                assertThat(answer.headers())
                        .containsEntry("content-type", "application/push;charset=UTF-8");
            }
            assertThat(key.text()).matches("PublicKey=[A-Za-z0-9+/]+=*");
            assertThat(factors.text()).matches("Factors=[A-Za-z0-9+/]+=*");
            side.agree(SealingTerminal.value(factors, "Factors="), "5158181900025");

            RawTerminal.Answer stored = byHand.send(PUNCHES, byHand.sealed(ROW));
            assertThat(stored.headers()).containsEntry("content-type", "application/octet-stream");
            assertThat(byHand.opened(stored)).isEqualTo("OK");
            assertThat(byHand.ask(POLL)).isEqualTo("OK");
            assertThat(box.records(Kind.PUNCH))
                    .extracting(RunningBox.Kept::raw)
                    .containsExactly(Bytes.latin1(ROW));
            assertThat(uploads(box)).containsExactly("POST " + ROW);
        }
    }

    @Test
    @Conforms("ENC-012")
    void canteenTerminalsExchangeKeysTheSameWay() {
        try (RunningBox box = RunningBox.in(data, ON)) {
            SealingTerminal till = terminal(box);
            assertThat(till.hello(TILL)).contains("\nPushProtVer=2.4.0\n", "\nEncrypt=0\n");
            till.exchange();

            assertThat(till.upload("/iclock/cpos?SN={SN}&table=ZHIWEI", "1")).isEqualTo("OK");
            assertThat(till.ask("/iclock/posrequest?SN={SN}")).isEqualTo("OK");
            assertThat(till.ask("/iclock/cpos?SN={SN}&type=time")).startsWith("Time=");
            assertThat(uploads(box)).containsExactly("POST 1");
        }
    }

    @Test
    @Conforms("ENC-005")
    void factorsBeforeAKeyAreRefused() {
        try (RunningBox box = RunningBox.in(data, ON)) {
            SealingTerminal terminal = terminal(box);
            terminal.hello(CLOCK);

            assertThat(terminal.factors("AAAA").toString())
                    .isEqualTo("400 a factor comes behind a public key");
            assertThat(terminal.step("factors", "PublicKey=AAAA").toString())
                    .isEqualTo(
                            "400 expected type=publickey with PublicKey= or type=factors with"
                                    + " Factors=");
            assertThat(terminal.publicKey().status()).isEqualTo(200);
            assertThat(terminal.factors("AAAA").toString())
                    .isEqualTo("400 this is no factor for the key of this box");
            assertThat(terminal.factors("AAAA").status()).isEqualTo(400);
        }
    }

    @Test
    void aKeyOfAnotherSetIsRefusedAndTheTerminalGoesOnInTheClear() {
        try (RunningBox box = RunningBox.in(data, ON)) {
            SealingTerminal terminal = terminal(box);
            terminal.hello(CLOCK);
            RawTerminal.Answer answer = terminal.step("publickey", "PublicKey=DMCtR13R");
            while (answer.status() == 503) {
                answer = terminal.step("publickey", "PublicKey=DMCtR13R");
            }

            assertThat(answer.toString())
                    .isEqualTo("400 this is no public key of the algorithm set");
            assertThat(terminal.send(PUNCHES, Bytes.latin1(ROW)).toString()).isEqualTo("200 OK");
        }
    }

    @Test
    @Conforms("ENC-006")
    void aNewPublicKeyEndsTheSession() {
        try (RunningBox box = RunningBox.in(data, ON)) {
            SealingTerminal before = sealing(box);
            SealingTerminal after = terminal(box);
            assertThat(after.publicKey().status()).isEqualTo(200);
            assertThat(before.send(PUNCHES, before.sealed(ROW)).toString()).isEqualTo(NO_SESSION);

            after.exchange();
            assertThat(before.send(PUNCHES, before.sealed(ROW)).toString())
                    .isEqualTo("500 the body does not open: its seal does not fit");
            assertThat(after.upload(PUNCHES, ROW)).isEqualTo("OK");
        }
    }

    @Test
    @Conforms("ENC-007")
    void initialisationEndsTheSession() {
        try (RunningBox box = RunningBox.in(data, ON)) {
            SealingTerminal terminal = sealing(box);
            assertThat(terminal.hello(CLOCK)).startsWith("GET OPTION FROM: ");

            assertThat(terminal.send(PUNCHES, terminal.sealed(ROW)).toString())
                    .isEqualTo(NO_SESSION);
            assertThat(terminal.send(PUNCHES, Bytes.latin1(ROW)).toString()).isEqualTo("200 OK");
            assertThat(terminal.factors("AAAA").status()).isEqualTo(400);
        }
    }

    @Test
    @Conforms("ENC-008")
    void anOlderTerminalIsToldItsOwnVersionAndGetsNoKeys() {
        try (RunningBox box = RunningBox.in(data, ON)) {
            RawTerminal clock = box.terminal();
            String name = "?SN=5158181900025";
            assertThat(clock.get(CLOCK + name + "&options=all&pushver=2.3.9").text())
                    .contains("\nPushProtVer=2.3.0\n");
            assertThat(clock.post("/iclock/exchange" + name + "&type=publickey", "PublicKey=A"))
                    .hasToString(
                            "404 /iclock/exchange: key exchange is not offered to this terminal");
            assertThat(clock.get(TILL + "?SN=5158181900026&options=all").text())
                    .contains("\nPushProtVer=2.2.14\n");
        }
    }

    @Test
    void aTerminalThatAPersonSetToAnOlderVersionStaysInTheClear() {
        try (AssembledBox box = AssembledBox.in(data).setting(ON).open()) {
            String hello = "/iclock/cdata?SN=5158181900025&options=all&pushver=4.0.1";
            assertThat(box.get(hello)).contains("\nPushProtVer=2.4.0\n");
            box.adjust("5158181900025", Map.of("pushProtVer", "2.3.0"));

            assertThat(box.get(hello)).contains("\nPushProtVer=2.3.0\n");
            assertThat(box.post("/iclock/exchange?SN=5158181900025&type=publickey", "PublicKey=A"))
                    .isEqualTo(
                            "404 /iclock/exchange: key exchange is not offered to this terminal");
        }
    }

    @Test
    void aTerminalThatHasNotInitialisedGetsNoKeys() {
        try (RunningBox box = RunningBox.in(data, ON)) {
            assertThat(terminal(box).step("publickey", "PublicKey=A").toString())
                    .isEqualTo(
                            "404 terminal 5158181900025 is not known here and it has not"
                                    + " initialised");
            assertThat(box.facts("5158181900025")).isEmpty();
        }
    }

    @Test
    @Conforms({"ENC-009", "ENC-010"})
    void whatDoesNotOpenInASessionIsRefusedAndInQuarantine() {
        try (RunningBox box = RunningBox.in(data, ON)) {
            SealingTerminal terminal = sealing(box);
            Bytes plain = Bytes.latin1(ROW);
            byte[] bent = terminal.sealed(ROW).toArray();
            bent[20] ^= 1;
            Bytes changed = Bytes.of(bent);
            Bytes misread = terminal.sealed(ROW, 1);
            Bytes good = terminal.sealed(ROW);

            assertThat(terminal.send(PUNCHES, plain).toString())
                    .isEqualTo("500 the body does not open: it is not sealed");
            assertThat(terminal.send(PUNCHES, changed).toString())
                    .isEqualTo("500 the body does not open: its seal does not fit");
            assertThat(terminal.send(PUNCHES, misread).toString())
                    .isEqualTo("500 the body does not open: its crc32 is wrong");
            assertThat(box.records()).isEmpty();
            assertThat(box.quarantine()).containsExactly(odd(plain), odd(changed), odd(misread));

            assertThat(terminal.opened(terminal.send(PUNCHES, good))).isEqualTo("OK");
            assertThat(terminal.send(PUNCHES, good).toString())
                    .isEqualTo("500 the body does not open: it came before");
            assertThat(terminal.upload(PUNCHES, ROW)).isEqualTo("OK");
            assertThat(box.records(Kind.PUNCH))
                    .extracting(RunningBox.Kept::repeats)
                    .containsExactly(1L);
        }
    }

    private static RunningBox.Odd odd(Bytes body) {
        return new RunningBox.Odd(
                "5158181900025",
                "attendance",
                "",
                "the body does not open in the session of its terminal",
                body,
                0);
    }

    @Test
    void whatDoesNotOpenCannotFillTheJournal() {
        try (RunningBox box = RunningBox.in(data, ON)) {
            SealingTerminal terminal = sealing(box);
            for (int i = 0; i < 20; i++) {
                assertThat(terminal.send(PUNCHES, Bytes.latin1("x" + i)).status()).isEqualTo(500);
            }

            assertThat(box.quarantine()).hasSize(16);
        }
    }

    @Test
    void afterARestartASealedBodyIsNotTakenForAPlainOne() {
        try (RunningBox box = RunningBox.in(data, ON)) {
            SealingTerminal before = sealing(box);
            Bytes sealed = before.sealed(ROW);
            box.restart();
            assertThat(terminal(box).send(PUNCHES, sealed).toString()).isEqualTo(NO_SESSION);

            try (RunningBox off = box.change("terminal.keyExchange", "off")) {
                assertThat(terminal(off).send(PUNCHES, sealed).toString()).isEqualTo(NO_SESSION);
                assertThat(uploads(off)).isEmpty();
            }
        }
    }

    @Test
    @Conforms({"ENC-001", "ENC-002", "ENC-012"})
    void withoutAlgorithmsTheBoxTellsAnOlderVersionAndGivesNoKeys() {
        try (RunningBox box = RunningBox.in(data)) {
            SealingTerminal terminal = terminal(box);
            for (String path : List.of(CLOCK, TILL)) {
                assertThat(terminal.hello(path)).contains("\nPushProtVer=2.3.0\n", "\nEncrypt=0\n");
            }
            for (String type : List.of("publickey", "factors", "")) {
                assertThat(terminal.step(type, "PublicKey=AAAA").toString())
                        .isEqualTo("404 /iclock/exchange: key exchange is not offered");
            }
        }
    }

    @Test
    @Conforms("ENC-011")
    void theSetOfOurOwnSaysThatItIsNotCompatibleWithTheVendor() throws IOException {
        List<String> said = new ArrayList<>();
        Logger logger = Logger.getLogger(BoxParts.class.getName());
        Handler listener = listener(said);
        logger.addHandler(listener);
        try (RunningBox _ = RunningBox.in(data, ON)) {
            assertThat(said)
                    .containsExactly(
                            "terminal.keyExchange is larder-1: made for this program and not"
                                    + " compatible with terminals of the vendor, whose algorithms"
                                    + " are not published");
        } finally {
            logger.removeHandler(listener);
        }
        assertThat(Files.readString(Path.of(System.getProperty("basedir", "."), "..", DOCS)))
                .contains("`larder-1`, is not compatible with terminals of the vendor.");
        assertThat(Settings.example())
                .contains("larder-1 is made for this program and not compatible with terminals of");
        assertThatThrownBy(() -> RunningBox.in(data, "terminal.keyExchange=vendor"))
                .hasMessageContaining("terminal.keyExchange is vendor")
                .hasMessageContaining("there is larder-1");
    }

    private static Handler listener(List<String> said) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                said.add(new SimpleFormatter().formatMessage(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    /// The method and the body of every upload in the journal.
    private static List<String> uploads(RunningBox box) {
        return box.entries().stream()
                .filter(entry -> entry.kind() == EntryKind.UPLOAD)
                .map(entry -> Upload.read(entry.payload()))
                .map(upload -> upload.method() + " " + upload.body().asLatin1())
                .toList();
    }
}
