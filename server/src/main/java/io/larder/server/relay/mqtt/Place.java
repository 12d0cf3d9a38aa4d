package io.larder.server.relay.mqtt;

import io.larder.server.json.Batch;
import io.larder.server.json.Json;
import io.larder.server.json.Positions;
import io.larder.storage.Position;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How far one epoch is at the broker, as this process knows it. `kept` is what the broker keeps of
/// that: what it acknowledged last, and what was tried since.
///
/// ```
/// kept = {"version":1, "box":…, "epoch":…, "next":{"seq":…, "row":…}, "mark":…}
/// ```
record Place(Position next, Optional<String> mark, Set<Optional<String>> kept) {
    Place {
        kept = Set.copyOf(kept);
    }

    /// Nothing is there yet.
    static Place at(Position first) {
        return new Place(first, Optional.empty(), Set.of(Optional.empty()));
    }

    /// What was kept; throws `IllegalArgumentException` when it is no cursor.
    static Place read(String text) {
        Map<String, Object> said = Json.read(text);
        return new Place(
                Positions.read(said, "next"),
                Optional.ofNullable(said.get("mark")).map(String::valueOf),
                Set.of(Optional.of(text)));
    }

    /// Whether the broker, which keeps `found`, is where this process left it.
    boolean isBehind(Optional<String> found) {
        return kept.contains(found);
    }

    /// The broker has everything before `to`, and was not asked to remember it.
    Place moved(Position to) {
        return new Place(to, mark, kept);
    }

    /// The broker has all of a parcel; a parcel without a record leaves the mark.
    Place taken(Batch header) {
        return new Place(header.next(), header.mark().or(() -> mark), kept);
    }

    /// The broker may keep `text` from now on.
    Place trying(String text) {
        Set<Optional<String>> more = new HashSet<>(kept);
        more.add(Optional.of(text));
        return new Place(next, mark, more);
    }

    /// The broker keeps `text`.
    Place keeping(String text) {
        return new Place(next, mark, Set.of(Optional.of(text)));
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
