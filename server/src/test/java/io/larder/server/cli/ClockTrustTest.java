package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.larder.server.terminal.ClockTrust;
import io.larder.storage.LedgerRow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a box does while it does not know what time it is, and once it does.
@Timeout(60)
class ClockTrustTest {
    private static final String ONE = "/iclock/cdata?SN=0316144680030";
    private static final String TWO = "/iclock/cdata?SN=0316144680031";
    private static final String POLL = "/iclock/getrequest?SN=0316144680030";
    private static final String PUNCHES = "&table=ATTLOG";
    private static final String NOT_SET = "503 the clock of this box is not set yet (60 s)";

    /// As terminals of this site write it.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.ofHours(8));

    private static final Duration DAY = Duration.ofDays(1);
    private static final long LONG_AFTER = 10;

    @TempDir private Path data;

    private final AtomicBoolean synchronised = new AtomicBoolean();

    /// As the kernel says; without a battery clock.
    private final ClockTrust.Machine machine =
            new ClockTrust.Machine() {
                @Override
                public boolean synchronised() {
                    return synchronised.get();
                }

                @Override
                public boolean battery() {
                    return false;
                }
            };

    private AssembledBox.Plan plan() {
        return AssembledBox.in(data).machine(machine);
    }

    /// A punch of now by a terminal whose clock is ahead so much.
    private static void punch(AssembledBox box, String terminal, long aheadSeconds) {
        String time = TIME.format(box.clock.now().plusSeconds(aheadSeconds));
        assertThat(box.post(terminal + PUNCHES, "1\t" + time)).isEqualTo("OK");
        box.ask(_ -> true);
    }

    private void synchronise(AssembledBox box, Duration jump) {
        synchronised.set(true);
        box.now.updateAndGet(before -> before.plus(jump));
        watchForAWhile(box);
    }

    private static void watchForAWhile(AssembledBox box) {
        for (int i = 0; i < 3; i++) {
            box.ask(_ -> true);
            box.pass(LONG_AFTER);
            box.clockWatch.round();
        }
    }

    @Test
    void whatCameBeforeTheClockWasRightIsMarkedAndThenCorrectedForAllUpstreams() {
        try (AssembledBox box = plan().open()) {
            punch(box, ONE, 0);
            box.pass(3600);
            punch(box, ONE, 0);
            assertThat(box.get(POLL)).isEqualTo(NOT_SET);

            synchronise(box, DAY);
            assertThat(box.get(POLL)).isEqualTo("OK");
            punch(box, ONE, 0);

            long last = box.records("punch").get(1).position().seq();
            assertThat(box.fields("clock"))
                    .containsExactly(
                            "{\"firstSeq\":1,\"lastSeq\":"
                                    + last
                                    + ",\"correctionMillis\":86400000,\"ground\":\"synchronised\"}");
            assertThat(box.records("clock"))
                    .extracting(LedgerRow::clockTrusted)
                    .containsExactly(true);
            assertThat(box.records("punch"))
                    .extracting(LedgerRow::clockTrusted)
                    .containsExactly(false, false, true);
        }
    }

    @Test
    void theCorrectionIsToldOnceAndNotWhenThereIsNothingToCorrect() {
        synchronised.set(true);
        try (AssembledBox box = plan().open()) {
            punch(box, ONE, 0);
            watchForAWhile(box);
            assertThat(box.fields("clock")).isEmpty();
        }
        synchronised.set(false);
        try (AssembledBox box = plan().boot(2, 0).open()) {
            punch(box, ONE, 0);
            synchronise(box, DAY);
            watchForAWhile(box);
            assertThat(box.fields("clock")).hasSize(1);
        }
    }

    @Test
    void everyStretchOfThisBootIsCorrectedByItsOwnAlsoThroughARestartOfTheProgram() {
        try (AssembledBox box = plan().boot(2, 100).open()) {
            punch(box, ONE, 0);
            box.now.updateAndGet(before -> before.minusSeconds(60)); // somebody set it, wrongly
            punch(box, ONE, 0);
        }
        try (AssembledBox box = plan().boot(2, 200).later(100 - 60).open()) {
            synchronise(box, DAY);

            assertThat(box.fields("clock"))
                    .extracting(fields -> fields.replaceAll(".*Millis\":(-?\\d+).*", "$1"))
                    .containsExactly("86340000", "86400000");
        }
    }

