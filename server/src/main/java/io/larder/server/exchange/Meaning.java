package io.larder.server.exchange;

import io.larder.server.protocol.CommandReply;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Replies;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.Unread;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Family;
import io.larder.server.record.Upload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a stored upload means: the same routing as when it came in, then its family's tables.
public final class Meaning {
    private static final String REPLIES = "DEVICECMD";

    private Meaning() {}

    /// `known` is the family its terminal has shown, null for none; `learned` its dialect.
    public static Reading read(Upload upload, @Nullable Family known, Map<String, String> learned) {
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
