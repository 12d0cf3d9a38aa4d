package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.json.Batch;
import io.larder.server.json.BatchCodec;
import io.larder.server.record.Kind;
import io.larder.server.site.Item;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Items;
import io.larder.server.site.Stated;
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
import org.junit.jupiter.api.io.TempDir;

/// Lost, released, new password: what a terminal hears, and what is left behind of it.
class CardServicesTest {
    private static final String POS = "/iclock/posrequest?SN=0316144680030";
    private static final String OTHER = "/iclock/posrequest?SN=0316144680031";
    private static final String SECRET = "493817";

    @TempDir private Path data;

    @Test
    @Conforms({"POS-066", "POS-068", "POS-069", "POS-076"})
    void aCardWithTheRightPasswordIsReportedLostOnce() {
        try (AssembledBox box = withCards()) {
            assertThat(box.get(POS + "&RepType=2&Card=999&Pwd=111111")).isEqualTo("NO");
            assertThat(box.get(POS + "&RepType=2abc&Card=100&Pwd=111111")).isEqualTo("OK");
            assertThat(card(box, "100").cardState().word()).isEqualTo("lost");
            assertThat(box.get(POS + "&RepType=2&Card=100&Pwd=111111")).isEqualTo("NO");
            assertThat(card(box, "100").cardState().word()).isEqualTo("lost");
        }
    }

    @Test
    @Conforms("POS-067")
    void aWrongPasswordIsRefusedAndChangesNothing() {
        try (AssembledBox box = withCards()) {
            Item before = card(box, "100");

            assertThat(box.get(POS + "&RepType=2&Card=100&Pwd=111112")).isEqualTo("NO");
            assertThat(box.get(POS + "&RepType=2&Card=100&Pwd=")).isEqualTo("NO");
            assertThat(box.get(POS + "&RepType=2&Card=100")).isEqualTo("NO");
            assertThat(card(box, "100")).isEqualTo(before);
        }
    }

    @Test
    @Conforms("POS-070")
    void aLostCardIsReleasedAndAnActiveOneIsNot() {
        try (AssembledBox box = withCards()) {
            assertThat(box.get(POS + "&RepType=3&Card=100&Pwd=111111")).isEqualTo("NO");
            box.get(POS + "&RepType=2&Card=100&Pwd=111111");

            assertThat(box.get(OTHER + "&RepType=3&Card=100&Pwd=111112")).isEqualTo("NO");
            assertThat(box.get(OTHER + "&RepType=3&Card=100&Pwd=111111")).isEqualTo("OK");
            assertThat(card(box, "100").cardState().word()).isEqualTo("active");
        }
    }

    @Test
    @Conforms("POS-071")
    void aCardIsNotReleasedWhileItsPersonHasAnotherOne() {
        try (AssembledBox box = withCards()) {
            box.site.state(
                    List.of(
                            Statement.now(ItemKind.CARD, "100", Map.of("pin", "7")),
                            Statement.now(
                                    ItemKind.CARD, "101", Map.of("pin", "7", "password", "3"))),
                    "test");
            box.get(POS + "&RepType=2&Card=100&Pwd=111111");

            assertThat(box.get(POS + "&RepType=3&Card=100&Pwd=111111")).isEqualTo("NO");
            box.get(POS + "&RepType=2&Card=101&Pwd=3");
            assertThat(box.get(POS + "&RepType=3&Card=100&Pwd=111111")).isEqualTo("OK");
        }
    }

    @Test
    @Conforms({"POS-072", "POS-073"})
    void whetherAPasswordMayBeChangedChangesNothingAndIsNotWrittenDown() {
        try (AssembledBox box = withCards()) {
            box.get(POS);
            Item before = card(box, "100");
            long last = box.store.journal().lastSeq();

            assertThat(box.get(POS + "&RepType=4&Card=100&OldPwd=111111&NewPwd=5")).isEqualTo("OK");
            assertThat(box.get(POS + "&RepType=4&Card=100&OldPwd=1&NewPwd=5")).isEqualTo("NO");
            assertThat(box.get(POS + "&RepType=4&Card=100&OldPwd=111111&NewPwd=")).isEqualTo("NO");
            assertThat(box.get(POS + "&RepType=4&Card=100&OldPwd=111111&NewPwd=a%09b"))
                    .isEqualTo("NO");
            assertThat(box.store.journal().lastSeq()).isEqualTo(last);
            assertThat(card(box, "100")).isEqualTo(before);
        }
    }

    @Test
    @Conforms({"POS-074", "POS-075"})
    void aNewPasswordCountsFromThenOnAndMayBeReportedTwice() {
        try (AssembledBox box = withCards()) {
            String change = POS + "&RepType=5&Card=100&OldPwd=111111&NewPwd=" + SECRET;

            assertThat(box.get(change)).isEqualTo("OK");
            long last = box.store.journal().lastSeq();
            assertThat(box.get(change)).isEqualTo("OK");
            assertThat(box.store.journal().lastSeq()).isEqualTo(last);
            assertThat(box.get(POS + "&RepType=5&Card=100&OldPwd=111111&NewPwd=6")).isEqualTo("NO");
            assertThat(box.get(POS + "&RepType=2&Card=100&Pwd=111111")).isEqualTo("NO");
            assertThat(box.get(POS + "&RepType=2&Card=100&Pwd=" + SECRET)).isEqualTo("OK");
        }
    }