    @Test
    void whatCameInAnotherBootCannotBeCorrected() {
        try (AssembledBox box = plan().boot(2, 100).open()) {
            punch(box, ONE, 0);
        }
        try (AssembledBox box = plan().boot(3, 5).open()) {
            punch(box, ONE, -1);
            synchronise(box, DAY);

            long second = box.records("punch").get(1).position().seq();
            assertThat(box.fields("clock"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("\"lastSeq\":" + second + ",");
        }
    }

    @Test
    void aProgramThatStartsAgainWithinABootGoesOnBelievingItsClock() {
        synchronised.set(true);
        try (AssembledBox box = plan().boot(2, 100).open()) {
            punch(box, ONE, 0);
        }
        synchronised.set(false);
        try (AssembledBox box = plan().boot(2, 110).later(10).open()) {
            assertThat(box.get(POLL)).isEqualTo("OK");
        }
        try (AssembledBox box = plan().boot(3, 5).later(20).open()) {
            assertThat(box.get(POLL)).isEqualTo(NOT_SET);
        }
    }

    @Test
    void twoTerminalsSettleItByWhatTheyReport() {
        try (AssembledBox box = plan().open()) {
            punch(box, ONE, 0);
            punch(box, TWO, -30);
            box.pass(61);
            punch(box, ONE, 0);
            assertThat(box.get(POLL)).isEqualTo(NOT_SET);
            punch(box, TWO, -30);

            assertThat(box.get(POLL)).isEqualTo("OK");
            watchForAWhile(box);
            assertThat(box.fields("clock"))
                    .first()
                    .asString()
                    .endsWith("\"ground\":\"terminals\"}");
        }
    }

    @Test
    void aTerminalWhoseClockIsOffIsListedAndToldToInitialiseOnce() {
        synchronised.set(true);
        try (AssembledBox box = plan().open()) {
            box.get(ONE + "&options=all");
            punch(box, ONE, 600);
            box.clockWatch.round();
            box.clockWatch.round();

            assertThat(box.terminals.clocks().all().values())
                    .containsExactly(Duration.ofMinutes(10));
            assertThat(box.get(POLL)).matches("C:\\d+:CHECK\\s*");
            assertThat(box.get(POLL)).isEqualTo("OK");

            punch(box, ONE, 0);
            assertThat(box.terminals.clocks().all().values()).containsExactly(Duration.ZERO);
        }
    }

    @Test
    void aPersonWithAWatchEndsTheWaiting() {
        assumeFalse(
                KernelClock.ofThisMachine().synchronised() || KernelClock.ofThisMachine().battery(),
                "skipped, because something speaks for this machine's clock");
        try (RunningBox box = RunningBox.withConsole(data, "clock.trust=verified")) {
            RawTerminal.Answer upload =
                    box.terminal().post(ONE + PUNCHES, "1\t2026-03-01 12:00:00");
            assertThat(upload.text()).isEqualTo("OK");
            assertThat(upload.headers()).doesNotContainKey("date");
            RawTerminal.Answer refused = box.terminal().get(ONE + "&options=all");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers()).doesNotContainKey("date");

            Commands.Ended shown = Commands.run("clock", "show", "--data", data);
            assertThat(shown.out())
                    .endsWith("not trusted: it is not synchronised, and nobody has confirmed it\n");
            assertThat(shown.code()).isEqualTo(1);
            assertThat(confirm("noon").err())
                    .contains("time is noon, expected the time at the site");
            assertThat(confirm(here(-180)).err()).contains("the clock of this box says 2");
            assertThat(box.terminal().get(ONE + "&options=all").status()).isEqualTo(503);

            assertThat(confirm(here(-60)).out()).endsWith("  trusted: a person confirmed it\n");
            RawTerminal.Answer options = box.terminal().get(ONE + "&options=all");
            assertThat(options.status()).isEqualTo(200);
            assertThat(options.headers()).containsKey("date");
            assertThat(Commands.run("clock", "show", "--data", data).code()).isZero();
        }
    }

    private Commands.Ended confirm(String time) {
        return Commands.run("clock", "confirm", time, "--data", data);
    }

    private static String here(long offSeconds) {
        return LocalDateTime.now(ZoneOffset.ofHours(8))
                .plusSeconds(offSeconds)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    @Test
    void clocksThatAreOffAreListed() {
        try (RunningBox box = RunningBox.withConsole(data)) {
            String later = TIME.format(Instant.now().plusSeconds(600));
            box.terminal().post(ONE + PUNCHES, "1\t" + later);
            box.awaitApplied();

            List<String> lines =
                    Commands.run("clock", "show", "--data", data).out().lines().toList();
            assertThat(lines.getFirst()).endsWith("  trusted: the configuration says so");
            assertThat(lines.getLast())
                    .matches("terminal 0316144680030  (59\\d|600) s ahead, too much");
        }
    }
}
