package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.Issued;
import io.larder.server.conformance.Conforms;
import io.larder.server.record.Serial;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What goes out again without a reply, what does not, and what is ended instead.
class CommandRepetitionTest extends CommandTraffic {
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

    /// A question about a table that only attendance terminals have tells.
    private void becomesAnAttendanceTerminal() {
        assertThat(box.get("/iclock/cdata?SN=" + SN + "&options=all&table=OPERLOG"))
                .startsWith("GET OPTION FROM: " + SN);
        box.ask(_ -> true);
        assertThat(box.get("/iclock/getrequest?SN=" + SN)).isEqualTo("OK");
    }

    @Test
    void anOrderEndsWhenItsTerminalHasBecomeOneOfAnotherFamily() {
        long waits = order("SYNC", "POSLOG", "START=1", "END=2");
        becomesAnAttendanceTerminal();

        assertThat(command(waits))
                .containsEntry("state", "failed")
                .containsEntry("meaning", "the terminal is of another family now");
    }

    @Test
    void anOrderIsAnsweredAlsoAfterItsTerminalHasBecomeOneOfAnotherFamily() {
        long out = order("SYNC", "POSLOG", "START=1", "END=2");
        poll();
        becomesAnAttendanceTerminal();
        assertThat(box.post("/iclock/devicecmd?SN=" + SN, "ID=" + out + "&Return=0&CMD=SYNC\n"))
                .isEqualTo("OK");

        assertThat(state(out)).isEqualTo("settled");
        assertThat(box.fields("commandResult")).isNotEmpty();
    }
}
