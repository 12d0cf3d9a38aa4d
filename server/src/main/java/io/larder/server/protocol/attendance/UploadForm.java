package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Bookmark;
import io.larder.server.protocol.Bookmark.Rule;
import io.larder.server.protocol.Query;
import io.larder.server.protocol.Sender;
import io.larder.server.protocol.Stamps;
import io.larder.server.protocol.Wire;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Which of the many spellings of an attendance upload a request is: the table that it fills, in
/// capitals or empty, and the parameter and option that carry its bookmark. `stamp` is empty when
/// it has none. Sources: PROTOCOL.md 1.2.2 (asked in that order), 1.2.6, 4.3.
record UploadForm(String table, String stamp, String bookmark) {
    static final String ROWS = "ATTLOG";
    static final String OPERATIONS = "OPERLOG";
    static final String PHOTO = "ATTPHOTO";
    static final String FINGER_IMAGE = "FPIMAGE";

    private static final Pattern TABLE_NAME = Pattern.compile("[A-Z0-9_]{1,32}");

    /// Terminals keep these for a while when they are refused; attendance rows go first.
    private static final Set<String> DEFERRABLE =
            Set.of(OPERATIONS, PHOTO, FINGER_IMAGE, "USERPIC", "BIOPHOTO");

    /// The form of `wire`, a POST to `/iclock/cdata` or `/iclock/fdata`, or a service of
    /// access-control devices.
    static UploadForm of(Wire.Request wire) {
        Query query = wire.query();
        String table = Sender.table(wire);
        if (!table.isEmpty()) {
            return TABLE_NAME.matcher(table).matches()
                    ? new UploadForm(table, "Stamp", table + "Stamp")
                    : new UploadForm(table, "", "");
        }
        String service = AccessControl.table(wire.path());
        if (!service.isEmpty()) {
            return new UploadForm(service, "", "");
        }
        if (wire.path().equals("/iclock/fdata")) {
            return new UploadForm(PHOTO, "PhotoStamp", "PhotoStamp");
        }
        if (query.has("OpStamp")) {
            return new UploadForm(OPERATIONS, "OpStamp", "OpStamp");
        }
        if (query.has("FPImage")) {
            return new UploadForm(FINGER_IMAGE, "", "");
        }
        if (query.has("Stamp")) {
            return new UploadForm(ROWS, "Stamp", "Stamp");
        }
        return query.has("PhotoStamp") || PhotoId.isPhoto(wire.body())
                ? new UploadForm(PHOTO, "PhotoStamp", "PhotoStamp")
                : new UploadForm("", "", "");
    }

    boolean deferrable() {
        return DEFERRABLE.contains(table);
    }

    /// The bookmark that the upload moves, if any.
    List<Bookmark> bookmarks(Query query) {
        return stamp.isEmpty()
                ? List.of()
                : Stamps.read(query, stamp)
                        .map(value -> new Bookmark(bookmark, value, Rule.LATEST))
                        .stream()
                        .toList();
    }
}
