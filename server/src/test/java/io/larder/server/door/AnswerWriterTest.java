package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Answer;
import io.larder.server.record.Bytes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerWriterTest {
    private static final Optional<Instant> NOW = Optional.of(Instant.parse("2015-07-03T06:53:01Z"));

    @Test
    @Conforms({"GEN-002", "GEN-005", "GEN-006"})
    void aTextGoesOutByteForByte() {
        Bytes body = Bytes.latin1("C:1:DATA\u00D5\u00C5\0\n");

        assertThat(AnswerWriter.write(new Answer.Text(body), NOW, false))
                .isEqualTo(
                        Bytes.latin1(
                                "HTTP/1.1 200 OK\r\nDate: Fri, 03 Jul 2015 06:53:01 GMT\r\n"
                                        + "Content-Type: text/plain\r\nContent-Length: 12\r\n"
                                        + "Pragma: no-cache\r\nCache-Control: no-store\r\n\r\n"
                                        + body.asLatin1()));
    }

    @Test
    @Conforms("GEN-004")
    void aRefusalSaysWhyAndWhenToComeAgain() {
        Answer refused = new Answer.Refused(503, "voll \u00FC", 7);
        String expected =
                """
                HTTP/1.1 503 Service Unavailable
                Date: Fri, 03 Jul 2015 06:53:01 GMT
                Content-Type: text/plain
                Content-Length: 7
                Pragma: no-cache
                Cache-Control: no-store
                Retry-After: 7
                Connection: close

                voll \u00FC\
                """;

        assertThat(AnswerWriter.write(refused, NOW, true))
                .isEqualTo(Bytes.utf8(expected.replace("\n", "\r\n")));
    }

    @Test
    @Conforms("GEN-001")
    void theDateIsWrittenAsRfc1123Says() {
        List<String> months =
                List.of(
                        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                        "Dec");
        List<String> days = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
        LocalDate monday = LocalDate.of(2024, 1, 1);
        for (int i = 0; i < 366; i++) {
            LocalDate date = monday.plusDays(i);
            String expected =
                    "Date: %s, %02d %s 2024 00:00:00 GMT\r\n"
                            .formatted(
                                    days.get(i % 7),
                                    date.getDayOfMonth(),
                                    months.get(date.getMonthValue() - 1));
            Instant instant = date.atStartOfDay().toInstant(ZoneOffset.UTC);

            assertThat(
                            AnswerWriter.write(new Answer.Idle(), Optional.of(instant), false)
                                    .asLatin1())
                    .contains(expected);
        }
    }

    @Test
    void whoDoesNotKnowWhatTimeItIsTellsNone() {
        assertThat(AnswerWriter.write(new Answer.Idle(), Optional.empty(), false).asLatin1())
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n")
                .doesNotContain("Date:");
    }

    @Test
    void everyStatusHasAReason() {
        for (int status = 400; status < 600; status++) {
            Bytes answer = AnswerWriter.write(new Answer.Refused(status, "x", 0), NOW, false);

            assertThat(answer.asLatin1())
                    .matches("(?s)HTTP/1.1 " + status + " [A-Z][A-Za-z ]+\r\n.*");
        }
    }
}
