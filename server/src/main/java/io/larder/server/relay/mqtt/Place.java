package io.larder.server.relay.mqtt;

import io.larder.server.json.Batch;
import io.larder.server.json.Json;
import io.larder.server.json.Positions;
import io.larder.storage.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How far one epoch is at the broker.
///
/// ```
/// kept = {"version":1, "box":…, "epoch":…, "next":{"seq":…, "row":…}, "mark":…}
/// ```
record Place(Position next, Optional<String> mark) {
    /// Nothing is there yet.
    static Place at(Position first) {
        return new Place(first, Optional.empty());
    }

    /// What was kept; throws `IllegalArgumentException` when it is no cursor.
    static Place read(String text) {
        Map<String, Object> said = Json.read(text);
        return new Place(
                Positions.read(said, "next"),
                Optional.ofNullable(said.get("mark")).map(String::valueOf));
    }

    /// The broker has everything before `to`. The mark stays: it names a record before that.
    Place moved(Position to) {
        return new Place(to, mark);
    }

    /// The broker has all of a parcel; a parcel without a record leaves the mark.
    Place taken(Batch header) {
        return new Place(header.next(), header.mark().or(() -> mark));
    }

    String write(String box, long epoch) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("version", Batch.VERSION);
        out.put("box", box);
        out.put("epoch", epoch);
        out.put("next", Positions.write(next));
        mark.ifPresent(text -> out.put("mark", text));
        return Json.write(out);
    }
}
