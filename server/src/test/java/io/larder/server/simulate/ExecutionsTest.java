package io.larder.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Serial;
import io.larder.server.simulate.Executions.Execution;
import org.junit.jupiter.api.Test;

class ExecutionsTest {
    private static final Serial HERE = new Serial("5158181900001");
    private static final Serial THERE = new Serial("5158181900002");
    private static final Order REBOOT = new Order("1", "REBOOT");
    private static final Order CHECK = new Order("2", "CHECK ALL");

    private final Executions executions = new Executions();

    @Test
    void whatWasCarriedOutIsCountedPerTerminalAndId() {
        done(HERE, CHECK);
        done(HERE, CHECK);
        done(THERE, CHECK);

        assertThat(executions.count(HERE, "2")).isEqualTo(2);
        assertThat(executions.count(THERE, "2")).isEqualTo(1);
        assertThat(executions.count(THERE, "3")).isZero();
    }

    @Test
    void aRefusalIsNoExecution() {
        executions.note(HERE, CHECK, new Reply.Line("2", -1005, "CHECK"));
        done(HERE, CHECK);

        assertThat(executions.all())
                .containsExactly(new Execution(HERE, "2", "CHECK ALL", 1, 1, 0));
    }

    @Test
    void whatMustNotBeRepeatedIsFound() {
        done(HERE, CHECK);
        done(HERE, CHECK);
        done(HERE, REBOOT);
        assertThat(executions.repeated("REBOOT", "SHELL")).isEmpty();

        done(HERE, REBOOT);
        assertThat(executions.repeated("REBOOT", "SHELL"))
                .containsExactly(new Execution(HERE, "1", "REBOOT", 2, 0, 0));
    }

    @Test
    void anIdThatWasUsedForTwoTextsShows() {
        done(HERE, CHECK);
        done(HERE, new Order("2", "CHECK OPTION"));

        assertThat(executions.all())
                .extracting(Execution::text)
                .containsExactly("CHECK ALL", "CHECK OPTION");
        assertThat(executions.count(HERE, "2")).isEqualTo(2);
    }

    private void done(Serial terminal, Order order) {
        executions.note(terminal, order, new Reply.Line(order.id(), 0, order.verb()));
    }
}
