package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.watch.CommandSurvey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a reply settles, what it does not, and what is kept of it.
class CommandRepliesTest extends CommandTraffic {
    private Map<String, String> facts() {
        return box.ask(ledger -> ledger.facts().of(SN));
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
