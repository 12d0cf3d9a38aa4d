package io.larder.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.simulate.ScriptedBox.Act;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

class FirmwareTest {
    private static final int CANTEEN = 0;
    private static final int ATTENDANCE = 1;

    private final List<Duration> waits = new ArrayList<>();
    private final Obligations obligations = Obligations.inMemory();
    private final Tally tally = new Tally();

    @Test
    void theFirstWordOfACanteenTerminalIsItsInitialisation() throws Exception {
        try (ScriptedBox box = new ScriptedBox()) {
            firmware(box, CANTEEN, Habits.HONEST).start();

            assertThat(box.requests())
                    .containsExactly(
                            "GET /iclock/cpos?SN=5158181900001&options=all"
                                    + "&fireVer=Ver_2020.0.0.2-20181011&build=0001&ip=127.0.0.1"
                                    + "&language=83&devicename=CM102&device_type=30"
                                    + "&IsConsumeFunType=1&pushver=4.0.1 HTTP/1.1\r\n"
                                    + "Host: 127.0.0.1:"
                                    + box.port()
                                    + "\r\n"
                                    + "User-Agent: iClock Proxy/1.09\r\n"
                                    + "Connection: close\r\n"
                                    + "Accept: */*\r\n"
                                    + "\r\n");
        }
    }

    @Test
    void theFirstWordOfAnOldAttendanceTerminalIsItsInitialisation() throws Exception {
        try (ScriptedBox box = new ScriptedBox()) {
            firmware(box, ATTENDANCE, Habits.HONEST).start();

            assertThat(box.requests())
                    .containsExactly(
                            "GET /iclock/cdata?SN=CKJF201960001&options=all HTTP/1.1\r\n"
                                    + "Host: 127.0.0.1:"
                                    + box.port()
                                    + "\r\n"
                                    + "User-Agent: iClock Proxy/1.09\r\n"
                                    + "Connection: close\r\n"
                                    + "Accept: */*\r\n"
                                    + "\r\n");
        }
    }

    @Test
    void initialisationIsRepeatedUntilTheOptionsComeAndTheWaitsGrowToALimit() throws Exception {
        Act[] acts = new Act[8];
        Arrays.fill(acts, Act.REFUSE);
        acts[1] = Act.NONSENSE;
        acts[2] = Act.RESET;
        try (ScriptedBox box = new ScriptedBox(acts)) {
            firmware(box, CANTEEN, Habits.HONEST).start();

            assertThat(box.requests()).hasSize(9).containsOnly(box.requests().getFirst());
            assertThat(waits)
                    .extracting(Duration::toMillis)
                    .containsExactly(50L, 100L, 200L, 400L, 800L, 1600L, 2000L, 2000L);
            assertThat(tally.ready()).isEqualTo(1);
        }
    }

    @Test
    void aRowIsNoObligationBeforeTheOk() throws Exception {
        List<Long> owedWhileWaiting = new ArrayList<>();
        try (ScriptedBox box = new ScriptedBox(Act.OK, Act.REFUSE, Act.NONSENSE)) {
            Firmware firmware =
                    firmware(
                            box,
                            CANTEEN,
                            Habits.HONEST.withRows(3, 3),
                            _ -> owedWhileWaiting.add(obligations.acknowledgedCount()));
            firmware.start();
            firmware.upload();

            assertThat(owedWhileWaiting).containsExactly(0L, 0L);
            assertThat(obligations.acknowledgedCount()).isEqualTo(3);
            assertThat(obligations.unansweredCount()).isZero();
        }
    }

