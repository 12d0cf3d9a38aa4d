package io.larder.server.protocol.attendance;

import static io.larder.server.protocol.Column.Need.HINT;
import static io.larder.server.protocol.Column.Need.OPTIONAL;
import static io.larder.server.protocol.Column.Need.OR_ZERO;
import static io.larder.server.protocol.Column.Need.REQUIRED;
import static io.larder.server.protocol.Column.Type.CODE;
import static io.larder.server.protocol.Column.Type.DECIMAL;
import static io.larder.server.protocol.Column.Type.INT;
import static io.larder.server.protocol.Column.Type.TEXT;
import static io.larder.server.protocol.Column.Type.TIME;

import io.larder.server.protocol.Bookmark;
import io.larder.server.protocol.Column;
import io.larder.server.protocol.Dialect;
import io.larder.server.protocol.Lines;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Table;
import io.larder.server.protocol.Text;
import io.larder.server.protocol.Unread;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Family;
import io.larder.server.record.Kind;
import io.larder.server.record.RecordKey;
import io.larder.server.record.TerminalTime.Decoder;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an attendance upload means: punches row by row, everything else kept whole for now. The
/// same upload and the same learned facts always give the same reading. Sources: PROTOCOL.md 2.2;
/// traps T-047, T-048, T-077, T-080.
public final class AttendanceTables {
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
                    "OPTIONS",
                    "REMOTEATT");

    /// Columns behind the converted temperature (time offset, extension) stay in the raw bytes. The
    /// sources do not agree on columns 7 to 9, so a stranger value there is left out.
    private static final Table ATTLOG =
            new Table(
                    UploadForm.ROWS,
                    Kind.PUNCH,
                    2,
                    List.of(
                            new Column("PIN", "pin", TEXT, OPTIONAL),
                            new Column("TIME", "time", TIME, REQUIRED),
                            new Column("STATUS", "status", INT, OR_ZERO),
                            new Column("VERIFY", "verify", INT, OR_ZERO),
                            new Column("WORKCODE", "workCode", TEXT, OPTIONAL),
                            new Column("RESERVED1", "reserved1", TEXT, OPTIONAL),
                            new Column("RESERVED2", "reserved2", TEXT, OPTIONAL),
                            new Column("MaskFlag", "mask", CODE, HINT),
                            new Column("Temperature", "temperature", DECIMAL, HINT),
                            new Column("ConvTemperature", "convertedTemperature", DECIMAL, HINT)),
                    new Table.Identity(
                            List.of("pin", "time"),
                            "\t",
                            List.of("status", "verify", "workCode"),
                            RecordKey.Rule.REVISED),
                    Map.of());

    private AttendanceTables() {}

    /// True when `table`, in capitals, is one that only attendance terminals send.
    public static boolean has(String table) {
        return NAMES.contains(table);
    }

    /// Reads an upload. `learned` holds what is known of the terminal: [Dialect#TIME_DECODER].
    public static Reading read(Wire.Request wire, Map<String, String> learned) {
        UploadForm form = UploadForm.of(wire);
        List<Bookmark> bookmarks = form.bookmarks(wire.query());
        return form.table().equals(UploadForm.ROWS)
                ? punches(wire, Dialect.decoder(learned), bookmarks)
                : Unread.reading(Family.ATTENDANCE, form.table(), reason(form), wire, bookmarks);
    }

    private static Reading punches(Wire.Request wire, Decoder decoder, List<Bookmark> bookmarks) {
        List<Row> rows =
                Lines.of(wire.body()).stream()
                        .map(line ->
                                ATTLOG.read(
                                        line, Lines.columnsOrBlanks(Text.decode(line)), decoder))
                        .toList();
        return new Reading(
                Family.ATTENDANCE, UploadForm.ROWS, rows, bookmarks, Map.of(), List.of());
    }

    private static String reason(UploadForm form) {
        return form.table().isEmpty()
                ? "kept raw: no table is named"
                : "kept raw: table " + form.table() + " is not read yet";
    }
}
