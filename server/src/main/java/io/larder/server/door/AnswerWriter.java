package io.larder.server.door;

import io.larder.server.protocol.Answer;
import io.larder.server.record.Bytes;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Optional;

/// Turns an answer into the bytes of an HTTP/1.1 response. Source: PROTOCOL.md 1.0.2.
///
/// ```
/// HTTP/1.1 200 OK
/// Date: Fri, 03 Jul 2015 06:53:01 GMT      terminals set their clocks from it; left out while
///                                          the box does not know what time it is
/// Content-Type: text/plain                 of a file its own, or application/octet-stream,
///                                          of what is sealed application/octet-stream,
///                                          of a key application/push;charset=UTF-8
/// Content-Length: 2                        exact, never chunked
/// Pragma: no-cache
/// Cache-Control: no-store
/// ```
final class AnswerWriter {
    /// What a sender that asked first waits for before it sends its body.
    static final Bytes CONTINUE = Bytes.latin1("HTTP/1.1 100 Continue\r\n\r\n");

    private AnswerWriter() {}

    /// The whole response; of a file only the head. `close` announces that the connection ends with
    /// it.
    static Bytes write(Answer answer, Optional<Instant> told, boolean close) {
        Bytes head = head(answer, told, close);
        Bytes body = body(answer);
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + body.length());
        out.writeBytes(head.toArray());
        out.writeBytes(body.toArray());
        return Bytes.wrap(out.toByteArray());
    }

    /// The response up to its body.
    static Bytes head(Answer answer, Optional<Instant> told, boolean close) {
        int status = status(answer);
        return Bytes.latin1(
                "HTTP/1.1 "
                        + status
                        + " "
                        + reason(status)
                        + told.map(now -> "\r\nDate: " + HttpDate.write(now)).orElse("")
                        + "\r\nContent-Type: "
                        + type(answer)
                        + "\r\nContent-Length: "
                        + length(answer)
                        + "\r\nPragma: no-cache\r\nCache-Control: no-store\r\n"
                        + extra(answer)
                        + (close ? "Connection: close\r\n\r\n" : "\r\n"));
    }

    private static Bytes body(Answer answer) {
        return switch (answer) {
            case Answer.Stored(_, String acknowledgement) -> Bytes.latin1(acknowledgement);
            case Answer.Idle() -> Answer.OK;
            case Answer.Text(Bytes body) -> body;
            case Answer.Keys(Bytes body) -> body;
            case Answer.Sealed(Bytes body) -> body;
            case Answer.File _ -> Bytes.EMPTY;
            case Answer.OutOfRange(long size) -> Bytes.utf8(beyond(size));
            case Answer.Refused(_, String why, _) -> Bytes.utf8(why);
        };
    }

    private static long length(Answer answer) {
        return answer instanceof Answer.File file ? file.length() : body(answer).length();
    }

    private static String type(Answer answer) {
        return switch (answer) {
            case Answer.File file -> file.content().type().word();
            case Answer.Sealed _ -> "application/octet-stream";
            case Answer.Keys _ -> "application/push;charset=UTF-8";
            case Answer.Stored _,
                    Answer.Idle _,
                    Answer.Text _,
                    Answer.OutOfRange _,
                    Answer.Refused _ ->
                    "text/plain";
        };
    }

    /// Why a part beyond the end is refused.
    static String beyond(long size) {
        return "the range begins behind the end of a file of " + size + " bytes";
    }

    /// The status that `answer` goes out with.
    static int status(Answer answer) {
        return switch (answer) {
            case Answer.Stored _, Answer.Idle(), Answer.Text(_), Answer.Keys _, Answer.Sealed _ ->
                    200;
            case Answer.File file -> file.part() ? 206 : 200;
            case Answer.OutOfRange _ -> 416;
            case Answer.Refused(int status, _, _) -> status;
        };
    }

    private static String extra(Answer answer) {
        return switch (answer) {
            case Answer.Stored _, Answer.Idle(), Answer.Text _, Answer.Keys _, Answer.Sealed _ ->
                    "";
            case Answer.File file -> file.part() ? contentRange(file) : "";
            case Answer.OutOfRange(long size) -> "Content-Range: bytes */" + size + "\r\n";
            case Answer.Refused(int status, _, int retryAfterSeconds) ->
                    extra(status, retryAfterSeconds);
        };
    }

    private static String contentRange(Answer.File file) {
        long last = file.from() + file.length() - 1;
        long size = file.content().size();
        return "Content-Range: bytes " + file.from() + "-" + last + "/" + size + "\r\n";
    }

    private static String extra(int status, int retryAfterSeconds) {
        String retry = retryAfterSeconds > 0 ? "Retry-After: " + retryAfterSeconds + "\r\n" : "";
        return switch (status) {
            case 405 -> retry + "Allow: GET, POST\r\n";
            case 426 ->
                    retry
                            + "Upgrade: websocket\r\nSec-WebSocket-Version: "
                            + Handshake.VERSION
                            + "\r\n";
            default -> retry;
        };
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 206 -> "Partial Content";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 416 -> "Range Not Satisfiable";
            case 426 -> "Upgrade Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 507 -> "Insufficient Storage";
            default -> status < 500 ? "Refused" : "Failed";
        };
    }
}
