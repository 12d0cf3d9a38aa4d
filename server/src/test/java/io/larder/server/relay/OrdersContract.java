package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.Order;
import io.larder.storage.EntryKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What must hold of orders between a box and a headquarters, whoever wrote the latter.
@Timeout(120)
abstract class OrdersContract {
    private static final String T1 = "5158181900025";

    @TempDir Path folder;
    private OrderGiver headquarters;
    private CuttableLine line;
    private WholeBox box;

    abstract OrderGiver make(Path folder);

    @BeforeEach
    void open() throws IOException {
        headquarters = make(folder);
        headquarters.start();
        line = new CuttableLine(() -> headquarters.port());
        box = new WholeBox(folder.resolve("box"), (_, order) -> rushHour(order)).withTerminal(T1);
        box.under(line.port(), WholeBox.NEVER);
        headquarters.untilKnown(T1);
        box.untilLine(OrderLineState::connected);
    }

    @AfterEach
    void close() throws IOException {
        box.close();
        line.close();
        headquarters.close();
    }

    private static Optional<String> rushHour(Order order) {
        return order.name().equals("CLEAR POSLOG")
                ? Optional.of("not while people queue")
                : Optional.empty();
    }

    /// Has the box ask, and waits until all is told.
    private void ask() {
        long before = box.line().state().asked();
        box.line().wake();
        box.untilLine(state -> state.asked() > before);
    }

    private void until(String reference, String became) {
        for (int i = 0; i < 50 && !headquarters.became(reference).equals(became); i++) {
            ask();
        }
        assertThat(headquarters.became(reference)).isEqualTo(became);
    }

    @Test
    void everyOrderIsTakenOnceAndInOrder() {
        List<String> given = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            given.add(headquarters.give(T1, i / 2 % 2 == 0 ? "INFO" : "CHECK ALL"));
        }
        given.forEach(reference -> until(reference, "taken"));

        assertThat(box.rows().stream().map(row -> box.reference(row.id())).toList())
                .isEqualTo(given);
        assertThat(box.told())
                .containsExactly(
                        Stream.of("INFO", "CHECK ALL", "INFO", "CHECK ALL")
                                .flatMap(name -> Stream.of(name, name))
                                .map(name -> T1 + " " + name + " issued")
                                .toArray(String[]::new));
    }

    @Test
    void whatTheTerminalSaysComesUpWithTheReference() {
        String reference = headquarters.give(T1, "INFO");
        until(reference, "taken");
        box.replies(T1, box.polled(T1), 0);

        until(reference, "settled");
    }

    @Test
    void aLostAnswerMakesNothingHappenTwice() {
        for (int after : new int[] {0, 1}) {
            String reference = headquarters.give(T1, "INFO");
            line.fail(new CuttableLine.LoseAnswer("orders", after));
            until(reference, "taken");
        }

        assertThat(box.payloads(EntryKind.ORDER)).hasSize(2);
    }

    @Test
    void whatTheBoxDeclinesIsToldWithTheReasonAndTheRestGoesOn() {
        String declined = headquarters.give(T1, "CLEAR POSLOG");
        String taken = headquarters.give(T1, "INFO");

        until(taken, "taken");
        until(declined, "declined: not while people queue");
        assertThat(box.told()).containsExactly(T1 + " INFO issued");
    }

    @Test
    void whatIsTakenBackEndsAtTheBoxAndItsRecordSaysSo() {
        String reference = headquarters.give(T1, "INFO");
        until(reference, "taken");
        headquarters.cancel(reference);

        until(reference, "cancelled");
        assertThat(box.told()).containsExactly(T1 + " INFO cancelled (cancelled by headquarters)");
    }

    @Test
    void aHeadquartersThatWasAwayGoesOn() throws IOException {
        String first = headquarters.give(T1, "INFO");
        until(first, "taken");
        line.fail(new CuttableLine.Cut());
        headquarters.stop();
        headquarters.start();
        line.heal();
        String second = headquarters.give(T1, "CHECK ALL");

        until(second, "taken");
        assertThat(headquarters.became(first)).isEqualTo("taken");
        assertThat(box.payloads(EntryKind.ORDER)).hasSize(2);
    }

    @Test
    void whateverIsNoAnswerOfHeadquartersIsALineThatIsDown() {
        for (String answer :
                List.of(
                        "200 OK\r\n\r\n{\"orders\":[{}]}",
                        "404 Not Found\r\n\r\n{}",
                        "200 OK\r\n\r\n<html>")) {
            line.fail(
                    new CuttableLine.Answer(
                            "HTTP/1.1 "
                                    + answer.replaceFirst(
                                            "\r\n\r\n", "\r\nConnection: close\r\n\r\n")));
            box.line().wake();
            box.untilLine(state -> !state.connected());
            line.heal();
            box.untilLine(OrderLineState::connected);
        }
        String reference = headquarters.give(T1, "INFO");

        until(reference, "taken");
    }
}
