package io.larder.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.CommandReply;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Replies;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Record;
import io.larder.server.record.Upload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whatever a request says: it is found a service or refused; every line of an upload, or its body
/// as a whole, stays a row; every reply to a command stands for itself; and out of the journal it
/// means the same.
public final class RowsTarget {
    private RowsTarget() {}

    /// A request as captures have them.
    public static void hold(byte[] input) {
        Wire.Request wire = Capture.tolerant(Bytes.wrap(input));
        check(wire, null, "");
        check(wire, Family.CANTEEN, "canteen");
        check(wire, Family.ATTENDANCE, "attendance");
        Upload upload = new Upload(wire.method(), wire.target(), wire.peer(), wire.body());
        assertThat(Meaning.read(upload, null, Map.of())).isNotNull();
        assertThat(Bytes.joined(Meaning.parts(upload, null).stream().map(Upload::body).toList()))
                .isEqualTo(upload.body());
    }

    static void check(Wire.Request wire, @Nullable Family known, String when) {
        switch (Routing.read(wire, known)) {
            case Request.Upload request -> upload(wire, request, when);
            case Request.Reply reply -> replies(reply.wire().body(), when);
            case Request other -> assertThat(other).isNotNull();
        }
    }

    private static void upload(Wire.Request wire, Request.Upload request, String when) {
        Family family = request.family();
        Upload upload = new Upload("POST", wire.target(), wire.peer(), wire.body());
        Reading reading = Routing.readRows(family, Upload.read(upload.write()), Map.of());

        assertThat(Routing.readRows(family, upload, Map.of())).as(when).isEqualTo(reading);
        assertThat(reading.table()).as(when).isEqualTo(request.table());
        assertThat(
                        accountsFor(reading, lines(wire.body()))
                                || accountsFor(reading, whole(wire.body())))
                .as("%s %s does not account for %s", when, reading.rows(), wire.body().asLatin1())
                .isTrue();
    }

    private static boolean accountsFor(Reading reading, List<Bytes> sent) {
        List<Row> rows = reading.rows();
        if (rows.size() != sent.size()) {
            return false;
        }
        for (int i = 0; i < sent.size(); i++) {
            if (!isOf(rows.get(i), sent.get(i).asLatin1())) {
                return false;
            }
        }
        return true;
    }

    /// Damaged or not: no byte counts twice, and each reply found can be found again in its own
    /// bytes.
    public static void replies(Bytes body, String when) {
        Replies replies = CommandReply.read(body);

        assertThat(CommandReply.read(body)).as(when).isEqualTo(replies);
        assertThat(length(replies)).as(when).isLessThanOrEqualTo(body.length());
        for (CommandReply reply : replies.replies()) {
            String end = reply.content().isPresent() ? "" : "\r\n";
            assertThat(CommandReply.read(Bytes.latin1(reply.raw().asLatin1() + end)))
                    .as(when)
                    .isEqualTo(new Replies(List.of(reply), Bytes.EMPTY));
        }
    }

    /// How many bytes of a body were found in replies or left.
    public static long length(Replies replies) {
        long length = replies.rest().length();
        for (CommandReply reply : replies.replies()) {
            length += reply.raw().length();
        }
        return length;
    }

    private static List<Bytes> whole(Bytes body) {
        return body.isEmpty() ? List.of() : List.of(body);
    }

    /// Lines found another way than the code under test finds them.
    private static List<Bytes> lines(Bytes body) {
        return List.of(body.asLatin1().split("\n", -1)).stream()
                .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
                .filter(line -> !line.isEmpty())
                .map(Bytes::latin1)
                .toList();
    }

    private static boolean isOf(Row row, String line) {
        return switch (row) {
            case Row.Odd(Bytes kept, String _) -> kept.asLatin1().equals(line);
            case Row.Read(Record record) -> {
                String raw = record.raw().asLatin1();
                yield switch (record.kind()) {
                    case PERSON, TERMINAL_STATE -> isThinned(raw.replace("*", ""), line);
                    case TEMPLATE, PHOTO, IDENTITY_CARD -> isCut(raw, line);
                    default -> raw.equals(line);
                };
            }
        };
    }

    /// True when `raw` is `line` without one piece.
    private static boolean isCut(String raw, String line) {
        int same = 0;
        while (same < raw.length()
                && same < line.length()
                && raw.charAt(same) == line.charAt(same)) {
            same++;
        }
        return line.length() >= raw.length() && line.endsWith(raw.substring(same));
    }

    /// True when `raw` is what is left of `line` when characters are taken out of it.
    private static boolean isThinned(String raw, String line) {
        int at = 0;
        for (int i = 0; i < line.length() && at < raw.length(); i++) {
            at += raw.charAt(at) == line.charAt(i) ? 1 : 0;
        }
        return at == raw.length();
    }
}
