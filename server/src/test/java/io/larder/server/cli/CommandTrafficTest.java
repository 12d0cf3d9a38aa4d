package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.CommandLimits;
import io.larder.server.command.Commands;
import io.larder.server.command.Guards;
import io.larder.server.command.Issued;
import io.larder.server.command.Secrets;
import io.larder.server.command.Wanted;
import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Order;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.terminal.Terminal;
import io.larder.server.watch.CommandSurvey;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Orders, polls and replies at a box whose clock the test moves.
class CommandTrafficTest {
    private static final String SN = "5158181900025";
    private static final String OTHER = "5158181900026";
    private static final Charset GB18030 = Charset.forName("GB18030");

    @TempDir private Path data;
    private AssembledBox box;

    @BeforeEach
    void open() {
        box = AssembledBox.in(data).segments(64).setting("commands.powerful=true").open();
        hello(SN, "language=69");
        hello(OTHER, "language=83");
    }

    @AfterEach
    void close() {
        box.close();
    }

    private void hello(String serial, String more) {
        assertThat(
                        box.get(
                                "/iclock/cpos?SN="
                                        + serial
                                        + "&options=all&device_type=30&pushver=4.0.1&"
                                        + more))
                .startsWith("GET OPTION FROM: " + serial);
    }

    private void restart() {
        box.close();
        box =
                AssembledBox.in(data)
                        .segments(64)
                        .setting("commands.powerful=true")
                        .boot(1, box.clock.monotonicMillis() / 1000)
                        .open();
        box.ask(_ -> true);
    }

    private long order(String... words) {
        return orderAt(SN, words);
    }

    private long orderAt(String serial, String... words) {
        Issued issued =
                box.commands.order(
                        new Serial(serial), List.of(words), Commands.USUAL_TTL, "tester", true);
        assertThat(issued).isInstanceOf(Issued.Mine.class);
        return ((Issued.Mine) issued).ids().getFirst();
    }

    private Issued.Declined declined(String... words) {
        return (Issued.Declined)
                box.commands.order(
                        new Serial(SN), List.of(words), Commands.USUAL_TTL, "tester", false);
    }

    private String poll() {
        return poll(SN);
    }

    private String poll(String serial) {
        return box.get("/iclock/posrequest?SN=" + serial);
    }

    private void reply(String body) {
        assertThat(box.post("/iclock/posdevicecmd?SN=" + SN, body)).isEqualTo("OK");
    }

    private Map<String, Object> command(long id) {
        return box.ask(ledger -> new CommandSurvey(ledger).find(id).orElseThrow());
    }

    private Map<String, String> facts() {
        return box.ask(ledger -> ledger.facts(SN));
    }

    private String state(long id) {
        return String.valueOf(command(id).get("state"));
    }

    private List<Long> ids(String answer) {
        return answer.lines().map(line -> Long.parseLong(line.split(":", 3)[1])).toList();
    }

    @Test
    @Conforms({"CMD-001", "POS-061"})
    void commandsAreLinesWithNumberAndTextEachEndedByALineFeed() {
        long info = order("INFO");
        long reboot = order("REBOOT");

        assertThat(poll()).isEqualTo("C:" + info + ":INFO\nC:" + reboot + ":REBOOT\n");
        assertThat(poll()).isEqualTo("OK");
    }

    @Test
    @Conforms("CMD-004")
    void atMostTwoHundredGoInOneAnswer() {
        for (int i = 0; i < 500; i++) {
            order("UPDATE", "PRESSKEY", "KeyID=" + i, "Price=100");
        }
        assertThat(ids(poll())).hasSize(200);
        assertThat(ids(poll())).hasSize(200);
        assertThat(ids(poll())).hasSize(100);
        assertThat(poll()).isEqualTo("OK");
    }

    @Test
    @Conforms("CMD-005")
    void atMostFortyKilobytesGoInOneAnswer() {
        names(SN, 150, "N".repeat(300));

        List<Integer> lengths = answers(SN);
        assertThat(lengths).allMatch(length -> length <= CommandLimits.ANSWER_BYTES);
        assertThat(lengths.getFirst()).isGreaterThan(CommandLimits.ANSWER_BYTES - 400);
    }