    @Test
    @Conforms("POS-077")
    void aServiceThatNobodyKnowsIsAnsweredWithNo() {
        try (AssembledBox box = withCards()) {
            for (String type : List.of("9", "1", "6", "", "x2")) {
                assertThat(box.get(POS + "&RepType=" + type + "&Card=100&Pwd=111111"))
                        .as(type)
                        .isEqualTo("NO");
            }
        }
    }

    @Test
    @Conforms("POS-078")
    void answersAreExactlyTwoBytesWithADate() {
        try (RunningBox box = RunningBox.in(data)) {
            assertThat(box.site().state(cards(), "test")).isInstanceOf(Stated.Mine.class);

            RawTerminal.Answer no = box.terminal().get(POS + "&RepType=2&Card=100&Pwd=2");
            RawTerminal.Answer yes = box.terminal().get(POS + "&RepType=2&Card=100&Pwd=111111");
            assertThat(List.of(no.toString(), yes.toString())).containsExactly("200 NO", "200 OK");
            for (RawTerminal.Answer each : List.of(no, yes)) {
                assertThat(each.headers()).containsEntry("content-length", "2").containsKey("date");
            }
        }
    }

    @Test
    @Conforms("POS-080")
    void headquartersNeedNotBeThere() {
        try (RunningBox box =
                RunningBox.in(data, "relay.url=http://127.0.0.1:1", "relay.token=t")) {
            box.site().state(cards(), "test");

            assertThat(box.terminal().get(POS + "&RepType=2&Card=100&Pwd=111111").toString())
                    .isEqualTo("200 OK");
            assertThat(box.fields(Kind.CARD_EVENT)).hasSize(1);
        }
    }

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
    void theClockSetBackDoesNotUndoARelease() {
        try (AssembledBox box = withCards()) {
            box.get(POS + "&RepType=2&Card=100&Pwd=111111");
            box.now.set(Instant.parse("2026-03-01T02:00:00Z"));

            assertThat(box.get(POS + "&RepType=3&Card=100&Pwd=111111")).isEqualTo("OK");
            assertThat(card(box, "100").cardState().word()).isEqualTo("active");
        }
    }

    @Test
    void aCardWithoutAPasswordIsHelpedByNobody() {
        try (AssembledBox box = withCards()) {
            assertThat(box.get(POS + "&RepType=2&Card=200&Pwd=")).isEqualTo("NO");
            assertThat(box.get(POS + "&RepType=5&Card=200&OldPwd=&NewPwd=1")).isEqualTo("NO");
        }
    }

    @Test
    void strangersAndBoxesWithoutATimeGiveNoAnswer() {
        try (AssembledBox box = withCards()) {
            box.now.set(Instant.EPOCH);
            assertThat(box.get(POS + "&RepType=2&Card=100&Pwd=111111"))
                    .isEqualTo("503 the clock of this box is not set yet (60 s)");
        }
    }

    @Test
    @Conforms("POS-081")
    void aLossReportedAtOneTerminalIsToldToTheOthersAtTheirNextPoll() {
        try (AssembledBox box = withCards()) {
            box.get(POS);
            box.get(OTHER);
            told(box, POS);
            told(box, OTHER);
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

    /// Lets the box tell a terminal everything, and the terminal acknowledge it.
    private static void told(AssembledBox box, String poll) {
        box.provisioning.round();
        box.ask(_ -> 0);
        for (String answer = box.get(poll); !answer.equals("OK"); answer = box.get(poll)) {
            box.post(
                    poll.replace("posrequest", "posdevicecmd"),
                    answer.replaceAll("(?m)^C:(\\d+):.*$", "ID=$1&Return=0&CMD=DATA"));
            box.ask(_ -> 0);
            box.provisioning.round();
        }
    }

    private AssembledBox withCards() {
        AssembledBox box = AssembledBox.in(data).open();
        assertThat(box.site.state(cards(), "test")).isInstanceOf(Stated.Mine.class);
        return box;
    }

    private static List<Statement> cards() {
        return List.of(
                Statement.now(ItemKind.CARD, "100", Map.of("password", "111111")),
                Statement.now(ItemKind.CARD, "200", Map.of("name", "Li")));
    }

    private static Item card(AssembledBox box, String number) {
        return box.ask(ledger -> ledger.site().item("card", number).map(Items::read).orElseThrow());
    }

    /// All files of the box, one character a byte.
    private List<String> files() {
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(Files::isRegularFile).map(CardServicesTest::content).toList();
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
