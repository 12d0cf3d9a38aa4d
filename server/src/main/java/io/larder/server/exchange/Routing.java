package io.larder.server.exchange;

import io.larder.server.protocol.Fetches;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.Sender;
import io.larder.server.protocol.Wire;
import io.larder.server.protocol.attendance.AttendanceRequests;
import io.larder.server.protocol.attendance.AttendanceTables;
import io.larder.server.protocol.canteen.CanteenRequests;
import io.larder.server.protocol.canteen.CanteenTables;
import io.larder.server.protocol.meeting.MeetingTables;
import io.larder.server.record.Family;
import io.larder.server.record.Upload;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the protocol family of a request: by path, by table and parameters, and on the paths that
/// both families use by what the terminal was before. Sources: PROTOCOL.md 1.1, 1.2.2; traps T-001
/// to T-004, T-015.
public final class Routing {
    private static final Set<String> METHODS = Set.of("GET", "POST");

    private Routing() {}

    /// What the terminal wants; `known` is its family if it has shown one before. What nobody
    /// offers is refused, never answered with 200.
    public static Request read(Wire.Request wire, @Nullable Family known) {
        return Fetches.read(wire).orElseGet(() -> service(wire, known));
    }

    private static Request service(Wire.Request wire, @Nullable Family known) {
        if (!METHODS.contains(wire.method())) {
            return Sender.wrongMethod(wire, Sender.serial(wire).orElse(null));
        }
        boolean attendanceTable = AttendanceTables.has(Sender.table(wire));
        return CanteenRequests.read(wire, attendanceTable ? Family.ATTENDANCE : known)
                .or(() -> AttendanceRequests.read(wire))
                .orElseGet(() -> Sender.notFound(wire));
    }

    /// What a stored upload of `family` means; `learned` are the facts known of its terminal.
    public static Reading readRows(Family family, Upload upload, Map<String, String> learned) {
        Wire.Request wire =
                Wire.Request.of(upload.method(), upload.target(), upload.body(), upload.peer());
        return switch (family) {
            case CANTEEN -> CanteenTables.read(wire, learned);
            case ATTENDANCE -> AttendanceTables.read(wire, learned);
            case MEETING -> MeetingTables.read(upload);
        };
    }
}
