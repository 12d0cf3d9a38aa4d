package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Bookmark;
import io.larder.server.protocol.Dialect;
import io.larder.server.protocol.Lines;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Unread;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.TerminalTime.Decoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What an attendance upload means: rows of punches, lines of people, templates and operations, one
/// picture, or what a terminal tells of itself; tables that nobody knows are kept whole. The same
/// upload and the same learned facts always give the same reading. Sources: PROTOCOL.md 2.2 to 2.6;
/// traps T-047, T-048, T-077, T-080.
public final class AttendanceTables {
    private static final String OPTIONS = "OPTIONS";

    /// Names that only attendance terminals use.
    private static final Set<String> NAMES =
            Set.of(
                    UploadForm.ROWS,
                    UploadForm.OPERATIONS,
                    UploadForm.PHOTO,
                    "USERINFO",
                    "USERPIC",
                    "FINGERTMP",
                    "FACE",
                    "FVEIN",
                    "BIODATA",
                    "BIOPHOTO",
                    "IDCARD",
                    "WORKCODE",
                    "ERRORLOG",
                    OPTIONS,
                    "REMOTEATT",
                    "RTLOG",
                    "RTSTATE",
                    "TABLEDATA");

    private AttendanceTables() {}

    /// True when `table`, in capitals, is one that only attendance terminals send.
    public static boolean has(String table) {
        return NAMES.contains(table);
    }

    /// True when each line of `table`, in capitals, is a row of its own.
    public static boolean isLineByLine(String table) {
        return table.equals(UploadForm.ROWS) || OperationLog.has(table);
    }

    /// Reads an upload. `learned` holds what is known of the terminal: [Dialect#TIME_DECODER].
    public static Reading read(Wire.Request wire, Map<String, String> learned) {
        UploadForm form = UploadForm.of(wire);
        List<Bookmark> bookmarks = form.bookmarks(wire.query());
        Decoder decoder = Dialect.decoder(learned);
        List<String> notices = new ArrayList<>();
        if (OperationLog.has(form.table())) {
            Function<Bytes, Row> line =
                    bytes -> OperationLog.read(bytes, form.table(), decoder, notices::add);
            return reading(form, lines(wire, line), bookmarks, notices);
        }
        return switch (form.table()) {
            case UploadForm.ROWS ->
                    reading(
                            form,
                            lines(wire, line -> PunchLines.read(line, decoder)),
                            bookmarks,
                            notices);
            case UploadForm.PHOTO ->
                    reading(form, PhotoUploads.punch(wire, notices::add), bookmarks, notices);
            case UploadForm.FINGER_IMAGE ->
                    reading(form, PhotoUploads.finger(wire), bookmarks, notices);
            case OPTIONS, AccessControl.REGISTRY -> options(form, wire.body(), bookmarks);
            default ->
                    Unread.reading(
                            Family.ATTENDANCE,
                            form.table(),
                            reason(form),
                            AccessControl.has(form.table())
                                    ? wire.with(AccessControl.withoutPasswords(wire.body()))
                                    : wire,
                            bookmarks);
        };
    }

    private static List<Row> lines(Wire.Request wire, Function<Bytes, Row> read) {
        return Lines.of(wire.body()).stream().map(read).toList();
    }

    private static Reading reading(
            UploadForm form, List<Row> rows, List<Bookmark> bookmarks, List<String> notices) {
        return new Reading(Family.ATTENDANCE, form.table(), rows, bookmarks, Map.of(), notices);
    }

    private static Reading options(UploadForm form, Bytes body, List<Bookmark> bookmarks) {
        Map<String, String> pairs = TerminalOptions.pairs(body);
        return new Reading(
                Family.ATTENDANCE,
                form.table(),
                TerminalOptions.rows(body, pairs),
                bookmarks,
                Map.of(),
                List.of(),
                List.of(),
                TerminalOptions.said(pairs));
    }

    private static String reason(UploadForm form) {
        if (AccessControl.has(form.table())) {
            return "access control: kept, not interpreted";
        }
        return form.table().isEmpty()
                ? "kept raw: no table is named"
                : "kept raw: table " + form.table() + " is not read yet";
    }
}
