package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What uploads of attendance terminals are read as, and the short forms in which tests say it.
final class Told {
    private Told() {}

    static Reading read(String query, String body) {
        return read("/iclock/cdata", query, Bytes.utf8(body));
    }

    static Reading read(String path, String query, Bytes body) {
        return AttendanceTables.read(
                Wire.Request.of("POST", path + "?SN=123456&" + query, body, "peer"), Map.of());
    }

    /// The records of lines in the operation log.
    static List<Record> log(String body) {
        return records(read("table=OPERLOG&Stamp=9999", body));
    }

    static List<Record> records(Reading reading) {
        return reading.rows().stream().map(row -> ((Row.Read) row).record()).toList();
    }

    static Record only(Reading reading) {
        List<Record> records = records(reading);
        if (records.size() != 1) {
            throw new AssertionError(records.size() + " records: " + records);
        }
        return records.getFirst();
    }

    static String key(Record record) {
        RecordKey key = record.key();
        return key.table() + " " + key.key() + " " + key.rule();
    }

    static Optional<Bytes> latin1(String text) {
        return Optional.of(Bytes.latin1(text));
    }
}
