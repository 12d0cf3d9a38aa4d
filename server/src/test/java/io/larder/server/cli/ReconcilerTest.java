package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.Serial;
import io.larder.server.terminal.DayCheck;
import io.larder.server.watch.Reconciler;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTest {
    private static final String SN = "5158181900025";
    private static final LocalDate DAY = LocalDate.of(2026, 2, 28);
    private static final Pattern LINE = Pattern.compile("C:(\\d+):([^\n]*)\n");

    @TempDir private Path data;
    private AssembledBox box;
    private Reconciler reconciler;

    @BeforeEach
    void open() {
        box = AssembledBox.in(data).segments(64).open();
        // 2026-03-01 02:30 at the site.
        box.now.set(Instant.parse("2026-02-28T18:30:00Z"));
        reconciler = reconciler();
    }

    private Reconciler reconciler() {
        return new Reconciler(
                box.terminals,
                box.commands,
                new DayBook(box.store, box.clock),
                box.clock,
                ZoneId.of("+08:00"),
                Optional.of(LocalTime.of(2, 0)));
    }

    @AfterEach
    void close() {
        box.close();
    }

    private void hello(String more) {
        assertThat(box.get("/iclock/cdata?SN=" + SN + "&options=all" + more))
                .startsWith("GET OPTION FROM: " + SN);
        box.ask(_ -> true);
    }

    private void punches(String... times) {
        StringBuilder rows = new StringBuilder();
        for (String time : times) {
            rows.append("7\t").append(DAY).append(' ').append(time).append("\t0\t1\n");
        }
        assertThat(box.post("/iclock/cdata?SN=" + SN + "&table=ATTLOG&Stamp=0", rows.toString()))
                .isEqualTo("OK");
    }

    /// What the terminal is told in one poll, after a round; each is answered with what comes first
    /// of `replies` that fits.
    private List<String> night(Replies replies) {
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            box.elapse(61);
            reconciler.round();
            box.ask(_ -> true);
            Matcher lines = LINE.matcher(box.get("/iclock/getrequest?SN=" + SN));
            StringBuilder body = new StringBuilder();
            while (lines.find()) {
                heard.add(lines.group(2));
                body.append("ID=").append(lines.group(1)).append(replies.to(lines.group(2)));
            }
            if (!body.isEmpty()) {
                box.post("/iclock/devicecmd?SN=" + SN, body.toString());
            }
            box.ask(_ -> true);
        }
        return heard;
    }

    private interface Replies {
        String to(String command);
    }

    private Optional<DayCheck> check(LocalDate day) {
        return DayCheck.of(
                box.terminals.find(Serial.read(SN).orElseThrow()).orElseThrow().facts(), day);
    }

    private static String sum(int held) {
        return " & Return=0 & CMD=VERIFY SUM & AttlogSum=" + held + "\n";
    }

    private static boolean isOf(String command, LocalDate day) {
        return command.contains(day.toString());
    }

    @Test
    @Conforms("ATT-073")
    void eachOfTheLastDaysIsCountedOnceAndComplete() {
        hello("&pushver=2.2.14");
        punches("08:00:00", "12:00:00");

        List<String> heard =
                night(command ->
                        command.startsWith("SYNC")
                                ? "&Return=0&CMD=SYNC\n"
                                : sum(isOf(command, DAY) ? 2 : 0));

        assertThat(heard)
                .hasSize(Reconciler.DAYS + 1)
                .contains(
                        "VERIFY SUM ATTLOG StartTime=2026-02-28 00:00:00\tEndTime=2026-02-28"
                                + " 23:59:59",
                        "SYNC Start=2026-02-28 00:00:00\tEnd=2026-02-28 23:59:59");
        assertThat(check(DAY)).contains(new DayCheck(DAY, DayCheck.State.COMPLETE, 2, 2, 2));
        assertThat(check(DAY.minusDays(6)).map(DayCheck::words)).contains("complete");
        assertThat(check(DAY.minusDays(7))).isEmpty();
    }

    @Test
    void whatIsMissingIsSentAgainAndThenTheDayIsComplete() {
        hello("&pushver=2.2.14");
        punches("08:00:00");

        List<String> heard =
                night(command -> {
                    if (command.startsWith("ACCOUNT")) {
                        punches("08:00:00", "12:00:00", "18:00:00");
                        return "&Return=3&CMD=ACCOUNT\n";
                    }
                    return command.startsWith("SYNC")
                            ? "&Return=0&CMD=SYNC\n"
                            : sum(isOf(command, DAY) ? 3 : 0);
                });

        assertThat(heard)
                .filteredOn(command -> isOf(command, DAY) && !command.startsWith("SYNC"))
                .containsExactly(
                        "VERIFY SUM ATTLOG StartTime=2026-02-28 00:00:00\tEndTime=2026-02-28"
                                + " 23:59:59",
                        "ACCOUNT Start=2026-02-28 00:00:00\tEnd=2026-02-28 23:59:59");
        assertThat(check(DAY).map(DayCheck::words)).contains("complete");
        assertThat(box.records("punch")).hasSize(3);
    }

    @Test
    void theSamePunchTwiceInTheTerminalIsNotMissing() {
        hello("&pushver=2.2.14");
        punches("08:00:00", "08:00:00");

        night(command -> {
            if (command.startsWith("ACCOUNT")) {
                punches("08:00:00", "08:00:00");
                return "&Return=2&CMD=ACCOUNT\n";
            }
            return command.startsWith("SYNC")
                    ? "&Return=0&CMD=SYNC\n"
                    : sum(isOf(command, DAY) ? 2 : 0);
        });

        assertThat(check(DAY).map(DayCheck::state)).contains(DayCheck.State.COMPLETE);
        assertThat(box.records("punch")).hasSize(1);
    }

    @Test
    void aTerminalThatKeepsMoreThanItSendsIsShortByThatMuch() {
        hello("&pushver=2.2.14");

        List<String> heard =
                night(command -> {
                    if (command.startsWith("ACCOUNT")) {
                        punches("08:00:00");
                        return "&Return=9&CMD=ACCOUNT\n";
                    }
                    return command.startsWith("SYNC")
                            ? "&Return=0&CMD=SYNC\n"
                            : sum(isOf(command, DAY) ? 9 : 0);
                });

        assertThat(check(DAY).map(DayCheck::words)).contains("short by 8 after it sent again");
        assertThat(heard)
                .filteredOn(command ->
                        command.startsWith("ACCOUNT")
                                && !command.contains("Count")
                                && isOf(command, DAY))
                .hasSizeLessThan(4);
    }

    @Test
    void whoDoesNotKnowTheSumIsAskedForTheCount() {
        hello("&pushver=2.2.14");
        punches("08:00:00");

        night(command ->
                command.startsWith("VERIFY")
                        ? "&Return=-1&CMD=VERIFY SUM\n"
                        : command.startsWith("SYNC")
                                ? "&Return=0&CMD=SYNC\n"
                                : "&Return=" + (isOf(command, DAY) ? 1 : 0) + "&CMD=ACCOUNT\n");

        assertThat(check(DAY).map(DayCheck::words)).contains("complete");
    }

    @Test
    void whoKnowsNeitherSaysSo() {
        hello("&pushver=2.2.14");

        night(command -> "&Return=-1002&CMD=" + command.split(" ", 2)[0] + "\n");

        assertThat(check(DAY).map(DayCheck::words)).contains("terminal does not know the command");
    }

    @Test
    void aTerminalOfTheOldestGenerationIsNotAskedAtAll() {
        hello("");

        assertThat(night(_ -> "&Return=0\n")).isEmpty();
        assertThat(check(DAY).map(DayCheck::words)).contains("terminal does not know the command");
    }

    @Test
    void aDayIsNotAskedForTwiceThoughTheBoxStartsAgainAndTheClockGoesBack() {
        hello("&pushver=2.2.14");
        Replies replies = command -> command.startsWith("SYNC") ? "&Return=0&CMD=SYNC\n" : sum(0);
        night(replies);

        reconciler = reconciler();
        box.now.set(Instant.parse("2026-02-28T12:00:00Z"));
        box.get("/iclock/getrequest?SN=" + SN);
        assertThat(night(replies)).filteredOn(each -> each.startsWith("VERIFY")).hasSize(1);
        box.now.set(Instant.parse("2026-02-28T18:30:00Z"));
        box.get("/iclock/getrequest?SN=" + SN);
        assertThat(night(replies)).noneMatch(each -> each.startsWith("VERIFY"));
    }

    @Test
    void beforeTheTimeOfDayTheDayBeforeIsNotOver() {
        hello("&pushver=2.2.14");
        // 01:59 at the site.
        box.now.set(Instant.parse("2026-02-28T17:59:00Z"));
        box.get("/iclock/getrequest?SN=" + SN);

        assertThat(night(command -> command.startsWith("SYNC") ? "&Return=0&CMD=SYNC\n" : sum(0)))
                .noneMatch(each -> isOf(each, DAY));
    }

    @Test
    void byAClockThatIsNotSetNothingIsAsked() {
        hello("&pushver=2.2.14");
        box.now.set(Instant.parse("1970-01-02T18:30:00Z"));
        reconciler.round();
        box.now.set(Instant.parse("2026-02-28T18:30:00Z"));

        assertThat(box.get("/iclock/getrequest?SN=" + SN)).isEqualTo("OK");
    }
}
