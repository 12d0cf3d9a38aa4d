package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.json.Batch;
import io.larder.server.json.BatchCodec;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Statement;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Position;
import io.larder.storage.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is left behind of a report about a card: records, no secrets, limits.
class CardReportsTest extends CardsAtABox {
    @Test
    @Conforms("POS-079")
    void passwordsAreInNoLogAndNowhereInTheDataFolder() throws IOException {
        List<String> logged = new ArrayList<>();
        Handler handler = listener(logged);
        Logger.getLogger("io.larder").addHandler(handler);
        try (RunningBox box = RunningBox.in(data)) {
            box.site()
                    .state(
                            List.of(
                                    Statement.now(
                                            ItemKind.CARD, "100", Map.of("password", "777888"))),
                            "test");
            box.terminal().get(POS + "&RepType=2&Card=100&Pwd=555666");
            box.terminal().get(POS + "&RepType=2&Card=" + "9".repeat(80) + "&Pwd=555666");
            box.terminal().get(POS + "&RepType=4&Card=100&OldPwd=777888&NewPwd=" + SECRET);
            box.terminal().get(POS + "&RepType=5&Card=100&OldPwd=777888&NewPwd=" + SECRET);
            box.terminal().post(POS + "&RepType=2&Card=100&Pwd=" + SECRET, "");
            box.terminal().get("/iclock/posrequest?RepType=2&Card=100&Pwd=" + SECRET);
            box.awaitApplied();
            for (String secret : List.of("777888", "555666", SECRET)) {
                assertThat(logged).noneMatch(line -> line.contains(secret));
                assertThat(files()).noneMatch(file -> file.contains(secret));
            }
            assertThat(files()).anyMatch(file -> file.contains("passwordChanged"));
        } finally {
            Logger.getLogger("io.larder").removeHandler(handler);
        }
    }

    @Test
    void everyReportIsARecordForHeadquartersWithItsTime() {
        try (AssembledBox box = withCards()) {
            box.get(POS + "&RepType=2&Card=100&Pwd=9");
            box.get(POS + "&RepType=2&Card=100&Pwd=111111");
            box.get(POS + "&RepType=5&Card=100&OldPwd=111111&NewPwd=" + SECRET);
            box.get(POS + "&RepType=3&Card=100&Pwd=" + SECRET);

            assertThat(box.fields("cardEvent"))
                    .extracting(fields -> fields.replaceAll(",\"at\":\\d+", ""))
                    .containsExactly(
                            event("lost", false),
                            event("lost", true),
                            event("passwordChanged", true),
                            event("released", true));
            assertThat(box.records("cardEvent"))
                    .allMatch(row ->
                            row.subject().equals("0316144680030")
                                    && row.family().equals("canteen")
                                    && row.verdict().equals("new"));
        }
    }

    private static String event(String event, boolean accepted) {
        return "{\"card\":\"100\",\"event\":\""
                + event
                + "\",\"accepted\":"
                + accepted
                + ",\"time\":\"2026-03-01T12:00:00+08:00\"}";
    }

    @Test
    void headquartersTakesOverWhatABoxSawOfACardThatItKnows() {
        try (AssembledBox box = withCards()) {
            long at = Instant.parse("2026-03-01T05:00:00Z").toEpochMilli();

            relayed(box, 1, event("lost", true), at);
            assertThat(card(box, "100").cardState().word()).isEqualTo("lost");
            relayed(box, 2, event("released", false), at + 1);
            relayed(box, 3, event("released", true), at);
            relayed(box, 4, event("passwordChanged", true), at + 2);
            assertThat(card(box, "100").cardState().word()).isEqualTo("lost");
            relayed(box, 5, event("released", true), at + 3);
            assertThat(card(box, "100").cardState().word()).isEqualTo("active");
            relayed(box, 6, event("lost", true).replace("100", "999"), at + 4);
            assertThat(box.records("cardEvent")).hasSize(6);
            assertThat(box.<Boolean>ask(ledger -> ledger.site().item("card", "999").isEmpty()))
                    .isTrue();
        }
    }