    @Test
    @Conforms("CMD-006")
    void atMostTenKilobytesGoToATerminalOnAMobileLine() {
        box.post("/iclock/cpos?SN=" + SN + "&table=X", "x");
        adjust("gprs");
        names(SN, 150, "N".repeat(300));

        List<Integer> lengths = answers(SN);
        assertThat(lengths).allMatch(length -> length <= CommandLimits.ANSWER_BYTES_GPRS);
        assertThat(lengths.getFirst()).isGreaterThan(CommandLimits.ANSWER_BYTES_GPRS - 400);
    }

    @Test
    @Conforms("CMD-008")
    void limitsCountEncodedBytes() {
        names(OTHER, 150, "张".repeat(150));

        String first = poll(OTHER);
        assertThat(first.length()).isLessThanOrEqualTo(CommandLimits.ANSWER_BYTES);
        assertThat(first.length()).isGreaterThan(CommandLimits.ANSWER_BYTES - 400);
        assertThat(new String(first.getBytes(StandardCharsets.ISO_8859_1), GB18030))
                .contains("张".repeat(150));
    }

    private void adjust(String name) {
        box.adjust(SN, Map.of(name, "true"));
    }

    private void names(String serial, int many, String name) {
        for (int i = 0; i < many; i++) {
            orderAt(serial, "UPDATE", "STOREINFO", "StoreNo=" + i, "Name=" + name, "Price=1");
        }
    }

    private List<Integer> answers(String serial) {
        List<Integer> lengths = new ArrayList<>();
        for (String answer = poll(serial); !answer.equals("OK"); answer = poll(serial)) {
            lengths.add(answer.length());
        }
        return lengths;
    }

    @Test
    @Conforms({"CMD-009", "CMD-010"})
    void nothingStandsBehindACommandThatEndsTheBatch() {
        for (List<String> last :
                List.of(
                        List.of("REBOOT"),
                        List.of("CHECK", "OPTION"),
                        List.of("CLEAR", "FULLVALUE"),
                        List.of("SET", "OPTION", "VOLUME=3"))) {
            long first = order(last.toArray(String[]::new));
            long second = order("INFO");

            assertThat(ids(poll())).containsExactly(first);
            assertThat(ids(poll())).containsExactly(second);
        }
    }

    @Test
    @Conforms("CMD-011")
    void commandsGoOutInTheOrderInWhichTheyWereGiven() {
        List<Long> given = IntStream.range(0, 20).mapToObj(_ -> order("INFO")).toList();

        assertThat(given).isSortedAccordingTo(Comparator.naturalOrder());
        assertThat(ids(poll())).isEqualTo(given);
    }

    @Test
    @Conforms("POS-062")
    void bothPathsOfPollsShareTheQueueOfATerminal() {
        long first = order("INFO");
        assertThat(ids(box.get("/iclock/getrequest?SN=" + SN))).containsExactly(first);
        long second = order("INFO");
        assertThat(ids(poll())).containsExactly(second);
        assertThat(box.get("/iclock/getrequest?SN=" + SN)).isEqualTo("OK");
    }

    @Test
    @Conforms("POS-024")
    void aTerminalThatIsToldToCheckItsOptionsGetsTheNewOnes() {
        box.close();
        box = AssembledBox.in(data).setting("options.delaySeconds=7").open();
        box.ask(_ -> true);
        long id = order("CHECK", "OPTION");

        assertThat(poll()).isEqualTo("C:" + id + ":CHECK OPTION\n");
        assertThat(box.get("/iclock/cpos?SN=" + SN + "&options=all&device_type=30"))
                .contains("\nDelay=7\n");
        reply("ID=" + id + "&Return=0&CMD=CHECK\n");
        assertThat(state(id)).isEqualTo("settled");
    }

