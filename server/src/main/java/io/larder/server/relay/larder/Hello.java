package io.larder.server.relay.larder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.json.Batch;
import io.larder.server.json.Fields;
import io.larder.server.json.Json;
import io.larder.server.json.Positions;
import io.larder.storage.Position;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a box says when it connects.
record Hello(
        String box,
        long epoch,
        long firstSeq,
        OptionalLong lastSeq,
        String program,
        Optional<Position> rewind) {
    private static final int PROGRAM_CHARACTERS = 200;

    /// Throws `IllegalArgumentException` saying what is missing or wrong.
    static Hello read(byte[] body) {
        Map<String, Object> said = Json.read(new String(body, UTF_8));
        Fields fields = new Fields(said);
        fields.version(Batch.VERSION);
        long firstSeq = fields.number("firstSeq", 1, Fields.MAX_EXACT);
        Optional<Position> rewind =
                said.containsKey("rewind")
                        ? Optional.of(Positions.read(said, "rewind"))
                        : Optional.empty();
        if (rewind.isPresent() && rewind.get().seq() < firstSeq) {
            throw new IllegalArgumentException(
                    "rewind " + rewind.get() + " is before firstSeq " + firstSeq);
        }
        return new Hello(
                fields.box(),
                fields.number("epoch", 1, Fields.MAX_EXACT),
                firstSeq,
                said.get("lastSeq") instanceof Long last
                        ? OptionalLong.of(last)
                        : OptionalLong.empty(),
                program(said),
                rewind);
    }

    /// It is shown to people and decides nothing: what is too long is cut.
    private static String program(Map<String, Object> said) {
        String text = said.get("program") instanceof String program ? program : "";
        return text.substring(0, Math.min(text.length(), PROGRAM_CHARACTERS));
    }
}
