package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Query;
import io.larder.server.protocol.Request.Upload;
import io.larder.server.protocol.Sha256;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Access-control devices on this door: what they say is kept and answered so that they go on, and
/// not interpreted.
///
/// ```
/// /iclock/registry                              RegistryCode=<code>
/// /iclock/push                                  key=value LF …
/// /iclock/querydata?tablename=user&count=2      user=2
/// /iclock/cdata?table=tabledata&tablename=user&count=2    user=2
/// ```
///
/// A device that hears `OK` for a table sends it again without end. Source: PROTOCOL.md 1.2.11 and
/// the devices' public protocol.
final class AccessControl {
    static final String REGISTRY = "REGISTRY";

    private static final String REGISTRY_PATH = "/iclock/registry";
    private static final String PUSH_PATH = "/iclock/push";

    /// Services of their own, and the table as which they are kept.
    private static final Map<String, String> SERVICES =
            Map.of(REGISTRY_PATH, REGISTRY, PUSH_PATH, "PUSH", "/iclock/querydata", "QUERYDATA");

    private static final Set<String> TABLES =
            Set.of("RTLOG", "RTSTATE", "TABLEDATA", "PUSH", "QUERYDATA");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,32}");
    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");
    private static final int CODE_LENGTH = 16;

    private static final List<String> OPTIONS =
            List.of(
                    "ServerVersion=3.1.1",
                    "ServerName=Larder",
                    "PushVersion=3.1.1",
                    "ErrorDelay=60",
                    "RequestDelay=5",
                    "TransTimes=00:00;14:00",
                    "TransInterval=1",
                    "TransTables=User\tTransaction",
                    "Realtime=1",
                    "TimeoutSec=60");

    private static final Pattern PASSWORD =
            Pattern.compile("(?i)\\b(passwd|password|pwd)=[^\t\r\n]+");

    private AccessControl() {}

    /// The table of a service's path, empty for other paths.
    static String table(String path) {
        return SERVICES.getOrDefault(path, "");
    }

    /// True when what is in `table` is not interpreted.
    static boolean has(String table) {
        return TABLES.contains(table);
    }

    /// What the sender of an upload waits for.
    static String acknowledgement(Wire.Request wire, Serial serial) {
        return switch (wire.path()) {
            case REGISTRY_PATH -> "RegistryCode=" + code("registry", serial);
            case PUSH_PATH ->
                    String.join("\n", OPTIONS) + "\nSessionID=" + code("session", serial) + "\n";
            default -> counted(wire.query());
        };
    }

    private static String counted(Query query) {
        String name = query.text("tablename", "");
        String count = query.text("count", "");
        return NAME.matcher(name).matches() && COUNT.matcher(count).matches()
                ? name + "=" + count
                : Upload.OK;
    }

    /// The same for the same device each time: nothing needs to be remembered.
    private static String code(String what, Serial serial) {
        return Sha256.hex(Bytes.utf8(what + "\n" + serial.text())).substring(0, CODE_LENGTH);
    }

    /// What it says, without what people use as passwords: that is in the journal only.
    static Bytes withoutPasswords(Bytes body) {
        return Bytes.latin1(PASSWORD.matcher(body.asLatin1()).replaceAll("$1=***"));
    }
}
