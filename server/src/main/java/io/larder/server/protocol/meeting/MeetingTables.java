package io.larder.server.protocol.meeting;

import io.larder.server.protocol.CommandReply;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Unread;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Upload;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a stored message of a meeting terminal means: rows of people, photos, cards and
/// verifications, what the terminal tells of itself, or the answer to a command. The same upload
/// always gives the same reading. Source: PROTOCOL.md 6.4, 6.6 to 6.8.
///
/// ```
/// upload: method = BEST, target = the funcId, body = the JSON text as received
/// ```
public final class MeetingTables {
    /// The method of an upload that is a message of this family.
    public static final String METHOD = "BEST";

    static final String REPORT = "dev.report";
    static final String OPTIONS = "dev.option.upload";

    private static final String REPLIES = "DEVICECMD";
    private static final String FILES = "FILE";

    private MeetingTables() {}

    /// Reads an upload of [#METHOD].
    public static Reading read(Upload upload) {
        String function = upload.target();
        Message message;
        try {
            message = Message.read(upload.body());
        } catch (IllegalArgumentException e) {
            String why = "no message: " + e.getMessage();
            return rows(table(function), List.of(new Row.Odd(upload.body(), why)));
        }
        Optional<ArrayUpload> array = ArrayUpload.find(function);
        if (array.isPresent()) {
            return rows(array.get().table(), array.get().rows(message));
        }
        return switch (function) {
            case REPORT -> said("REPORT", Reports.reported(message), Reports.report(message));
            case OPTIONS -> options(message, upload);
            case Message.REPLY -> reply(message, upload);
            case FileStep.START, FileStep.PACKAGE, FileStep.END ->
                    rows(FILES, file(message, upload));
            default -> unread(message, upload, function + " is not read yet");
        };
    }

    private static String table(String function) {
        return ArrayUpload.find(function)
                .map(ArrayUpload::table)
                .orElse(function.toUpperCase(Locale.ROOT));
    }

    private static Reading options(Message message, Upload upload) {
        List<Row> rows = Reports.opted(message);
        return rows.isEmpty()
                ? unread(message, upload, "options in a form that is not read yet")
                : said("OPTIONS", rows, Reports.options(message));
    }

    private static Reading reply(Message message, Upload upload) {
        Optional<CommandReply> reply = MeetingReplies.read(message, upload.body());
        return reply.isEmpty()
                ? unread(message, upload, "an answer that names no command")
                : new Reading(
                        Family.MEETING,
                        REPLIES,
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of(),
                        List.of(reply.get()),
                        Map.of());
    }

    /// Steps of a file state nothing by themselves.
    private static List<Row> file(Message message, Upload upload) {
        return FileStep.read(message)
                .filter(FileStep.Wrong.class::isInstance)
                .map(FileStep.Wrong.class::cast)
                .<List<Row>>map(wrong -> List.of(new Row.Odd(upload.body(), wrong.why())))
                .orElse(List.of());
    }

    private static Reading unread(Message message, Upload upload, String why) {
        Bytes shown = Hidden.of(message.params(), Set.of());
        Wire.Request wire = Wire.Request.of(upload.method(), upload.target(), shown, upload.peer());
        return Unread.reading(
                Family.MEETING, table(upload.target()), "kept raw: " + why, wire, List.of());
    }

    private static Reading rows(String table, List<Row> rows) {
        return said(table, rows, Map.of());
    }

    private static Reading said(String table, List<Row> rows, Map<String, String> said) {
        return new Reading(
                Family.MEETING, table, rows, List.of(), Map.of(), List.of(), List.of(), said);
    }
}
