package io.larder.server.protocol.meeting;

import io.larder.server.protocol.Row;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// That somebody showed himself at the door of a meeting. `status` says what it counts as, and
/// `recordType` nearly the same in other words: both are kept. Source: PROTOCOL.md 6.7; traps
/// T-099, T-100.
///
/// ```
/// {"pin":"7","meetCode":"123","verifyTime":"2026-11-20T10:00:00+08:00","verifyStyle":"1",
///  "status":"0","category":"0","recodeType":"0","logId":"815"}
/// ```
final class Verifications {
    static final String FUNCTION = "dev.data.upload.verifyLog";

    /// The names of the array.
    static final List<String> ARRAYS = List.of("verifyLog", "verifyLogs");

    /// All members of an element.
    static final Set<String> FIELDS =
            Set.of(
                    "pin",
                    "meetCode",
                    "verifyTime",
                    "verifyStyle",
                    "status",
                    "category",
                    "recodeType",
                    "recordType",
                    "logId");

    private Verifications() {}

    static List<Row> read(Map<String, Object> element) {
        ElementFields draft =
                new ElementFields(element)
                        .required("pin", "pin")
                        .required("meeting", "meetCode")
                        .requiredTime("time", "verifyTime")
                        .saidNumber("verify", "verifyStyle")
                        .requiredNumber("status", "status")
                        .requiredNumber("category", "category")
                        .requiredNumber("recordType", "recodeType", "recordType")
                        .required("logId", "logId");
        if (draft.fault().isPresent()) {
            return List.of(
                    new Row.Odd(
                            Hidden.but(element, FIELDS::contains),
                            "verifyLog: " + draft.fault().get()));
        }
        Map<String, Object> fields = draft.known(FIELDS);
        return List.of(
                new Row.Read(
                        new Record(
                                Kind.VERIFICATION,
                                new RecordKey(
                                        "VERIFYLOG",
                                        draft.key("logId"),
                                        ElementFields.content(fields),
                                        RecordKey.Rule.REVISED),
                                fields,
                                Hidden.but(element, FIELDS::contains))));
    }
}
