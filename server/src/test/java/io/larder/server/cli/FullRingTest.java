package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.storage.Refused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What happens when there is no room, and that a ring that turns forgets nothing that counts.
class FullRingTest {
    private static final String POS = "/iclock/cpos?SN=5158181900025";
    private static final int TRIES = 400;

    @TempDir private Path data;

    @ParameterizedTest
    @Conforms({"DUR-003", "DUR-009"})
    @CsvSource({
        "FAILED, 503 no reason (60 s)",
        "FULL, 503 no reason (60 s)",
        "BUSY, 503 no reason (5 s)",
        "CLOSED, 503 no reason (5 s)",
        "TOO_LARGE, 413 no reason"
    })
    void whatCannotBeStoredIsRefusedSoThatTheTerminalKeepsIt(Refused.Reason reason, String answer) {
        AtomicReference<@Nullable Refused> refused = new AtomicReference<>();
        try (AssembledBox box =
                AssembledBox.in(data)
                        .intake(journal ->
                                draft -> {
                                    Refused now = refused.get();
                                    return now == null ? journal.append(draft) : now;
                                })
                        .open()) {
            box.post(POS + "&table=BUYLOG", buy(1));
            refused.set(new Refused(reason, "no reason"));

            assertThat(box.post(POS + "&table=BUYLOG", buy(2))).isEqualTo(answer);
            assertThat(box.post("/iclock/cpos?SN=STRANGER&table=BUYLOG", buy(2))).isEqualTo(answer);
            assertThat(box.get("/iclock/cpos?SN=STRANGER&options=all")).isEqualTo(answer);
            // Nothing is promised to a poll.
            assertThat(box.get("/iclock/posrequest?SN=5158181900025&INFO=Ver 1,2")).isEqualTo("OK");

            refused.set(null);
            assertThat(box.post(POS + "&table=BUYLOG", buy(2))).isEqualTo("OK");
            assertThat(box.fields("purchase")).hasSize(2);
        }
    }

    @Test
    @Conforms("DUR-003")
    void aDeadJournalGivesNoOkOverTheSocket() throws Exception {
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().post(POS + "&table=BUYLOG", buy(1));
            box.store().journal().close();

            RawTerminal.Answer answer = box.terminal().send(Fixture.example("GEN-X01").request());

            assertThat(answer.toString()).isEqualTo("503 the journal is closed");
            assertThat(answer.headers()).containsEntry("retry-after", "5");
        }
    }

    @Test
    @Conforms("DUR-009")
    void aFullRingRefusesAndTurnsAgainOnceTheUpstreamHasTakenWithoutANewEntry() {
        try (AssembledBox box = AssembledBox.in(data).segments(4).open()) {
            box.taken.set(0);
            int stored = 0;
            String answer = "OK";
            while (answer.equals("OK") && stored < TRIES) {
                answer = box.post(POS + "&table=BUYLOG", buy(stored + 1));
                stored += answer.equals("OK") ? 1 : 0;
            }
            assertThat(answer).isEqualTo("503 the ring is full (60 s)");
            assertThat(box.fields("purchase")).hasSize(stored);

            box.taken.set(Long.MAX_VALUE);
            while (box.store.journal().used() > 0.5) {
                Thread.onSpinWait();
            }

            assertThat(box.post(POS + "&table=BUYLOG", buy(stored + 1))).isEqualTo("OK");
            assertThat(box.fields("purchase")).hasSize(stored + 1);
        }
    }

    @Test
    @Conforms("DUR-009")
    void aRingThatTurnedManyTimesStillKnowsEverythingWithoutItsLedger() throws Exception {
        List<String> before;
        long firstSeq;
        try (AssembledBox box = AssembledBox.in(data).segments(4).open()) {
            for (int number = 1; number <= TRIES; number++) {
                String answer = box.post(POS + "&table=BUYLOG&StampId=" + number, buy(number));
                while (!answer.equals("OK")) {
                    answer = box.post(POS + "&table=BUYLOG&StampId=" + number, buy(number));
                }
            }
            before = everything(box);
            firstSeq = box.store.journal().firstSeq();
        }
        assertThat(firstSeq).isGreaterThan(300);
        Files.delete(data.resolve("ledger.db"));
        try (AssembledBox box =
                AssembledBox.in(data)
                        .segments(4)
                        .policy(io.larder.server.terminal.Admission.Policy.CLOSED)
                        .open()) {
            assertThat(everything(box)).isEqualTo(before).hasSize(TRIES + 1);
            assertThat(box.get(POS + "&options=all")).contains("\nPosLogStampId=" + TRIES + "\n");
        }
    }

    private static List<String> everything(AssembledBox box) {
        return box.ask(ledger -> {
            List<String> all = new ArrayList<>();
            RunningBox.rows(ledger, "purchase")
                    .forEach(row -> all.add(row.position() + row.fields() + row.repeats()));
            all.add(ledger.facts().of("5158181900025").toString());
            return all;
        });
    }

    private static String buy(int number) {
        return "1\t100023\t2018-11-02 10:16:58\t1250\t8750\t42\t2\t2\t2018-11-02\t"
                + number
                + "\t1";
    }
}