    @Test
    @Conforms("CMD-022")
    void aCountIsNoError() {
        String clock = "CKJF201960001";
        box.get("/iclock/cdata?SN=" + clock + "&options=all&pushver=2.3.0");
        Map<Long, Integer> counts =
                Map.of(
                        orderAt(clock, "GetFile", "/mnt/a"), 120,
                        orderAt(clock, "PutFile", "file/a", "/mnt/a"), 120,
                        orderAt(clock, "ACCOUNT", "Start=2026-02-01", "End=2026-02-02", "Count=9"),
                                17,
                        orderAt(clock, "SYNC", "Start=2026-02-01"), 3);
        box.get("/iclock/getrequest?SN=" + clock);
        counts.forEach((id, count) ->
                box.post("/iclock/devicecmd?SN=" + clock, "ID=" + id + "&Return=" + count + "\n"));

        counts.keySet().forEach(id -> assertThat(state(id)).isEqualTo("settled"));
    }

    @Test
    @Conforms("CMD-012")
    void aSettledCommandDoesNotGoOutAgain() {
        long id = order("INFO");
        poll();
        reply("ID=" + id + "&Return=0&CMD=INFO\n");

        box.elapse(1_000);
        assertThat(poll()).isEqualTo("OK");
        assertThat(state(id)).isEqualTo("settled");
    }

    @Test
    @Conforms({"CMD-013", "CMD-016"})
    void anUnansweredCommandGoesOutAgainThreeTimesUnderTheSameNumberAndFails() {
        long id = order("INFO");
        String line = "C:" + id + ":INFO\n";
        assertThat(poll()).isEqualTo(line);
        for (int again = 0; again < 3; again++) {
            box.elapse(59);
            assertThat(poll()).isEqualTo("OK");
            box.elapse(1);
            assertThat(poll()).isEqualTo(line);
        }
        box.elapse(60);
        assertThat(poll()).isEqualTo("OK");
        assertThat(command(id)).containsEntry("state", "failed").containsEntry("attempts", 4L);
        assertThat(box.fields("commandResult"))
                .singleElement()
                .asString()
                .contains("\"outcome\":\"failed\"", "no reply to 4 deliveries");
    }

    @Test
    void patienceCanBeShortened() {
        box.commands.shortenPatience(2);
        long again = order("INFO");
        long once = order("SHELL", "ls");
        poll();
        box.elapse(2);

        assertThat(ids(poll())).containsExactly(again);
        assertThat(state(once)).isEqualTo("failed");
    }

    @Test
    @Conforms("CMD-014")
    void aRebootIsSettledByTheInitialisationThatFollowsAndNeverRepeated() {
        long id = order("REBOOT");
        assertThat(ids(poll())).containsExactly(id);
        box.elapse(1_800);
        hello(SN, "language=69");
        box.elapse(600);

        assertThat(poll()).isEqualTo("OK");
        assertThat(command(id))
                .containsEntry("state", "settled")
                .containsEntry("meaning", "the terminal initialised again");
    }

    @Test
    @Conforms("CMD-015")
    void whatMustNotBeRepeatedIsGivenUpWithoutAReply() {
        List<Long> ids =
                List.of(
                        order("SHELL", "ls"),
                        order("CLEAR", "FULLVALUE"),
                        order("PutFile", "file/fw/main.tgz", "/mnt/"));
        ids.forEach(id -> assertThat(poll()).isNotEmpty());
        box.elapse(3_600);

        assertThat(poll()).isEqualTo("OK");
        ids.forEach(id ->
                assertThat(command(id))
                        .containsEntry("state", "failed")
                        .containsEntry("attempts", 1L)
                        .containsEntry(
                                "meaning",
                                "no reply: it may have been carried out, and is not repeated"));
    }

    @Test
    void aReplyThatComesAfterAllStillCounts() {
        long id = order("SHELL", "ls");
        poll();
        box.elapse(3_600);
        poll();
        assertThat(state(id)).isEqualTo("failed");

        reply("ID=" + id + "&Return=0&CMD=Shell\n");

        assertThat(state(id)).isEqualTo("settled");
        assertThat(box.records("commandResult").stream().map(row -> row.verdict()))
                .containsExactly("new", "revision");
    }

