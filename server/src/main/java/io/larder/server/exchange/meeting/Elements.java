package io.larder.server.exchange.meeting;

import io.larder.server.protocol.Row;
import io.larder.server.protocol.meeting.Fault;
import io.larder.server.protocol.meeting.MeetingTables;
import io.larder.server.record.Bytes;
import io.larder.server.record.Upload;
import java.util.List;
import java.util.Optional;

/// What is to be known of an upload before it is kept: what it states, element by element.
record Elements(List<Row> rows) {
    private static final String FILE = "fileId";

    static Elements read(MeetingCall call, Bytes text) {
        Upload upload = new Upload(MeetingTables.METHOD, call.funcId(), "", text);
        return new Elements(MeetingTables.read(upload).rows());
    }

    /// Why there is nothing to keep; empty when there is something. What cannot be understood is
    /// kept for a person to look at, but a picture that is not there is nothing.
    Optional<Said> fault(boolean pictures) {
        if (rows.isEmpty()) {
            return Optional.of(new Said.Not(Fault.WRONG_FIELD, "there are no elements"));
        }
        return pictures && rows.stream().allMatch(Row.Odd.class::isInstance)
                ? rows.stream()
                        .map(Row.Odd.class::cast)
                        .findFirst()
                        .map(odd -> new Said.Not(Fault.WRONG_FIELD, odd.why()))
                : Optional.empty();
    }

    /// The files that hold pictures.
    List<String> files() {
        return rows.stream()
                .filter(Row.Read.class::isInstance)
                .map(row -> ((Row.Read) row).record().fields().get(FILE))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .distinct()
                .toList();
    }
}
