package io.larder.server.relay.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.json.Json;
import io.larder.server.json.Positions;
import io.larder.storage.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How far the cluster is, by way of one upstream, with one life of a box's numbering, as a message
/// of the cursor topic:
///
/// ```
/// key   = BOX/UPSTREAM/EPOCH
/// value = {"version":1,"next":{"seq":8,"row":0},"mark":"7@1700000000000"}
/// ```
record Place(Position next, Optional<String> mark) {
    private static final long VERSION = 1;

    /// `of` is the box and the name of its upstream, see [Session#whose].
    static byte[] key(String of, long epoch) {
        return (of + "/" + epoch).getBytes(UTF_8);
    }

    /// The epoch in such a key; empty when the key is another's.
    static Optional<Long> epoch(String of, byte[] key) {
        String text = new String(key, UTF_8);
        return text.startsWith(of + "/") && text.substring(of.length() + 1).matches("\\d{1,16}")
                ? Optional.of(Long.valueOf(text.substring(of.length() + 1)))
                : Optional.empty();
    }

    byte[] value() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("version", VERSION);
        out.put("next", Positions.write(next));
        mark.ifPresent(text -> out.put("mark", text));
        return Json.write(out).getBytes(UTF_8);
    }

    /// Throws `IllegalArgumentException` saying what is missing or wrong.
    static Place read(byte[] value) {
        Map<String, Object> in = Json.read(new String(value, UTF_8));
        if (!Long.valueOf(VERSION).equals(in.get("version"))) {
            throw new IllegalArgumentException(
                    "version " + in.get("version") + ", expected " + VERSION);
        }
        return new Place(
                Positions.read(in, "next"),
                Optional.ofNullable(in.get("mark")).map(Object::toString));
    }

    Place later(Place other) {
        return other.next.compareTo(next) > 0 ? other : this;
    }
}