    @Test
    @Conforms("CMD-017")
    void anOrderThatIsNotFetchedInTimeExpiresAndIsReported() {
        Issued issued =
                box.commands.order(
                        new Serial(SN), List.of("INFO"), Duration.ofSeconds(1), "tester", false);
        long id = ((Issued.Mine) issued).ids().getFirst();
        box.elapse(1);
        box.ask(_ -> true);
        box.commands.review(box.terminals.find(new Serial(SN)).orElseThrow());

        assertThat(state(id)).isEqualTo("expired");
        assertThat(poll()).isEqualTo("OK");
        assertThat(box.fields("commandResult"))
                .singleElement()
                .asString()
                .contains("\"outcome\":\"expired\"");
    }

    @Test
    @Conforms("CMD-019")
    void aReplyToNothingIsKeptAndAnsweredOk() {
        reply("ID=zzz&Return=0&CMD=DATA\n");
        reply("ID=17&Return=0\n");

        assertThat(box.fields("unknown"))
                .satisfiesExactly(
                        first -> assertThat(first).contains("no command zzz of this terminal"),
                        second -> assertThat(second).contains("no command 17 of this terminal"));
    }

    @Test
    void aReplyToAnotherKindOfCommandSettlesNothing() {
        long update = order("UPDATE", "USERINFO", "SysID=1", "CardNo=1");
        long reboot = order("REBOOT");
        poll();

        reply("ID=" + reboot + "&Return=0&CMD=DATA\n");
        reply("ID=" + update + "&Return=0&CMD=Shell\n");
        assertThat(box.fields("unknown"))
                .satisfiesExactly(
                        first -> assertThat(first).contains("no command " + reboot),
                        second -> assertThat(second).contains("no command " + update));
        assertThat(List.of(state(reboot), state(update)))
                .containsExactly("handedOver", "handedOver");
        reply("ID=" + update + "&Return=0&CMD=DATA\n");
        assertThat(state(update)).isEqualTo("settled");
    }

    @Test
    @Conforms({"CMD-020", "SEC-004"})
    void aReplyOfOrForAnotherTerminalSettlesNothing() {
        long id = order("INFO");
        poll();
        assertThat(box.post("/iclock/posdevicecmd?SN=" + OTHER, "ID=" + id + "&Return=0"))
                .isEqualTo("OK");
        reply("ID=" + id + "&SN=" + OTHER + "&Return=0");

        assertThat(state(id)).isEqualTo("handedOver");
        assertThat(poll(OTHER)).isEqualTo("OK");
    }

    @Test
    void resultsAreRecordsWithWhoOrderedWhatAndTheReply() {
        long id = order("GetFile", "/mnt/option.cfg");
        poll();
        reply("ID=" + id + "\nSN=" + SN + "\nFILENAME=x\nCMD=GetFile\nReturn=7\nContent=A=1\nB=2");

        assertThat(box.fields("commandResult"))
                .containsExactly(
                        "{\"commandId\":\""
                                + id
                                + "\",\"orderedBy\":\"tester\",\"text\":\"GetFile /mnt/option.cfg\","
                                + "\"returnCode\":7,\"outcome\":\"settled\",\"meaning\":"
                                + "\"7 bytes sent\",\"attempts\":1,\"content\":\"A=1\\nB=2\"}");
        String content =
                box.ask(ledger -> new CommandSurvey(ledger).content(id).orElseThrow().asLatin1());
        assertThat(content).isEqualTo("A=1\nB=2");
    }

    @Test
    @Conforms({"POS-085", "POS-087"})
    void severalRepliesInOneBodySettleTheirCommands() {
        List<Long> ids =
                IntStream.range(0, 5)
                        .mapToObj(i -> order("UPDATE", "PRESSKEY", "KeyID=" + i, "Price=5"))
                        .toList();
        poll();
        StringBuilder body = new StringBuilder();
        ids.forEach(id -> body.append("ID=").append(id).append("&Return=0&CMD=DATA\n"));
        reply(body.toString());

        ids.forEach(id -> assertThat(state(id)).isEqualTo("settled"));
    }