    private static void relayed(AssembledBox box, long seq, String event, long at) {
        String common =
                "{\"kind\":\"cardEvent\",\"box\":\"00112233445566aa\",\"epoch\":1,\"seq\":"
                        + seq
                        + ",\"row\":0,\"terminal\":\"0316144680099\",\"family\":\"canteen\","
                        + "\"key\":\"CARD/"
                        + seq
                        + "\",\"contentDigest\":\"0"
                        + seq
                        + "\",\"at\":"
                        + at
                        + ",";
        byte[] packed =
                BatchCodec.pack(
                        new Batch(
                                "00112233445566aa",
                                1,
                                new Position(seq, 0),
                                new Position(seq + 1, 0),
                                1,
                                Optional.empty()),
                        List.of(common + event.substring(1)));
        box.store
                .journal()
                .append(
                        new Draft(
                                EntryKind.BATCH,
                                "00112233445566aa",
                                packed,
                                false,
                                new Draft.Stamp(1, 1, 1, true)));
        box.ask(_ -> 0);
    }

    @Test
    void afterFiveWrongPasswordsNobodyIsListenedToForAWhile() {
        try (AssembledBox box = withCards()) {
            for (int i = 0; i < 5; i++) {
                assertThat(box.get(POS + "&RepType=4&Card=100&OldPwd=" + i + "&NewPwd=5"))
                        .isEqualTo("NO");
            }
            String right = OTHER + "&RepType=4&Card=100&OldPwd=111111&NewPwd=5";
            assertThat(box.get(right)).isEqualTo("NO");
            box.elapse(299);
            assertThat(box.get(right)).isEqualTo("NO");
            box.elapse(2);
            assertThat(box.get(right)).isEqualTo("OK");
        }
    }

    @Test
    void aTerminalCannotFillTheJournalWithRefusedRequests() {
        try (AssembledBox box = withCards()) {
            for (int i = 0; i < 50; i++) {
                assertThat(box.get(POS + "&RepType=2&Card=no" + i + "&Pwd=1")).isEqualTo("NO");
            }
            assertThat(box.records("cardEvent")).hasSize(10);
            box.elapse(60);
            box.get(POS + "&RepType=2&Card=no&Pwd=1");
            assertThat(box.records("cardEvent")).hasSize(11);
        }
    }

    @Test
    void aReportThatCannotBeWrittenDownIsNotPromised() {
        AtomicBoolean full = new AtomicBoolean();
        try (AssembledBox box =
                AssembledBox.in(data)
                        .intake(journal ->
                                draft ->
                                        full.get() && draft.kind() == EntryKind.CARD
                                                ? new Refused(
                                                        Refused.Reason.FULL, "the ring is full")
                                                : journal.append(draft))
                        .open()) {
            box.site.state(cards(), "test");
            full.set(true);
            assertThat(box.get(POS + "&RepType=2&Card=100&Pwd=111111"))
                    .isEqualTo("503 the ring is full (60 s)");
            assertThat(box.get(POS + "&RepType=2&Card=100&Pwd=1")).isEqualTo("NO");
            assertThat(card(box, "100").cardState().word()).isEqualTo("active");
        }
    }

    @Test
    @Conforms("POS-081")
    void aLossReportedAtOneTerminalIsToldToTheOthersAtTheirNextPoll() {
        try (AssembledBox box = withCards()) {
            box.get(POS);
            box.get(OTHER);
            ToldTerminals.told(box, ToldTerminals.ONE);
            ToldTerminals.told(box, ToldTerminals.TWO);
            assertThat(box.get(OTHER)).isEqualTo("OK");

            assertThat(box.get(POS + "&RepType=2&Card=100&Pwd=111111")).isEqualTo("OK");
            box.ask(_ -> 0);
            box.provisioning.round();

            assertThat(box.get(OTHER))
                    .matches(
                            "C:\\d+:UPDATE USERINFO SysID=100\tUserID=100\tCardNo=100\t"
                                    + "Password=111111\tUserType=1\n");
        }
    }

    /// All files of the box, one character a byte.
    private List<String> files() {
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(Files::isRegularFile).map(CardReportsTest::content).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Handler listener(List<String> lines) {
        return new Handler() {
            @Override
            public synchronized void publish(LogRecord line) {
                lines.add(
                        line.getMessage()
                                + " "
                                + List.of(
                                        Optional.ofNullable(line.getParameters())
                                                .orElse(new Object[0]))
                                + line.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
