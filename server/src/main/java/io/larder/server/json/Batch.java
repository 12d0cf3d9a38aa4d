package io.larder.server.json;

import io.larder.storage.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The first line of a batch on its way up: whose records these are and which stretch of positions
/// they cover, `from` inclusive to `next` exclusive. `mark` names the last record of the stretch in
/// the sender's own words; absent when the batch has no record. `lastSeq` is the newest entry that
/// the sender had then, if it says so: what is between is its backlog.
public record Batch(
        String box,
        long epoch,
        Position from,
        Position next,
        int records,
        Optional<String> mark,
        OptionalLong lastSeq) {
    /// The version of the upstream format that is spoken here.
    public static final int VERSION = 1;

    private static final int MARK_LIMIT = 64;

    /// Of a sender that does not say how much it has.
    public Batch(
            String box,
            long epoch,
            Position from,
            Position next,
            int records,
            Optional<String> mark) {
        this(box, epoch, from, next, records, mark, OptionalLong.empty());
    }

    /// As one line of JSON.
    public String write() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("version", VERSION);
        out.put("box", box);
        out.put("epoch", epoch);
        out.put("from", Positions.write(from));
        out.put("next", Positions.write(next));
        out.put("records", records);
        mark.ifPresent(text -> out.put("mark", text));
        lastSeq.ifPresent(seq -> out.put("lastSeq", seq));
        return Json.write(out);
    }

    /// Reads the line back; throws `IllegalArgumentException` saying what is missing or wrong.
    public static Batch read(String line) {
        Map<String, Object> in = Json.read(line);
        Fields fields = new Fields(in);
        fields.version(VERSION);
        Batch batch =
                new Batch(
                        fields.box(),
                        fields.number("epoch", 1, Fields.MAX_EXACT),
                        Positions.read(in, "from"),
                        Positions.read(in, "next"),
                        (int) fields.number("records", 0, Integer.MAX_VALUE),
                        fields.text("mark", MARK_LIMIT),
                        in.containsKey("lastSeq")
                                ? OptionalLong.of(fields.number("lastSeq", 0, Fields.MAX_EXACT))
                                : OptionalLong.empty());
        if (batch.next().compareTo(batch.from()) < 0) {
            throw new IllegalArgumentException(
                    "next " + batch.next() + " is before from " + batch.from());
        }
        return batch;
    }
}