    @Test
    void whatATerminalSaysOfItselfIsKept() {
        long id = order("INFO");
        poll();
        reply("ID=" + id + "&Return=0&CMD=INFO\nWhiteUserCount=12\nPUSHVersion=4.0.1\n");

        assertThat(facts())
                .containsEntry("info.whiteusercount", "12")
                .containsEntry("info.pushversion", "4.0.1");
        assertThat(box.fields("terminalState"))
                .containsExactly(
                        "{\"firmware\":\"4.0.1\",\"counts\":\"WhiteUserCount=12\","
                                + "\"options\":\"PUSHVersion=4.0.1\"}");
    }

    @Test
    void theOtherSpellingIsTriedOnceAndRememberedWhenItWorks() {
        long id = order("SYNC", "POSLOG", "START=1", "END=50");
        assertThat(poll()).isEqualTo("C:" + id + ":SYNC POSLOG START=1 END=50\n");
        reply("ID=" + id + "&Return=-1&CMD=SYNC\n");
        assertThat(poll()).isEqualTo("C:" + (id + 200) + ":SYNC POSLOG START=1 END50\n");
        // The first answer again, because its OK was lost: it says nothing about the new spelling.
        reply("ID=" + id + "&Return=-1&CMD=SYNC\n");
        assertThat(state(id)).isEqualTo("handedOver");
        reply("ID=" + (id + 200) + "&Return=0&CMD=SYNC\n");

        assertThat(state(id)).isEqualTo("settled");
        long next = order("SYNC", "POSLOG", "START=7", "END=9");
        assertThat(poll()).isEqualTo("C:" + next + ":SYNC POSLOG START=7 END9\n");
    }

    @Test
    void whenNoSpellingWorksTheCommandFailsAndNothingIsLearned() {
        long id = order("DELETE", "FIXED", "TsID=1");
        assertThat(poll()).isEqualTo("C:" + id + ":DELETE FIXED TsID=1\n");
        reply("ID=" + id + "&Return=-1002&CMD=DELETE\n");
        assertThat(poll()).isEqualTo("C:" + (id + 200) + ":DELETE FIXD TsID=1\n");
        reply("ID=" + (id + 200) + "&Return=-1002&CMD=DELETE\n");

        assertThat(poll()).isEqualTo("OK");
        assertThat(state(id)).isEqualTo("failed");
        assertThat(facts()).doesNotContainKey("learned.fixed.name");
    }

    @Test
    void aLaterOrderOverwritesWhatItSaysCompletely() {
        long first = order("UPDATE", "PRESSKEY", "KeyID=1", "Price=100");
        long second = order("UPDATE", "PRESSKEY", "KeyID=1", "Price=200");

        assertThat(ids(poll())).containsExactly(second);
        assertThat(command(first))
                .containsEntry("state", "cancelled")
                .containsEntry("meaning", "superseded by " + second);
    }

    @Test
    void anUnansweredOrderIsNotRepeatedBehindALaterOneThatContradictsIt() {
        long first = order("UPDATE", "PRESSKEY", "KeyID=1", "Price=100");
        poll();
        long second = order("UPDATE", "PRESSKEY", "KeyID=1", "Price=200");
        poll();
        reply("ID=" + second + "&Return=0\n");
        box.elapse(60);

        assertThat(poll()).isEqualTo("OK");
        assertThat(state(first)).isEqualTo("cancelled");
    }

    @Test
    void anUnansweredOrderIsNotRepeatedBehindOneThatWentOutWithItAndContradictsIt() {
        long gone = order("DELETE", "PRESSKEY", "KeyID=1");
        long back = order("UPDATE", "PRESSKEY", "KeyID=1", "Price=200");
        assertThat(ids(poll())).containsExactly(gone, back);
        reply("ID=" + back + "&Return=0\n");
        box.elapse(60);

        assertThat(poll()).isEqualTo("OK");
        assertThat(command(gone))
                .containsEntry("state", "cancelled")
                .containsEntry("meaning", "superseded by " + back);
    }

