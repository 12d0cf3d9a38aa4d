package io.larder.server.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.Command;
import io.larder.server.command.CommandBook;
import io.larder.server.command.CommandState;
import io.larder.server.command.ItemRef;
import io.larder.server.command.Wanted;
import io.larder.server.protocol.Order;
import io.larder.storage.Draft;
import io.larder.storage.HoldingRow;
import io.larder.storage.Ledger;
import io.larder.storage.LedgerBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldingsTest {
    private static final String TERMINAL = "0316144680030";
    private static final Draft.Stamp STAMP = new Draft.Stamp(0, 0, 0, true);

    @TempDir private Path folder;
    private Ledger ledger;
    private LedgerBatch batch;
    private Holdings holdings;
    private int attempts = 1;

    @BeforeEach
    void open() {
        ledger = Ledger.open(folder.resolve("ledger.db"));
        batch = ledger.begin();
        holdings = new Holdings(batch.site());
    }

    @AfterEach
    void close() {
        batch.close();
        ledger.close();
    }

    @Test
    void whatIsOrderedIsOnItsWayAndWhatIsAcknowledgedIsHeld() {
        issue(1, "a");
        assertThat(held()).isEqualTo("digest - pending a command 1 refused -");
        end(1, "a", CommandState.SETTLED, "0");
        assertThat(held()).isEqualTo("digest a pending - command 1 refused -");
        issue(2, "");
        end(2, "", CommandState.SETTLED, "0");
        assertThat(held()).isEqualTo("digest  pending - command 2 refused -");
    }

    @Test
    void whatATerminalRefusesIsRememberedUntilSomethingElseIsOrdered() {
        issue(1, "a");
        end(1, "a", CommandState.FAILED, "-3");
        assertThat(held()).isEqualTo("digest - pending - command 1 refused a");
        issue(2, "b");
        assertThat(held()).isEqualTo("digest - pending b command 2 refused -");
    }

    @Test
    void withoutAReplyNobodyKnows() {
        for (CommandState state :
                List.of(CommandState.FAILED, CommandState.EXPIRED, CommandState.CANCELLED)) {
            issue(1, "a");
            end(1, "a", state, "");
            assertThat(held()).as("" + state).isEqualTo("digest - pending - command 1 refused -");
        }
        end(1, "a", CommandState.SETTLED, "0");
        assertThat(held()).isEqualTo("digest a pending - command 1 refused -");
    }

    @Test
    void whatCannotBeWrittenForATerminalIsNotTriedAgain() {
        attempts = 0;
        issue(1, "a");
        end(1, "a", CommandState.FAILED, "");
        assertThat(held()).isEqualTo("digest - pending - command 1 refused a");
    }

    @Test
    void anEarlierCommandThatEndsLateDoesNotHideTheLaterOne() {
        issue(1, "a");
        issue(2, "b");
        end(1, "a", CommandState.SETTLED, "0");
        assertThat(held()).isEqualTo("digest a pending b command 2 refused -");
        end(2, "b", CommandState.SETTLED, "0");
        assertThat(held()).isEqualTo("digest b pending - command 2 refused -");

        end(1, "a", CommandState.SETTLED, "0");
        assertThat(held()).isEqualTo("digest b pending - command 2 refused -");
    }

    @Test
    void anEarlierCommandThatIsTakenBackLeavesTheLaterOneOnItsWay() {
        issue(1, "a");
        issue(2, "b");
        end(1, "a", CommandState.CANCELLED, "");
        assertThat(held()).isEqualTo("digest - pending b command 2 refused -");
        end(1, "a", CommandState.FAILED, "-1");
        assertThat(held()).isEqualTo("digest - pending b command 2 refused -");
    }

    @Test
    void aTerminalThatWasClearedHasNothing() {
        issue(1, "a");
        end(1, "a", CommandState.SETTLED, "0");

        step("CLEAR POSLOG", CommandState.SETTLED);
        step("CLEAR DATA", CommandState.FAILED);
        assertThat(held()).isEqualTo("digest a pending - command 1 refused -");
        step("CLEAR DATA", CommandState.SETTLED);
        assertThat(held()).isEqualTo("nothing");
    }

    @Test
    void aTerminalThatMayHaveBeenClearedIsNotCountedOnToHaveAnything() {
        for (CommandState state :
                List.of(CommandState.FAILED, CommandState.EXPIRED, CommandState.CANCELLED)) {
            issue(1, "a");
            end(1, "a", CommandState.SETTLED, "0");
            clear(state, Optional.empty());
            assertThat(held()).as("never handed over, " + state).startsWith("digest a");
            clear(state, Optional.of(STAMP));
            assertThat(held()).as("no reply, " + state).isEqualTo("nothing");
        }
    }

    private void clear(CommandState state, Optional<Draft.Stamp> handedOver) {
        Command issued = command(9, "CLEAR DATA", Optional.empty(), CommandState.ISSUED, "");
        Command ended =
                new Command(
                        TERMINAL,
                        9,
                        state,
                        "",
                        issued.wanted(),
                        "tester",
                        STAMP,
                        new Command.Delivery(
                                handedOver.isPresent() ? 1 : 0,
                                handedOver,
                                Map.of(),
                                List.of(),
                                Map.of(),
                                0),
                        issued.outcome());
        holdings.apply(new CommandBook.Step(Optional.of(issued), ended, Map.of()));
    }

    private String held() {
        return batch.site().holding(TERMINAL, "key", "1").map(HoldingsTest::text).orElse("nothing");
    }

    private static String text(HoldingRow row) {
        return "digest %s pending %s command %d refused %s"
                .formatted(
                        row.digest().orElse("-"),
                        row.pending().orElse("-"),
                        row.command(),
                        row.refused().orElse("-"));
    }

    private void issue(long id, String digest) {
        Command command =
                command(id, "UPDATE PRESSKEY", Optional.of(digest), CommandState.ISSUED, "");
        holdings.apply(new CommandBook.Step(Optional.empty(), command, Map.of()));
    }

    private void end(long id, String digest, CommandState state, String returned) {
        holdings.apply(
                new CommandBook.Step(
                        Optional.of(
                                command(
                                        id,
                                        "UPDATE PRESSKEY",
                                        Optional.of(digest),
                                        CommandState.HANDED_OVER,
                                        "")),
                        command(id, "UPDATE PRESSKEY", Optional.of(digest), state, returned),
                        Map.of()));
    }

    private void step(String name, CommandState state) {
        holdings.apply(
                new CommandBook.Step(
                        Optional.of(command(9, name, Optional.empty(), CommandState.ISSUED, "")),
                        command(9, name, Optional.empty(), state, "0"),
                        Map.of()));
    }

    private Command command(
            long id, String name, Optional<String> digest, CommandState state, String returned) {
        return new Command(
                TERMINAL,
                id,
                state,
                "",
                new Wanted(
                        new Order(name, "", Map.of()),
                        Duration.ofDays(1),
                        "",
                        digest.map(each -> new ItemRef("key", "1", each, false))),
                "site",
                STAMP,
                new Command.Delivery(attempts, Optional.empty(), Map.of(), List.of(), Map.of(), 0),
                new Command.Outcome(returned, OptionalLong.empty(), "", 0));
    }
}
