package io.larder.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.simulate.ScriptedBox.Act;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PollingTest {
    private static final Serial SERIAL = new Serial("5158181900001");
    private static final String HELLO = "/iclock/cpos?SN=5158181900001&options=all";
    private static final String POLL = "/iclock/posrequest?SN=5158181900001&type=pos&devno=0";
    private static final String REPLY = "/iclock/posdevicecmd?SN=5158181900001";

    private final List<Duration> waits = new ArrayList<>();
    private final Executions executions = new Executions();
    private final Tally tally = new Tally();
    private final TerminalMemory memory = new TerminalMemory();

    @Test
    void commandsAreCarriedOutInTheirOrderAndAnsweredTogether() throws Exception {
        assertThat(said("C:1:CHECK POSLOG\nC:2:CLEAR POSLOG\n", Trouble.NONE))
                .containsExactly(
                        POLL, REPLY + "\nID=1&Return=0&CMD=CHECK\nID=2&Return=0&CMD=CLEAR\n");
        assertThat(executions.all()).extracting(Executions.Execution::done).containsExactly(1, 1);
    }

    @Test
    void aRebootDropsTheRestAndStartsAnewAfterTheOtherRepliesAreOut() throws Exception {
        assertThat(said("C:1:CHECK POSLOG\nC:2:REBOOT\nC:3:CLEAR DATA\n", Trouble.NONE))
                .containsExactly(POLL, REPLY + "\nID=1&Return=0&CMD=CHECK\n", HELLO);
        assertThat(executions.count(SERIAL, "2")).isEqualTo(1);
        assertThat(executions.count(SERIAL, "3")).isZero();
        assertThat(waits).containsExactly(Polling.STARTING);
        assertThat(tally.ready()).isEqualTo(1);
    }

    @Test
    void aLostReplyIsNeverSentAndTheCommandWasCarriedOut() throws Exception {
        assertThat(said("C:1:CLEAR POSLOG\n", Trouble.NONE.withLostReplies(1)))
                .containsExactly(POLL);
        assertThat(executions.count(SERIAL, "1")).isEqualTo(1);
        assertThat(tally.lostReplies()).isEqualTo(1);
    }

    @Test
    void aLostPollMeansThatTheCommandWasNeverSeen() throws Exception {
        assertThat(said("C:1:CLEAR POSLOG\n", Trouble.NONE.withLostPolls(1))).containsExactly(POLL);
        assertThat(executions.all()).isEmpty();
        assertThat(tally.lostPolls()).isEqualTo(1);
    }

    @Test
    void aPowerCutForgetsTheReplyAndTheRestButNotTheTables() throws Exception {
        SimulatedTerminal terminal = terminal(Trouble.NONE.withPowerCuts(1));
        String orders = "C:1:UPDATE PRESSKEY KeyID=1\tPrice=5\nC:2:CHECK POSLOG\n";

        assertThat(said(terminal, orders, 1)).containsExactly(POLL, HELLO);

        assertThat(executions.count(SERIAL, "1")).isEqualTo(1);
        assertThat(executions.count(SERIAL, "2")).isZero();
        assertThat(tally.powerCuts()).isEqualTo(1);
        Reply.Facts before = (Reply.Facts) terminal.obey(new Order("9", "INFO"), new SmallReach());
        assertThat(before.facts()).containsEntry("WhiteUserCount", "0");
        assertThat(memory.count(HeldTable.PRESSKEY)).isEqualTo(1);
    }

    @Test
    void aTerminalMayStartAnewByItself() throws Exception {
        assertThat(said("OK", Trouble.NONE.withReboots(1))).containsExactly(HELLO, POLL);
        assertThat(tally.restarts()).isEqualTo(1);
    }

    @Test
    void theSameSeedHasTheSameMishaps() throws Exception {
        Trouble half = Trouble.NONE.withLostReplies(0.5).withPowerCuts(0.1).withBusy(0.3);

        List<String> once = said(terminal(half), "C:1:CHECK POSLOG\n".repeat(20), 3);
        List<String> again = said(terminal(half), "C:1:CHECK POSLOG\n".repeat(20), 3);

        assertThat(once).isEqualTo(again).hasSizeGreaterThan(2);
    }

    @Test
    void aReplyIsRepeatedUntilTheBoxHasIt() throws Exception {
        try (ScriptedBox box =
                new ScriptedBox(Act.OK, Act.OK, Act.REFUSE, Act.LOSE)
                        .withOrders("C:1:CHECK POSLOG\n")) {
            Firmware firmware = firmware(box, terminal(Trouble.NONE));
            firmware.start();
            firmware.poll();

            assertThat(box.uploads()).hasSize(3).containsOnly(box.uploads().getFirst());
            assertThat(executions.count(SERIAL, "1")).isEqualTo(1);
        }
    }

    @Test
    void aTerminalThatHangsUpOnTheAnswerToItsReplySendsItAgain() throws Exception {
        Habits habits = Habits.HONEST.withLostAnswers(1);
        assertThat(said(terminal(habits), "C:1:CHECK POSLOG\n", 1))
                .containsExactly(
                        POLL,
                        REPLY + "\nID=1&Return=0&CMD=CHECK\n",
                        REPLY + "\nID=1&Return=0&CMD=CHECK\n");
        assertThat(executions.count(SERIAL, "1")).isEqualTo(1);
        assertThat(tally.replies()).isEqualTo(1);
    }

    @Test
    void whatWasSoldIsSentAgainOnDemandAsItWas() throws Exception {
        try (ScriptedBox box = new ScriptedBox().withOrders("C:5:SYNC FULLLOG START=1 END=9\n")) {
            Firmware firmware = firmware(box, terminal(Trouble.NONE));
            firmware.start();
            firmware.upload();

            List<String> sent = box.uploads().stream().map(PollingTest::body).toList();
            assertThat(sent).hasSize(3);
            assertThat(sent.get(1)).isEqualTo(sent.get(0) + "\n");
            assertThat(sent.get(2)).isEqualTo("ID=5&Return=1&CMD=SYNC\n");
        }
    }

    @Test
    void aFileComesFromTheBox() throws Exception {
        try (ScriptedBox box =
                new ScriptedBox()
                        .withFile("file/a.bin", "\0\n\u00ff")
                        .withOrders("C:5:PutFile file/a.bin /mnt/a.bin\n")) {
            Firmware firmware = firmware(box, terminal(Trouble.NONE));
            firmware.start();
            firmware.poll();

            assertThat(body(box.uploads().getFirst())).isEqualTo("ID=5&Return=3&CMD=PutFile\n");
            assertThat(memory.files()).containsEntry("/mnt/a.bin", Bytes.latin1("\0\n\u00ff"));
        }
    }

    @Test
    void anAttendanceTerminalKnowsAHandfulOfCommands() throws Exception {
        SimulatedTerminal terminal = Site.terminal(SitePlan.of(2, 1), 1, new SplittableRandom(1));
        SmallReach reach = new SmallReach();
        List<Reply> replies = new ArrayList<>();
        List<String> orders =
                List.of("CHECK", "LOG", "SET OPTION VOLUME=3", "RELOAD OPTIONS", "DATA USER PIN=1");
        for (String order : orders) {
            replies.add(terminal.obey(new Order("17", order), reach));
        }

        String body =
                """
                ID=17&Return=0&CMD=CHECK
                ID=17&Return=0&CMD=LOG
                ID=17&Return=0&CMD=SET OPTION
                ID=17&Return=0
                ID=17&Return=-1002&CMD=DATA
                """;
        assertThat(terminal.report(replies))
                .containsExactly(Call.post("/iclock/devicecmd?SN=CKJF201960001", Bytes.utf8(body)));
        assertThat(reach.done).containsExactly("initialise");
    }

    @Test
    void cardServicesAskAsTheTerminalDoes() throws Exception {
        try (ScriptedBox box =
                new ScriptedBox(Act.OK, Act.OK, Act.OK, Act.OK, Act.REFUSE)
                        .withOrders("OK", "NO", "NO", "OK")) {
            CardServices services = new CardServices(box.address(), SERIAL);

            assertThat(services.reportLost("0007", "12")).isTrue();
            assertThat(services.release("0007", "12")).isFalse();
            assertThat(services.mayChange("0007", "12", "34")).isFalse();
            assertThat(services.changed("0007", "12", "34")).isTrue();
            assertThatThrownBy(() -> services.reportLost("0007", "12"))
                    .isInstanceOf(ProtocolException.class);

            String path = "/iclock/posrequest?SN=5158181900001&RepType=";
            assertThat(box.requests().subList(0, 4))
                    .extracting(PollingTest::target)
                    .containsExactly(
                            path + "2&Card=0007&Pwd=12",
                            path + "3&Card=0007&Pwd=12",
                            path + "4&Card=0007&OldPwd=12&NewPwd=34",
                            path + "5&Card=0007&OldPwd=12&NewPwd=34");
        }
    }

    private SimulatedTerminal terminal(Trouble trouble) {
        return terminal(Habits.HONEST.withTrouble(trouble));
    }

    private SimulatedTerminal terminal(Habits habits) {
        SitePlan plan = SitePlan.of(2, 1);
        return new CanteenTerminal(
                SERIAL,
                0,
                plan.clock(),
                habits,
                new Mishaps(habits, 1),
                memory,
                new SplittableRandom(1));
    }

    private List<String> said(String orders, Trouble trouble) throws Exception {
        return said(terminal(trouble), orders, 1);
    }

    /// What the terminal says from its first poll on, bodies below their targets; initialisations
    /// without their details.
    private List<String> said(SimulatedTerminal terminal, String orders, int polls)
            throws Exception {
        try (ScriptedBox box = new ScriptedBox()) {
            for (int i = 0; i < polls; i++) {
                box.withOrders(orders);
            }
            Firmware firmware = firmware(box, terminal);
            firmware.start();
            for (int i = 0; i < polls; i++) {
                firmware.poll();
            }
            return box.requests().stream()
                    .skip(1)
                    .map(request ->
                            target(request).replaceAll("(options=all).*", "$1")
                                    + (body(request).isEmpty() ? "" : "\n")
                                    + body(request))
                    .toList();
        }
    }

    private Firmware firmware(ScriptedBox box, SimulatedTerminal terminal) throws IOException {
        return new Firmware(
                terminal,
                new TerminalClient(box.address(), false),
                new Books(Obligations.inMemory(), executions, tally),
                waits::add,
                Habits.HONEST,
                new SplittableRandom(1));
    }

    private static String body(String request) {
        return request.split("\r\n\r\n", 2)[1];
    }

    private static String target(String request) {
        return request.split(" ", 3)[1];
    }
}
