package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.Commands;
import io.larder.server.command.Guards;
import io.larder.server.command.Issued;
import io.larder.server.command.Secrets;
import io.larder.server.conformance.Conforms;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.server.watch.CommandSurvey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is not ordered, not handed over or not shown, so that nothing is lost by it.
class CommandGuardsTest extends CommandTraffic {
    private Issued.Declined declined(String... words) {
        return (Issued.Declined)
                box.commands.order(
                        new Serial(SN), List.of(words), Commands.USUAL_TTL, "tester", false);
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
    void nothingIsHandedOverEndedOrCancelledFromALedgerThatIsStillBuiltAgain() {
        long id = order("SHELL", "ls");
        box.ask(_ -> true);
        LateProjection building = new LateProjection(box.store.journal().lastSeq());
        Commands commands = reading(building, box.terminals);
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
    void aTerminalIsNotCalledUnknownWhileTheLedgerIsStillBuiltAgain() {
        LateProjection building = new LateProjection(box.store.journal().lastSeq());
        Commands commands = reading(building, new Terminals());

        assertThat(orderOf(commands))
                .isEqualTo(
                        new Issued.Declined(
                                Issued.Reason.BUSY,
                                "not yet: the box is still reading its records"));
        building.reach(box.store.journal().lastSeq());
        assertThat(orderOf(commands))
                .isEqualTo(
                        new Issued.Declined(
                                Issued.Reason.UNKNOWN_TERMINAL, "no terminal " + SN + " is known"));
    }

    private static Issued orderOf(Commands commands) {
        return commands.order(new Serial(SN), List.of("INFO"), Commands.USUAL_TTL, "tester", false);
    }

    private Commands reading(LateProjection building, Terminals terminals) {
        return new Commands(
                box.store,
                building,
                terminals,
                box.clock,
                new Secrets(AssembledBox.SEAL),
                new Guards(true, (_, _) -> Optional.empty()),
                _ -> {},
                new Random(7));
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
    void secretsStandNowhereInTheFolderAndInNoAnswerButOnTheWire() throws Exception {
        long id = order("UPDATE", "USERINFO", "SysID=1", "CardNo=1", "Password=998877");

        assertThat(poll()).contains("Password=998877");
        assertThat(String.valueOf(command(id).get("text"))).contains("Password=***");
        box.close();
        assertThat(Folders.holding(data, "998877")).isEmpty();
        box = AssembledBox.in(data).open();
    }
}
