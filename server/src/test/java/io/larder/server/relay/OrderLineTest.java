package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.BoxReport;
import io.larder.server.command.OrderPage;
import io.larder.server.command.RemoteOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the box does with answers, also with strange ones.
@Timeout(60)
class OrderLineTest {
    private static final String T1 = "5158181900025";
    private static final OrderPage NOTHING = new OrderPage(List.of(), List.of(), false);

    @TempDir Path folder;
    private WholeBox box;
    private final Script script = new Script();

    /// Answers what was written down, then nothing any more; keeps what it was told.
    private static final class Script implements OrderSource {
        private final Deque<OrderPage> pages = new ArrayDeque<>();
        private final List<BoxReport> reports = new ArrayList<>();

        @Override
        public synchronized Answer ask(BoxReport report) {
            reports.add(report);
            return new Heard(pages.isEmpty() ? NOTHING : pages.remove());
        }

        synchronized void add(OrderPage page) {
            pages.add(page);
        }

        synchronized List<BoxReport> reports() {
            return List.copyOf(reports);
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() throws IOException {
        box = new WholeBox(folder.resolve("box")).withTerminal(T1);
    }

    @AfterEach
    void close() {
        box.close();
    }

    private static RemoteOrder order(String reference, String terminal, String name) {
        return new RemoteOrder(reference, terminal, name, "", Map.of(), 60, "Ann", true);
    }

    private static OrderPage page(RemoteOrder... orders) {
        return new OrderPage(List.of(orders), List.of(), false);
    }

    private BoxReport told(List<String> taken, List<BoxReport.Declined> declined) {
        return new BoxReport(box.store.journal().box(), taken, declined, List.of(), List.of());
    }

    /// Starts the line and waits until it rests.
    private List<BoxReport> asked(int times) {
        box.asking(script, Optional.empty(), WholeBox.NEVER);
        box.untilLine(state -> state.asked() == times);
        return script.reports();
    }

    @Test
    void whatCannotBeIsDeclinedAndTheRestTaken() {
        script.add(
                page(
                        order("a", T1, "INFO"),
                        order("b", T1, "DANCE"),
                        order("c", T1, "INFO"),
                        order("d", "5158181900099", "INFO"),
                        order("e", "no terminal", "INFO"),
                        order("a", T1, "INFO")));
        List<BoxReport> reports = asked(2);

        assertThat(reports.get(0))
                .isEqualTo(
                        new BoxReport(
                                box.store.journal().box(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(new BoxReport.Named(T1, "canteen"))));
        assertThat(reports.get(1).taken()).containsExactly("a", "c");
        assertThat(reports.get(1).declined().stream().map(BoxReport.Declined::reference))
                .containsExactly("b", "d", "e");
        assertThat(reports.get(1).declined().get(1).why())
                .isEqualTo("no terminal 5158181900099 is known");
        assertThat(reports.get(1).declined().get(2).why())
                .isEqualTo("no terminal has such a number");
        assertThat(box.told()).containsExactly(T1 + " INFO issued", T1 + " INFO issued");
    }

    @Test
    void anOrderThatIsGivenForEverIsToldAgainButNotInHaste() {
        for (int i = 0; i < 10; i++) {
            script.add(page(order("a", T1, "INFO")));
        }
        List<BoxReport> reports = asked(2);

        assertThat(reports.get(1)).isEqualTo(told(List.of("a"), List.of()));
        box.line().wake();
        box.untilLine(state -> state.asked() == 3);
        assertThat(script.reports().get(2)).isEqualTo(told(List.of("a"), List.of()));
        assertThat(box.rows()).hasSize(1);
    }

    @Test
    void whatIsTakenBackWithoutBeingHereIsSaidNotToBe() {
        script.add(new OrderPage(List.of(), List.of("x"), false));
        script.add(new OrderPage(List.of(), List.of("x"), false));
        List<BoxReport> reports = asked(2);

        assertThat(reports.get(1))
                .isEqualTo(
                        told(
                                List.of(),
                                List.of(new BoxReport.Declined("x", "this box does not have it"))));
    }

    @Test
    void withoutAnybodyWhoAnswersItComesAgain() {
        OrderSource deaf =
                new OrderSource() {
                    private int asked;

                    @Override
                    public Answer ask(BoxReport report) {
                        return asked++ < 3
                                ? new Down("nobody there", Optional.empty())
                                : new Heard(NOTHING);
                    }

                    @Override
                    public void close() {}
                };
        box.asking(deaf, Optional.empty(), WholeBox.NEVER);

        box.untilLine(OrderLineState::connected);
        assertThat(box.line().state())
                .isEqualTo(new OrderLineState("hq", true, Optional.of("nobody there"), 1, 0, 0));
    }

    @Test
    void whatAnOrderHoldsIsNotShown() {
        RemoteOrder order =
                new RemoteOrder(
                        "a", T1, "UPDATE USERINFO", "", Map.of("Password", "1"), 1, "", true);

        assertThat(order).hasToString("UPDATE USERINFO a for terminal " + T1);
        assertThat(page(order).toString()).doesNotContain("Password");
    }
}
