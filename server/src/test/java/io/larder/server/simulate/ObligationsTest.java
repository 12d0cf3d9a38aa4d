package io.larder.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObligationsTest {
    private static final Serial SERIAL = new Serial("5158181900001");
    private static final String FIRST = Obligations.numbered(SERIAL, "BUYLOG", 9);
    private static final String SECOND = Obligations.numbered(SERIAL, "BUYLOG", 10);
    private static final String THIRD =
            Obligations.punch(SERIAL, "0042", LocalDateTime.of(2025, 1, 6, 6, 30));

    @Test
    void idsAreTheNaturalKeysOfRows() {
        assertThat(List.of(FIRST, THIRD))
                .containsExactly(
                        "5158181900001/BUYLOG/9", "5158181900001/ATTLOG/0042/2025-01-06T06:30:00");
    }

    @Test
    void everyKindOfFailureIsCounted() {
        Obligations obligations = Obligations.inMemory();
        obligations.sent(List.of(FIRST, SECOND, THIRD));
        obligations.acknowledged(List.of(FIRST, SECOND));

        Proof proof = obligations.verify(List.of(SECOND, THIRD, SECOND, SECOND, "x/BUYLOG/1"));

        assertThat(proof)
                .isEqualTo(
                        new Proof(
                                2,
                                2,
                                1,
                                1,
                                1,
                                List.of(
                                        "lost 5158181900001/BUYLOG/9",
                                        "doubled 5158181900001/BUYLOG/10",
                                        "phantom x/BUYLOG/1")));
        assertThat(proof.holds()).isFalse();
    }

    @Test
    void aStoredRowWhoseAnswerWasLostIsInOrder() {
        Obligations obligations = Obligations.inMemory();
        obligations.sent(List.of(FIRST, SECOND));
        obligations.acknowledged(List.of(FIRST));

        assertThat(obligations.verify(List.of(FIRST, SECOND)).holds()).isTrue();
        assertThat(obligations.verify(List.of(FIRST)).holds()).isTrue();
        assertThat(obligations.unansweredCount()).isEqualTo(1);
    }

    @Test
    void anAcknowledgementCountsOnce() {
        Obligations obligations = Obligations.inMemory();
        obligations.sent(List.of(FIRST));
        obligations.acknowledged(List.of(FIRST));
        obligations.acknowledged(List.of(FIRST));

        assertThat(obligations.acknowledgedCount()).isEqualTo(1);
    }

    @Test
    void theFileSurvivesTheProcessAndItsTornLastLineIsForgotten(@TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("acknowledged");
        Obligations killed = Obligations.in(file); // never closed, as after kill -9
        killed.sent(List.of(FIRST, SECOND));
        killed.acknowledged(List.of(FIRST));
        Files.writeString(file, "ok\t5158181900001/BUY", StandardOpenOption.APPEND);

        try (Obligations next = Obligations.in(file)) {
            assertThat(next.acknowledgedCount()).isEqualTo(1);
            assertThat(next.unansweredCount()).isEqualTo(1);
            assertThat(next.furthest(SERIAL, "BUYLOG")).hasValue("10");
            assertThat(next.furthest(SERIAL, "FULLLOG")).isEmpty();
            next.acknowledged(List.of(SECOND));
        }
        killed.close();
        assertThat(Files.readString(file))
                .isEqualTo(
                        "sent\t%s\nsent\t%s\nok\t%s\nok\t%s\n"
                                .formatted(FIRST, SECOND, FIRST, SECOND));
    }
}
