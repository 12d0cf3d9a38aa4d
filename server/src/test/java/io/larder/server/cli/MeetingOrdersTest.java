package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.Commands;
import io.larder.server.command.Issued;
import io.larder.server.conformance.Conforms;
import io.larder.server.json.Json;
import io.larder.server.record.Serial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeetingOrdersTest {
    private static final String SERIAL = "MEET000001";
    private static final String OK = "00000000";
    private static final List<String> FUNCTIONS =
            List.of("cmd.option.set", "cmd.data.query.user", "cmd.control.reboot");

    @TempDir private Path folder;
    private MeetingBox box;
    private MeetingTerminal terminal;

    @BeforeEach
    void open() {
        box = MeetingBox.of(AssembledBox.in(folder).segments(64));
        terminal = box.connect(SERIAL).enter();
    }

    @AfterEach
    void close() {
        box.close();
    }

    private static void report(MeetingTerminal terminal, int pending) {
        Map<String, Object> report =
                Map.of("maxPendingCmdCount", "" + pending, "funcIds", FUNCTIONS);
        assertThat(terminal.code("dev.report", report)).isEqualTo(OK);
    }

    private long order(String... words) {
        Issued issued =
                box.box()
                        .commands
                        .order(
                                new Serial(SERIAL),
                                List.of(words),
                                Commands.USUAL_TTL,
                                "tester",
                                true);
        assertThat(issued).isInstanceOf(Issued.Mine.class);
        return ((Issued.Mine) issued).ids().getFirst();
    }

    private long query(int pin) {
        return order("cmd.data.query.user", "pin=" + pin);
    }

    private static String number(Map<String, Object> command) {
        return String.valueOf(command.get("mid"));
    }

    private void reply(MeetingTerminal from, String number, String code) {
        from.tell(
                Json.write(
                        Map.of(
                                "funcId",
                                "dev.cmd.response",
                                "mid",
                                number,
                                "code",
                                code,
                                "message",
                                "said",
                                "payload",
                                Map.of("params", Map.of("cmdId", number)))));
    }

    /// Lets everything that is under way come out: a heartbeat is answered behind it.
    private void settle(MeetingTerminal at) {
        box.box().ask(_ -> true);
        at.tell("{\"funcId\":\"dev.heartbeat\",\"mid\":\"settle\"}");
    }

    @Test
    @Conforms({"BEST-088", "BEST-089"})
    void anOrderIsPushedAtOnceAndItsReplyIsKept() {
        report(terminal, 1);
        long id = query(7);
        Map<String, Object> command = terminal.hear();
        assertThat(command)
                .isEqualTo(
                        Map.of(
                                "funcId",
                                "cmd.data.query.user",
                                "mid",
                                "" + id,
                                "payload",
                                Map.of("params", Map.of("cmdId", "" + id, "pin", "7"))));
        reply(terminal, number(command), OK);
        assertThat(box.box().fields("commandResult").getLast()).contains("\"settled\"");

        long second = query(8);
        assertThat(number(terminal.hear())).isEqualTo("" + second);
        reply(terminal, "" + second, "D01E0001");
        assertThat(box.box().fields("commandResult").getLast())
                .contains("\"failed\"")
                .contains("said");
    }

    @Test
    @Conforms({"BEST-042", "BEST-019"})
    void noMoreAreOutAtOnceThanTheTerminalTakes() {
        report(terminal, 3);
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(query(i + 1));
        }
        Set<String> numbers = new HashSet<>();
        List<String> out = new ArrayList<>();
        int most = 0;
        while (numbers.size() < ids.size()) {
            Map<String, Object> said = terminal.hear();
            assertThat(number(said)).hasSizeLessThanOrEqualTo(32);
            assertThat(numbers.add(number(said))).isTrue();
            out.add(number(said));
            most = Math.max(most, out.size());
            if (out.size() == 3 || numbers.size() == ids.size()) {
                reply(terminal, out.removeFirst(), OK);
            }
        }
        assertThat(most).isEqualTo(3);
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(ids.stream().map(String::valueOf).toList());
    }

    @Test
    @Conforms("BEST-045")
    void aBusyTerminalGetsOnlyWhatIsUrgent() {
        report(terminal, 5);
        assertThat(terminal.code("dev.heartbeat", Map.of("isFree", "0"))).isEqualTo(OK);
        long waiting = query(7);
        long urgent = order("cmd.data.query.user", "pin=8", "imme=1");
        Map<String, Object> first = terminal.hear();
        assertThat(number(first)).isEqualTo("" + urgent);
        assertThat(first.get("imme")).isEqualTo("1");
        settle(terminal);
        assertThat(number(terminal.hear())).isEqualTo("settle");
        assertThat(number(terminal.hear())).isEqualTo("" + waiting);
    }

    @Test
    @Conforms("BEST-091")
    void whatWasNotAnsweredGoesOutAgainOnTheNextConnection() {
        report(terminal, 1);
        long id = query(7);
        assertThat(number(terminal.hear())).isEqualTo("" + id);
        terminal.hangUp();
        box.box().elapse(1);
        MeetingTerminal back = terminal.again(box.exchange());
        assertThat(back.logIn().get("code")).isEqualTo(OK);
        assertThat(number(back.hear())).isEqualTo("" + id);
        settle(back);
        assertThat(number(back.hear())).isEqualTo("settle");
        reply(back, "" + id, OK);
        assertThat(box.box().fields("commandResult").getLast()).contains("\"settled\"");
        assertThat(back.unheard()).isEmpty();
    }

    @Test
    @Conforms("BEST-091")
    void whatWentToTheOldConnectionWhileTheNewOneWasOpenedGoesOutAgain() {
        report(terminal, 1);
        MeetingTerminal back = terminal.again(box.exchange());
        box.box().elapse(1);
        long id = query(7);
        assertThat(number(terminal.hear())).isEqualTo("" + id);
        box.box().elapse(1);
        assertThat(back.logIn().get("code")).isEqualTo(OK);
        assertThat(number(back.hear())).isEqualTo("" + id);
        settle(back);
        assertThat(number(back.hear())).isEqualTo("settle");
    }

    @Test
    void nothingIsPushedBeforeTheTerminalHasSaidWhatItTakes() {
        assertThat(terminal.code("dev.report", Map.of("funcIds", FUNCTIONS))).isEqualTo(OK);
        terminal.hangUp();
        long id = query(7);
        MeetingTerminal back = terminal.again(box.exchange());
        assertThat(back.unheard()).isEmpty();
        assertThat(back.logIn().get("code")).isEqualTo(OK);
        assertThat(number(back.hear())).isEqualTo("" + id);
    }

    @Test
    @Conforms("BEST-087")
    void theOrderToAskForTheTimeIsFollowedByItsAnswer() {
        Map<String, Object> report = Map.of("funcIds", List.of("cmd.system.sync.time"));
        assertThat(terminal.code("dev.report", report)).isEqualTo(OK);
        order("cmd.system.sync.time");
        assertThat(terminal.hear().get("funcId")).isEqualTo("cmd.system.sync.time");
        Map<String, Object> time = terminal.ask("dev.system.sync.time", Map.of());
        assertThat(MeetingTerminal.result(time, "time")).isEqualTo("2026-03-01T12:00:00+08:00");
    }
}
