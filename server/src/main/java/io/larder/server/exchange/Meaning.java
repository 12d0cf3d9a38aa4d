package io.larder.server.exchange;

import io.larder.server.projector.Understanding;
import io.larder.server.protocol.CommandReply;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Replies;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Unread;
import io.larder.server.protocol.Wire;
import io.larder.server.protocol.attendance.AttendanceTables;
import io.larder.server.protocol.canteen.CanteenTables;
import io.larder.server.protocol.meeting.MeetingTables;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Upload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a stored upload means: the same routing as when it came in, then its family's tables.
public final class Meaning {
    private static final byte LF = '\n';
    private static final String REPLIES = "DEVICECMD";

    /// Bodies are cut into parts of so many bytes or lines, whichever comes first: short lines take
    /// much more memory, once they are read, than they have bytes.
    private static final int PART_BYTES = 256 * 1024;

    private static final int PART_LINES = 4_096;

    /// Up to where an upload brings a terminal.
    private static final Pattern STAMPS =
            Pattern.compile("(?<=[?&])(Stamp|StampId)=[^&]*&?", Pattern.CASE_INSENSITIVE);

    /// As [#read] and [#parts] say.
    public static final Understanding UPLOADS =
            new Understanding() {
                @Override
                public Reading read(
                        Upload upload, @Nullable Family known, Map<String, String> learned) {
                    return Meaning.read(upload, known, learned);
                }

                @Override
                public List<Upload> parts(Upload upload, @Nullable Family known) {
                    return Meaning.parts(upload, known);
                }
            };

    private Meaning() {}

    /// The upload in parts, where each line of it is a row of its own; else the upload. Only the
    /// last part of a canteen upload says how far the upload is: its rows are the latest ones.
    static List<Upload> parts(Upload upload, @Nullable Family known) {
        Bytes body = upload.body();
        if (body.length() < PART_LINES || isMessage(upload)) {
            return List.of(upload);
        }
        Optional<Request.Upload> rows = lineByLine(upload, known);
        if (rows.isEmpty()) {
            return List.of(upload);
        }
        String early =
                rows.get().family() == Family.CANTEEN
                        ? STAMPS.matcher(upload.target()).replaceAll("")
                        : upload.target();
        List<Upload> parts = new ArrayList<>();
        int from = 0;
        while (from < body.length()) {
            int end = partEnd(body, from);
            String target = end < body.length() ? early : upload.target();
            parts.add(new Upload(upload.method(), target, upload.peer(), body.slice(from, end)));
            from = end;
        }
        return parts;
    }

    /// Behind the line with which the part that begins at `from` is large enough.
    private static int partEnd(Bytes body, int from) {
        int at = from;
        for (int lines = 0; lines < PART_LINES && at - from < PART_BYTES; lines++) {
            int lf = body.indexOf(LF, at);
            if (lf < 0) {
                return body.length();
            }
            at = lf + 1;
        }
        return at;
    }

    /// What came over a WebSocket says itself what it is; nothing of HTTP applies.
    private static boolean isMessage(Upload upload) {
        return upload.method().equals(MeetingTables.METHOD);
    }

    /// The upload, without its body, if each line of that is a row of its own.
    private static Optional<Request.Upload> lineByLine(Upload upload, @Nullable Family known) {
        Wire.Request wire =
                Wire.Request.of(upload.method(), upload.target(), Bytes.EMPTY, upload.peer());
        return Routing.read(wire, known) instanceof Request.Upload row && isLineByLine(row)
                ? Optional.of(row)
                : Optional.empty();
    }

    private static boolean isLineByLine(Request.Upload upload) {
        return switch (upload.family()) {
            case ATTENDANCE -> AttendanceTables.isLineByLine(upload.table());
            case CANTEEN -> CanteenTables.isLineByLine(upload.table());
            case MEETING -> false;
        };
    }

    /// `known` is the family its terminal has shown, null for none; `learned` its dialect.
    public static Reading read(Upload upload, @Nullable Family known, Map<String, String> learned) {
        if (isMessage(upload)) {
            return Routing.readRows(Family.MEETING, upload, learned);
        }
        Wire.Request wire =
                Wire.Request.of(upload.method(), upload.target(), upload.body(), upload.peer());
        if (upload.method().equals(Sealing.UNOPENED)) {
            return unopened(fallback(known), upload);
        }
        return switch (Routing.read(wire, known)) {
            case Request.Upload row -> Routing.readRows(row.family(), upload, learned);
            case Request.Reply reply -> replies(reply.family(), reply.wire());
            case Request.CardService _ -> raw(Family.CANTEEN, "", "a card service", wire);
            case Request.Hello hello -> raw(hello.family(), "", "an initialisation", wire);
            case Request.Poll poll -> raw(poll.family(), "", "a poll", wire);
            case Request.AskPerson _ -> raw(Family.ATTENDANCE, "", "a question for somebody", wire);
            case Request.Verify _ -> raw(Family.ATTENDANCE, "", "a verification", wire);
            case Request.AskTime time -> raw(time.family(), "", "a question for the time", wire);
            case Request.ExchangeKeys _ -> raw(fallback(known), "", "a key exchange", wire);
            case Request.Fetch _ -> raw(fallback(known), "", "a download", wire);
            case Request.Ping _ -> raw(fallback(known), "", "a sign of life", wire);
            case Request.Refused refused -> raw(fallback(known), "", refused.why(), wire);
        };
    }

    /// Sealed, so that nobody can say how many rows it has.
    private static Reading unopened(Family family, Upload upload) {
        Row odd =
                new Row.Odd(upload.body(), "the body does not open in the session of its terminal");
        return new Reading(family, "", List.of(odd), List.of(), Map.of(), List.of());
    }

    private static Reading replies(Family family, Wire.Request wire) {
        Replies read = CommandReply.read(wire.body());
        return new Reading(
                family,
                REPLIES,
                Unread.rows(REPLIES, "kept raw: no reply to a command", wire.with(read.rest())),
                List.of(),
                Map.of(),
                List.of(),
                read.replies(),
                Map.of());
    }

    private static Family fallback(@Nullable Family known) {
        return Optional.ofNullable(known).orElse(Family.ATTENDANCE);
    }

    private static Reading raw(Family family, String table, String why, Wire.Request wire) {
        return Unread.reading(family, table, "kept raw: " + why, wire, List.of());
    }
}
