package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.Commands;
import io.larder.server.record.Serial;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// When a terminal is told again what it was told before, and when it is left alone.
class RetellingTest extends ToldTerminals {
    @Test
    void whatATerminalRefusesIsNotSentAgainUntilItIsSomethingElse() {
        try (AssembledBox box = withTerminals()) {
            state(box, Statement.now(ItemKind.KEY, "1", Map.of("priceFen", "250")));
            assertThat(told(box, ONE, "-3")).hasSize(1);
            assertThat(told(box, ONE)).isEmpty();
            assertThat(standing(box)).isEqualTo("held 0, pending 0, refused 1, lacking 0");

            state(box, Statement.now(ItemKind.KEY, "1", Map.of("priceFen", "251")));
            assertThat(told(box, ONE)).containsExactly("UPDATE PRESSKEY KeyID=1|Price=251");
            assertThat(standing(box)).isEqualTo("held 1, pending 0, refused 0, lacking 0");
        }
    }

    @Test
    void aLostCardThatATerminalRefusedIsToldAgainButLessAndLessOften() {
        try (AssembledBox box = withTerminals()) {
            state(box, Statement.now(ItemKind.CARD, "100", Map.of("state", "lost")));
            box.provisioning.round();
            box.ask(_ -> 0);
            refuse(box);
            assertThat(box.provisioning.round()).isOne();
            box.ask(_ -> 0);
            box.elapse(10);
            refuse(box);
            assertThat(box.provisioning.round()).isZero();
            box.elapse(60);
            assertThat(box.provisioning.round()).isOne();
            box.ask(_ -> 0);
            refuse(box);
            box.elapse(60);
            assertThat(box.provisioning.round()).isZero();
            box.elapse(60);
            assertThat(told(box, ONE)).hasSize(1);
            assertThat(standing(box)).isEqualTo("held 1, pending 0, refused 0, lacking 0");
        }
    }

    /// One poll of the terminal, which refuses what it is told.
    private static void refuse(AssembledBox box) {
        String answer = box.get("/iclock/posrequest?SN=" + ONE);
        assertThat(answer).contains("UPDATE USERINFO");
        box.post(
                "/iclock/posdevicecmd?SN=" + ONE,
                answer.replaceAll("(?m)^C:(\\d+):.*$", "ID=$1&Return=-1&CMD=DATA"));
        box.ask(_ -> 0);
    }

    @Test
    void aClearedTerminalIsToldEverythingAgain() {
        try (AssembledBox box = withTerminals()) {
            state(box, Statement.now(ItemKind.KEY, "1", Map.of("priceFen", "250")));
            told(box, ONE);
            buy(box, 1, 100);
            assertThat(told(box, ONE)).isEmpty();

            // The same record number with another content: its memory began anew.
            buy(box, 1, 200);
            assertThat(told(box, ONE)).containsExactly("UPDATE PRESSKEY KeyID=1|Price=250");
            assertThat(told(box, ONE)).isEmpty();
        }
    }

    @Test
    void aTerminalThatSaysItsWhiteListIsEmptyIsToldEverythingAgain() {
        try (AssembledBox box = withTerminals()) {
            state(box, Statement.now(ItemKind.CARD, "100", Map.of("systemId", "5")));
            assertThat(told(box, ONE)).hasSize(1);
            box.commands.order(new Serial(ONE), List.of("INFO"), Commands.USUAL_TTL, "test", false);
            String line = box.get("/iclock/posrequest?SN=" + ONE);
            box.post(
                    "/iclock/posdevicecmd?SN=" + ONE,
                    "ID=" + line.split(":", 3)[1] + "&Return=0&CMD=INFO\nWhiteUserCount=0\n");
            box.ask(_ -> 0);

            assertThat(told(box, ONE)).hasSize(1);
            assertThat(told(box, ONE)).isEmpty();
        }
    }

    @Test
    void aTerminalThatLacksNothingIsLeftAloneUntilSomethingChanges() {
        try (AssembledBox box = withTerminals()) {
            state(box, Statement.now(ItemKind.KEY, "1", Map.of("priceFen", "250")));
            told(box, ONE);
            told(box, TWO);
            long before = box.store.journal().lastSeq();

            for (int i = 0; i < 50; i++) {
                assertThat(box.provisioning.round()).isZero();
            }
            assertThat(box.store.journal().lastSeq()).isEqualTo(before);
        }
    }
}
