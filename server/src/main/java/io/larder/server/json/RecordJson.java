package io.larder.server.json;

import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.storage.LedgerRow;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A record as the outside sees it, format version 1: the common fields, the fields of its kind,
/// and the line as received. `key` and `contentDigest` are the natural key by which a receiver can
/// tell a repeat from a new fact.
public final class RecordJson {
    /// Finds the bytes of a record whose line is too large for the ledger.
    public interface RawSource {
        /// The line as received, empty when the journal no longer has it.
        Optional<Bytes> raw(LedgerRow row);
    }

    private final String box;
    private final EpochOf epochOf;
    private final ZoneId zone;
    private final RawSource rawSource;

    /// Which epoch an entry's identity carries.
    public interface EpochOf {
        long epoch(long seq);
    }

    /// For the records of `box`; `zone` writes `receivedAt`.
    public RecordJson(String box, EpochOf epochOf, ZoneId zone, RawSource rawSource) {
        this.box = box;
        this.epochOf = epochOf;
        this.zone = zone;
        this.rawSource = rawSource;
    }

    /// The record as one line of JSON. One that came from another box is handed on as it came.
    public String write(LedgerRow row) {
        return row.whole() ? row.fields() : Json.write(object(row));
    }

    /// The record as names and values in the order of [#write].
    public Map<String, Object> object(LedgerRow row) {
        if (row.whole()) {
            return Json.read(row.fields());
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("kind", row.kind());
        out.put("box", box);
        out.put("epoch", epochOf.epoch(row.position().seq()));
        out.put("seq", row.position().seq());
        out.put("row", (long) row.position().row());
        if (!row.subject().isEmpty()) {
            out.put("terminal", row.subject());
            out.put("family", row.family());
        }
        out.put("receivedAt", receivedAt(row.receivedMillis()));
        out.put("clockTrusted", row.clockTrusted());
        out.put("verdict", row.verdict());
        out.put("key", row.source() + "/" + row.key());
        out.put("contentDigest", HexFormat.of().formatHex(row.digest()));
        out.putAll(Json.read(row.fields()));
        if (row.kind().equals(Kind.OPERATION.word()) && row.repeats() > 0) {
            // The same at the same second may have happened twice, or been told twice.
            out.put("repeats", row.repeats());
        }
        row.raw().map(Bytes::wrap).or(() -> rawSource.raw(row)).ifPresent(raw -> raw(out, raw));
        return out;
    }

    private String receivedAt(long millis) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MILLIS).atZone(zone));
    }

    private static void raw(Map<String, Object> out, Bytes raw) {
        try {
            byte[] bytes = raw.toArray();
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            out.put("raw", text);
        } catch (CharacterCodingException e) {
            out.put("rawBase64", Base64.getEncoder().encodeToString(raw.toArray()));
        }
    }
}
