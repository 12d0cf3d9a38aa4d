package io.larder.server.door;

import io.larder.server.protocol.Answer;
import io.larder.server.record.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Turns an answer into the bytes of an HTTP/1.1 response. Source: PROTOCOL.md 1.0.2.
///
/// ```
/// HTTP/1.1 200 OK
/// Date: Fri, 03 Jul 2015 06:53:01 GMT      terminals set their clocks from it
/// Content-Type: text/plain
/// Content-Length: 2                        exact, never chunked
/// Pragma: no-cache
/// Cache-Control: no-store
/// ```
final class AnswerWriter {
    /// What a sender that asked first waits for before it sends its body.
    static final Bytes CONTINUE = Bytes.latin1("HTTP/1.1 100 Continue\r\n\r\n");

    private static final Bytes OK = Bytes.latin1("OK");

    /// Names written out, because those of a locale differ between runtimes ("Sep", "Sept").
    private static final DateTimeFormatter DATE =
            new DateTimeFormatterBuilder()
                    .appendText(ChronoField.DAY_OF_WEEK, days())
                    .appendLiteral(", ")
                    .appendValue(ChronoField.DAY_OF_MONTH, 2)
                    .appendLiteral(' ')
                    .appendText(ChronoField.MONTH_OF_YEAR, months())
                    .appendLiteral(' ')
                    .appendValue(ChronoField.YEAR, 4)
                    .appendLiteral(' ')
                    .appendValue(ChronoField.HOUR_OF_DAY, 2)
                    .appendLiteral(':')
                    .appendValue(ChronoField.MINUTE_OF_HOUR, 2)
                    .appendLiteral(':')
                    .appendValue(ChronoField.SECOND_OF_MINUTE, 2)
                    .appendLiteral(" GMT")
                    .toFormatter(Locale.ROOT);

    private AnswerWriter() {}

    /// The whole response. `close` announces that the connection ends with it.
    static Bytes write(Answer answer, Instant now, boolean close) {
        return switch (answer) {
            case Answer.Stored _, Answer.Idle() -> write(200, OK, "", now, close);
            case Answer.Text(Bytes body) -> write(200, body, "", now, close);
            case Answer.Refused(int status, String why, int retryAfterSeconds) ->
                    write(status, Bytes.utf8(why), extra(status, retryAfterSeconds), now, close);
        };
    }

    /// The status that `answer` goes out with.
    static int status(Answer answer) {
        return switch (answer) {
            case Answer.Stored _, Answer.Idle(), Answer.Text(_) -> 200;
            case Answer.Refused(int status, _, _) -> status;
        };
    }

    private static String extra(int status, int retryAfterSeconds) {
        String retry = retryAfterSeconds > 0 ? "Retry-After: " + retryAfterSeconds + "\r\n" : "";
        return status == 405 ? retry + "Allow: GET, POST\r\n" : retry;
    }

    private static Bytes write(int status, Bytes body, String extra, Instant now, boolean close) {
        String head =
                "HTTP/1.1 "
                        + status
                        + " "
                        + reason(status)
                        + "\r\nDate: "
                        + DATE.format(now.atOffset(ZoneOffset.UTC))
                        + "\r\nContent-Type: text/plain\r\nContent-Length: "
                        + body.length()
                        + "\r\nPragma: no-cache\r\nCache-Control: no-store\r\n"
                        + extra
                        + (close ? "Connection: close\r\n\r\n" : "\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + body.length());
        out.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(body.toArray());
        return Bytes.wrap(out.toByteArray());
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 507 -> "Insufficient Storage";
            default -> status < 500 ? "Refused" : "Failed";
        };
    }

    private static Map<Long, String> days() {
        return Arrays.stream(DayOfWeek.values())
                .collect(Collectors.toMap(day -> (long) day.getValue(), AnswerWriter::shortName));
    }

    private static Map<Long, String> months() {
        return Arrays.stream(Month.values())
                .collect(
                        Collectors.toMap(
                                month -> (long) month.getValue(), AnswerWriter::shortName));
    }

    /// Three letters: `Mon`, `Sep`.
    private static String shortName(Enum<?> value) {
        String name = value.name();
        return name.charAt(0) + name.substring(1, 3).toLowerCase(Locale.ROOT);
    }
}