    @Test
    void anotherSpellingIsNotTriedBehindALaterOrderThatContradictsIt() {
        long first = order("UPDATE", "USERINFO", "SysID=1", "Name=old", "Password=1");
        long second = order("UPDATE", "USERINFO", "SysID=1", "Name=new");
        assertThat(ids(poll())).containsExactly(first, second);
        reply("ID=" + first + "&Return=-1\n");
        assertThat(poll()).isEqualTo("OK");
        reply("ID=" + second + "&Return=0\n");

        assertThat(poll()).isEqualTo("OK");
        assertThat(state(first)).isEqualTo("cancelled");
    }

    @Test
    void anotherSpellingIsTriedBeforeALaterOrderThatWasNotUnderstoodEither() {
        long gone = order("DELETE", "FIXED", "TsID=1");
        long back = order("UPDATE", "FIXED", "TsID=1", "Price=5");
        poll();
        reply("ID=" + gone + "&Return=-1002\nID=" + back + "&Return=-1002\n");

        assertThat(ids(poll())).containsExactly(gone + 200, back + 200);
    }

    @Test
    void anUnansweredSettingIsNotRepeatedBehindOneThatOverwritesAPartOfIt() {
        long first = order("SET", "OPTION", "VOLUME=1", "DeviceID=7");
        poll();
        long second = order("SET", "OPTION", "VOLUME=2");
        long other = order("SET", "OPTION", "DelRecord=3");
        poll();
        poll();
        reply("ID=" + second + "&Return=0\nID=" + other + "&Return=0\n");
        box.elapse(60);

        assertThat(poll()).isEqualTo("OK");
        assertThat(List.of(state(first), state(second), state(other)))
                .containsExactly("cancelled", "settled", "settled");
    }

    @Test
    void aCancelledOrderDoesNotGoOut() {
        long id = order("INFO");
        assertThat(box.commands.cancel(id, "tester")).isTrue();

        assertThat(poll()).isEqualTo("OK");
        assertThat(command(id))
                .containsEntry("state", "cancelled")
                .containsEntry("meaning", "cancelled by tester");
        assertThat(box.commands.cancel(id, "tester")).isFalse();
    }

    @Test
    @Conforms("CMD-036")
    void recordsThatAreNotHereOrNotUpstreamAreNotCleared() {
        box.post(
                "/iclock/cpos?SN=" + SN + "&table=BUYLOG&Stamp=2026-03-01T10:00:00&StampId=40",
                "1\t100023\t2026-03-01 10:00:00\t1250\t8750\t42\t2\t2\t0\t40\t1");
        box.get("/iclock/posrequest?SN=" + SN + "&type=pos&devno=50");
        box.ask(_ -> true);

        assertThat(clear().why())
                .isEqualTo("BUYLOG records 41 to 50 of terminal " + SN + " are not here yet");
        box.get("/iclock/posrequest?SN=" + SN + "&type=pos&devno=40");
        box.taken.set(1);
        assertThat(clear().why())
                .isEqualTo(
                        "headquarters does not have all BUYLOG records of terminal " + SN + " yet");
        box.taken.set(Long.MAX_VALUE);
        assertThat(order("CLEAR", "POSLOG")).isPositive();
    }

    @Test
    @Conforms("CMD-036")
    void aClearanceWaitsWhileTheTerminalHasRecordsThatCameAfterItWasOrdered() {
        box.post(
                "/iclock/cpos?SN=" + SN + "&table=BUYLOG&Stamp=2026-03-01T10:00:00&StampId=40",
                "1\t100023\t2026-03-01 10:00:00\t1250\t8750\t42\t2\t2\t0\t40\t1");
        box.ask(_ -> true);
        long clear = order("CLEAR", "POSLOG");
        long info = order("INFO");

        assertThat(ids(box.get("/iclock/posrequest?SN=" + SN + "&type=pos&devno=50")))
                .containsExactly(info);
        box.taken.set(1);
        assertThat(box.get("/iclock/posrequest?SN=" + SN + "&type=pos&devno=40")).isEqualTo("OK");
        box.taken.set(Long.MAX_VALUE);
        assertThat(ids(box.get("/iclock/posrequest?SN=" + SN + "&type=pos&devno=40")))
                .containsExactly(clear);
    }