    @Test
    void aRefusedUploadIsSentAgainAsItWas() throws Exception {
        assertThatAfter(Act.REFUSE).hasSize(2);
        assertThat(tally.refused()).isEqualTo(1);
        assertThat(tally.retries()).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsNotOkMeansTheSameDataAgain() throws Exception {
        assertThatAfter(Act.NONSENSE).hasSize(2);
    }

    @Test
    void aLostAnswerMeansTheSameDataAgain() throws Exception {
        assertThatAfter(Act.LOSE).hasSize(2);
        assertThat(tally.unanswered()).isEqualTo(1);
    }

    @Test
    void aResetConnectionMeansTheSameDataAgain() throws Exception {
        assertThatAfter(Act.RESET).hasSize(2);
        assertThat(tally.unanswered()).isEqualTo(1);
    }

    @Test
    void aTerminalThatHangsUpSendsTheSameAgainAndOwesItOnce() throws Exception {
        try (ScriptedBox box = new ScriptedBox()) {
            Firmware firmware = firmware(box, ATTENDANCE, Habits.HONEST.withLostAnswers(1));
            firmware.start();
            firmware.upload();

            assertThat(box.uploads()).hasSize(2).containsOnly(box.uploads().getFirst());
            assertThat(obligations.acknowledgedCount()).isEqualTo(1);
            assertThat(tally.hungUp()).isEqualTo(1);
        }
    }

    @Test
    void anAcknowledgedUploadIsSentAgainWithoutANewObligation() throws Exception {
        try (ScriptedBox box = new ScriptedBox()) {
            Firmware firmware = firmware(box, CANTEEN, Habits.HONEST.withResend(1));
            firmware.start();
            firmware.upload();

            assertThat(box.uploads()).hasSize(2).containsOnly(box.uploads().getFirst());
            assertThat(obligations.acknowledgedCount()).isEqualTo(1);
            assertThat(tally.resends()).isEqualTo(1);
        }
    }

    @Test
    void unreadableRowsAreCountedAsOddAndOwedByNobody() throws Exception {
        try (ScriptedBox box = new ScriptedBox()) {
            Firmware firmware =
                    firmware(box, ATTENDANCE, Habits.HONEST.withRows(4, 4).withBadRows(1));
            firmware.start();
            firmware.upload();

            String body = box.uploads().getFirst().split("\r\n\r\n", 2)[1];
            assertThat(body.split("\n", -1)).hasSize(9).endsWith("");
            assertThat(obligations.acknowledgedCount()).isEqualTo(4);
            assertThat(tally.odd()).isEqualTo(4);
        }
    }

    @Test
    void aKeptConnectionCarriesEverything() throws Exception {
        try (ScriptedBox box = new ScriptedBox();
                TerminalClient client = new TerminalClient(box.address(), true)) {
            Call call = Call.get("/iclock/getrequest?SN=1");
            assertThat(client.call(call))
                    .isEqualTo(client.call(call))
                    .isEqualTo(new Heard(200, "OK"));
            assertThat(box.requests())
                    .hasSize(2)
                    .allMatch(r -> r.contains("Connection: keep-alive"));
        }
    }

    @Test
    void aTerminalGoesOnAfterTheBookmarksOfTheBox() throws Exception {
        try (ScriptedBox box =
                new ScriptedBox()
                        .withOptions("PosLogStampId=36\nFullLogStampId=7\nAllowLogStampId=2\n")) {
            Firmware firmware = firmware(box, CANTEEN, Habits.HONEST);
            firmware.start();
            firmware.upload();

            assertThat(obligations.verify(List.of("5158181900001/FULLLOG/8")))
                    .isEqualTo(new Proof(1, 1, 0, 0, 0, List.of()));
        }
    }

    /// The uploads the box saw when the first attempt met `act`; all must be alike.
    private ListAssert<String> assertThatAfter(Act act) throws Exception {
        try (ScriptedBox box = new ScriptedBox(Act.OK, act)) {
            Firmware firmware = firmware(box, CANTEEN, Habits.HONEST.withRows(2, 2));
            firmware.start();
            firmware.upload();
            return assertThat(box.uploads()).containsOnly(box.uploads().getFirst());
        }
    }

    private Firmware firmware(ScriptedBox box, int place, Habits habits) throws IOException {
        return firmware(box, place, habits, waits::add);
    }

    private Firmware firmware(ScriptedBox box, int place, Habits habits, Pause pause)
            throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        SitePlan plan = SitePlan.of(2, 1).withHabits(habits);
        return new Firmware(
                Site.terminal(plan, place, random),
                new TerminalClient(box.address(), false),
                new Books(obligations, new Executions(), tally),
                pause,
                habits,
                random);
    }
}
