package io.larder.server.exchange;

import io.larder.server.projector.Understanding;
import io.larder.server.protocol.CommandReply;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Replies;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.Unread;
import io.larder.server.protocol.Wire;
import io.larder.server.protocol.attendance.AttendanceTables;
import io.larder.server.protocol.meeting.MeetingTables;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Upload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a stored upload means: the same routing as when it came in, then its family's tables.
public final class Meaning {
    private static final byte LF = '\n';
    private static final String REPLIES = "DEVICECMD";

    /// Bodies are cut into parts of so many bytes: some ten thousand rows at most.
    private static final int PART_BYTES = 256 * 1024;

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

    /// The upload in parts, where each line of it is a row of its own; else the upload.
    static List<Upload> parts(Upload upload, @Nullable Family known) {
        Bytes body = upload.body();
        if (body.length() <= PART_BYTES || isMessage(upload) || !isLineByLine(upload, known)) {
            return List.of(upload);
        }
        List<Upload> parts = new ArrayList<>();
        int from = 0;
        while (from < body.length()) {
            int lf = body.indexOf(LF, Math.min(from + PART_BYTES, body.length()));
            int end = lf < 0 ? body.length() : lf + 1;
            parts.add(
                    new Upload(
                            upload.method(),
                            upload.target(),
                            upload.peer(),
                            body.slice(from, end)));
            from = end;
        }
        return parts;
    }

    /// What came over a WebSocket says itself what it is; nothing of HTTP applies.
    private static boolean isMessage(Upload upload) {
        return upload.method().equals(MeetingTables.METHOD);
    }

    private static boolean isLineByLine(Upload upload, @Nullable Family known) {
        Wire.Request wire =
                Wire.Request.of(upload.method(), upload.target(), Bytes.EMPTY, upload.peer());
        return Routing.read(wire, known) instanceof Request.Upload row
                && row.family() == Family.ATTENDANCE
                && AttendanceTables.isLineByLine(row.table());
    }

    /// `known` is the family its terminal has shown, null for none; `learned` its dialect.
    public static Reading read(Upload upload, @Nullable Family known, Map<String, String> learned) {
        if (isMessage(upload)) {
            return Routing.readRows(Family.MEETING, upload, learned);
        }
        Wire.Request wire =
                Wire.Request.of(upload.method(), upload.target(), upload.body(), upload.peer());
        return switch (Routing.read(wire, known)) {
            case Request.Upload row -> Routing.readRows(row.family(), upload, learned);
            case Request.Reply reply -> replies(reply.family(), reply.wire());
            case Request.CardService _ -> raw(Family.CANTEEN, "", "a card service", wire);
            case Request.Hello hello -> raw(hello.family(), "", "an initialisation", wire);
            case Request.Poll poll -> raw(poll.family(), "", "a poll", wire);
            case Request.AskPerson _ -> raw(Family.ATTENDANCE, "", "a question for somebody", wire);
            case Request.Verify _ -> raw(Family.ATTENDANCE, "", "a verification", wire);
            case Request.AskTime time -> raw(time.family(), "", "a question for the time", wire);
            case Request.Fetch _ -> raw(fallback(known), "", "a download", wire);
            case Request.Ping _ -> raw(fallback(known), "", "a sign of life", wire);
            case Request.Refused refused -> raw(fallback(known), "", refused.why(), wire);
        };
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