    private Issued.Declined clear() {
        return (Issued.Declined)
                box.commands.order(
                        new Serial(SN),
                        List.of("CLEAR", "POSLOG"),
                        Commands.USUAL_TTL,
                        "tester",
                        true);
    }

    @Test
    @Conforms({"CMD-035", "CMD-037"})
    void whatErasesNeedsAConfirmationAndWhatHasNoConditionIsRefused() {
        assertThat(declined("CLEAR", "DATA").reason()).isEqualTo(Issued.Reason.UNCONFIRMED);
        assertThat(declined("CLEAR", "POSLOG").reason()).isEqualTo(Issued.Reason.UNCONFIRMED);
        assertThat(declined("DELETE", "USERINFO").reason()).isEqualTo(Issued.Reason.WRONG);
        assertThat(declined("QUERY", "USERINFO").reason()).isEqualTo(Issued.Reason.WRONG);
        assertThat(poll()).isEqualTo("OK");
    }

    @Test
    @Conforms("CMD-034")
    void fullControlIsSwitchedOffUnlessConfigured() {
        box.close();
        box = AssembledBox.in(data).open();
        box.ask(_ -> true);
        for (String words :
                List.of(
                        "SHELL ls",
                        "CLEAR DATA",
                        "GetFile /etc/passwd",
                        "PutFile file/a /b",
                        "SET OPTION WebServerIP=10.0.0.1")) {
            Issued issued =
                    box.commands.order(
                            new Serial(SN),
                            List.of(words.split(" ")),
                            Commands.USUAL_TTL,
                            "tester",
                            true);
            assertThat(((Issued.Declined) issued).reason())
                    .as(words)
                    .isEqualTo(Issued.Reason.SWITCHED_OFF);
        }
    }

    @Test
    void atMostSoManyWaitForATerminalThatNobodyReads() {
        List<String> many = new ArrayList<>();
        Issued issued = new Issued.Mine(List.of(), 0);
        while (issued instanceof Issued.Mine(var ids, _)) {
            ids.forEach(id -> many.add(Long.toString(id)));
            issued =
                    box.commands.issue(
                            new Serial(SN),
                            Collections.nCopies(
                                    CommandLimits.ORDERS_PER_ENTRY,
                                    Wanted.of(new Order("INFO", "", Map.of()))),
                            "tester",
                            false);
            box.ask(_ -> true);
        }
        assertThat(many).hasSize(CommandLimits.OPEN_PER_TERMINAL);
        assertThat(((Issued.Declined) issued).reason()).isEqualTo(Issued.Reason.NO_ROOM);
    }

    @Test
    void aRestartBetweenAnyTwoStepsLosesAndRepeatsNothing() {
        long repeatable = order("INFO");
        long once = order("SHELL", "ls");
        restart();
        assertThat(ids(poll())).containsExactly(repeatable, once);
        restart();
        assertThat(poll()).isEqualTo("OK");
        box.elapse(60);
        assertThat(ids(poll())).containsExactly(repeatable);
        restart();
        reply("ID=" + repeatable + "&Return=0&CMD=INFO\n");
        restart();
        box.elapse(3_600);
        assertThat(poll()).isEqualTo("OK");
        assertThat(List.of(state(repeatable), state(once))).containsExactly("settled", "failed");
    }

