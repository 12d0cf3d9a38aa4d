package io.larder.server.protocol.meeting;

import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.record.Bytes;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import io.larder.server.record.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// What messages of meeting terminals are read as, and the short forms in which tests say it.
final class Said {
    private Said() {}

    static Bytes file(String name) {
        try (InputStream in = Said.class.getResourceAsStream("/best/" + name)) {
            return Bytes.wrap(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    static Reading read(Bytes message) {
        String function = Message.read(message).funcId();
        return MeetingTables.read(new Upload("BEST", function, "10.0.0.7", message));
    }

    /// A message of `function` with those parameters.
    static Bytes message(String function, String params) {
        return Bytes.utf8(
                "{\"funcId\":\""
                        + function
                        + "\",\"mid\":\"1\",\"payload\":{\"params\":{"
                        + params
                        + "}}}");
    }

    static Reading read(String function, String params) {
        return read(message(function, params));
    }

    static List<Record> records(Reading reading) {
        return reading.rows().stream()
                .filter(Row.Read.class::isInstance)
                .map(row -> ((Row.Read) row).record())
                .toList();
    }

    static List<String> odd(Reading reading) {
        return reading.rows().stream()
                .filter(Row.Odd.class::isInstance)
                .map(row -> ((Row.Odd) row).why())
                .toList();
    }

    static String key(Record record) {
        RecordKey key = record.key();
        return key.table() + " " + key.key() + " " + key.rule();
    }
}
