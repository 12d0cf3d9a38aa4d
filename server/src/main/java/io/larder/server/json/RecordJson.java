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
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// A record as the outside sees it, format version 1: the common fields, the fields of its kind,
/// and the line as received. `key` and `contentDigest` are the natural key by which a receiver can
/// tell a repeat from a new fact.
public final class RecordJson {
    /// Room for the common fields and a line of usual length.
    private static final int COMMON_CHARACTERS = 512;

    /// Finds the bytes of a record whose line is too large for the ledger.
    public interface RawSource {
        /// The line as received, empty when the journal no longer has it.
        Optional<Bytes> raw(LedgerRow row);
    }

    private final String box;
    private final EpochOf epochOf;
    private final ZoneId zone;
    private final RawSource rawSource;

    /// Read and written by several threads: any of them is right.
    private Received received;

    private record Received(long millis, String text) {}

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
        this.received = received(0);
    }

    /// The record as one line of JSON. One that came from another box is handed on as it came.
    ///
    /// Put together as text: the fields lie in the ledger as they go out, and a backlog of millions
    /// goes through here. No field of a kind has the name of a common one.
    public RecordLine line(LedgerRow row) {
        if (row.whole()) {
            return RecordLine.of(row.fields());
        }
        long epoch = epochOf.epoch(row.position().seq());
        String receivedAt = receivedAt(row.receivedMillis());
        String key = row.source() + "/" + row.key();
        String contentDigest = HexFormat.of().formatHex(row.digest());
        JsonLine out = new JsonLine(row.fields().length() + COMMON_CHARACTERS);
        out.member("kind", row.kind());
        out.member("box", box);
        out.member("epoch", epoch);
        out.member("seq", row.position().seq());
        out.member("row", row.position().row());
        if (!row.subject().isEmpty()) {
            out.member("terminal", row.subject());
            out.member("family", row.family());
        }
        out.member("receivedAt", receivedAt);
        out.member("clockTrusted", row.clockTrusted());
        out.member("verdict", row.verdict());
        out.member("key", key);
        out.member("contentDigest", contentDigest);
        out.members(row.fields());
        if (row.kind().equals(Kind.OPERATION.word()) && row.repeats() > 0) {
            // The same at the same second may have happened twice, or been told twice.
            out.member("repeats", row.repeats());
        }
        row.raw().map(Bytes::wrap).or(() -> rawSource.raw(row)).ifPresent(raw -> raw(out, raw));
        RecordIdentity identity =
                new RecordIdentity(
                        row.kind(),
                        RecordIdentity.isOfBox(row.kind()) ? "" : row.subject(),
                        box,
                        epoch,
                        row.position(),
                        Optional.of(key),
                        Optional.of(contentDigest));
        return new RecordLine(
                out.end(), Optional.of(identity).filter(RecordIdentity::isWhole), receivedAt);
    }

    /// The text of [#line].
    public String write(LedgerRow row) {
        return line(row).text();
    }

    /// The record as names and values in the order of [#write].
    public Map<String, Object> object(LedgerRow row) {
        return Json.read(write(row));
    }

    private String receivedAt(long millis) {
        Received last = received;
        if (last.millis() != millis) {
            // The rows of an upload came together: they share what is costly to write.
            last = received(millis);
            received = last;
        }
        return last.text();
    }

    private Received received(long millis) {
        return new Received(
                millis,
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        Instant.ofEpochMilli(millis).atZone(zone)));
    }

    private static void raw(JsonLine out, Bytes raw) {
        byte[] bytes = raw.toArray();
        try {
            out.member(
                    "raw",
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            out.member("rawBase64", Base64.getEncoder().encodeToString(bytes));
        }
    }
}