    @Test
    void nothingIsHandedOverEndedOrCancelledFromALedgerThatIsStillBuiltAgain() {
        long id = order("SHELL", "ls");
        box.ask(_ -> true);
        LateProjection building = new LateProjection();
        Commands commands =
                new Commands(
                        box.store,
                        building,
                        box.terminals,
                        box.clock,
                        new Secrets(AssembledBox.SEAL),
                        new Guards(true, (_, _) -> Optional.empty()),
                        _ -> {},
                        new Random(7));
        Terminal terminal = box.terminals.find(new Serial(SN)).orElseThrow();
        long last = box.store.journal().lastSeq();

        assertThat(commands.handOver(terminal)).isEmpty();
        commands.review(terminal);
        commands.initialised(terminal);
        assertThat(commands.isCaughtUp()).isFalse();
        assertThat(box.store.journal().lastSeq()).isEqualTo(last);

        building.reach(last);
        assertThat(commands.handOver(terminal))
                .containsExactly(Bytes.latin1("C:" + id + ":SHELL ls\n"));
    }

    @Test
    void aLedgerBuiltAgainHasTheSameCommands() {
        order("SYNC", "POSLOG", "START=1", "END=50");
        long id = order("UPDATE", "USERINFO", "SysID=1", "CardNo=1", "Password=998877");
        poll();
        reply("ID=" + id + "&Return=-1001&CMD=DATA\n");
        order("REBOOT");
        List<Map<String, Object>> before = all();

        box.close();
        Folders.deleteLedger(data);
        box = AssembledBox.in(data).segments(64).setting("commands.powerful=true").open();

        assertThat(all()).isEqualTo(before).hasSize(3);
    }

    private List<Map<String, Object>> all() {
        return box.ask(ledger -> new CommandSurvey(ledger).page("", true, Long.MAX_VALUE, 100));
    }

    @Test
    @Conforms("CMD-063")
    void everyCommandSaysWhoOrderedItWhenAndWhatBecameOfIt() {
        long id = order("INFO");
        poll();
        reply("ID=" + id + "&Return=-1005&CMD=INFO\n");

        assertThat(command(id))
                .containsEntry("orderedBy", "tester")
                .containsEntry("issuedAt", "2026-03-01T04:00:00Z")
                .containsEntry("handedOverAt", "2026-03-01T04:00:00Z")
                .containsEntry("endedAt", "2026-03-01T04:00:00Z")
                .containsEntry("returned", "-1005")
                .containsEntry("state", "failed");
    }

    @Test
    void secretsStandNowhereInTheFolderAndInNoAnswerButOnTheWire() throws Exception {
        long id = order("UPDATE", "USERINFO", "SysID=1", "CardNo=1", "Password=998877");

        assertThat(poll()).contains("Password=998877");
        assertThat(String.valueOf(command(id).get("text"))).contains("Password=***");
        box.close();
        assertThat(Folders.holding(data, "998877")).isEmpty();
        box = AssembledBox.in(data).open();
    }

    @Test
    @Conforms("SEC-005")
    void aTerminalThatFloodsTheBoxIsHeldBackAndTheOthersAreNot() {
        box.close();
        box = AssembledBox.in(data).setting("terminal.maxRequestsPerSecond=1000").open();
        List<String> answers = IntStream.range(0, 2_500).mapToObj(_ -> poll()).toList();

        assertThat(answers.stream().filter("OK"::equals)).hasSizeBetween(1_990, 2_000);
        assertThat(answers.getLast())
                .isEqualTo("503 terminal " + SN + " sends too many requests (5 s)");
        assertThat(poll(OTHER)).isEqualTo("OK");
        box.elapse(1);
        assertThat(poll()).isEqualTo("OK");
    }

    @Test
    @Conforms("SEC-003")
    void quotesAndCommandsOfTheDatabaseAreHarmlessInEveryField() {
        String evil = "x'); DROP TABLE command;--";
        long id = order("UPDATE", "STOREINFO", "StoreNo=1", "Name=" + evil, "Price=1");
        assertThat(poll()).contains("Name=" + evil);
        reply("ID=" + id + "&Return=0&CMD=" + evil + "\n");
        reply("ID=" + evil + "&Return=0\n");
        box.post("/iclock/cpos?SN=" + SN + "&table=" + evil.replace(' ', '+'), evil);

        assertThat(state(id)).isEqualTo("settled");
        assertThat(Arrays.asList(poll(), poll(OTHER))).containsOnly("OK");
    }
}
