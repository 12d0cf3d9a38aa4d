package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.CommandLimits;
import io.larder.server.command.Issued;
import io.larder.server.command.Wanted;
import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Order;
import io.larder.server.record.Serial;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What goes out in one answer to a poll, in which order, and how much may wait.
class CommandWindowsTest extends CommandTraffic {
    private static final Charset GB18030 = Charset.forName("GB18030");

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
}
