package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Query;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Sha256;
import io.larder.server.protocol.Text;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Uploads that are one picture.
///
/// ```
/// PIN=<id> LF SN=<sn> LF size=<bytes> LF CMD=<mode> NUL <picture>    or LF and base64 text
/// <picture>                                                          id and checksum in the query
/// ```
///
/// The content is the picture byte for byte, the raw bytes what stood in front of it. Sources:
/// PROTOCOL.md 1.2.5, 1.2.6; traps T-070, T-071.
final class PhotoUploads {
    /// Longer headers than this were never seen in front of a photo.
    private static final int HEADER_BYTES = 512;

    private static final String COMMAND = "CMD=";
    private static final Pattern HEADER =
            Pattern.compile("(?:^|[\\r\\n])(PIN|size|CMD)=([^\\r\\n\\x00]*)");

    private record Parts(Bytes header, Bytes picture) {}

    private PhotoUploads() {}

    /// A photo of a punch; no row for an empty body.
    static List<Row> punch(Wire.Request wire, Consumer<String> notices) {
        Bytes body = wire.body();
        if (body.isEmpty()) {
            return List.of();
        }
        Parts parts = parts(body);
        Optional<Contents.Content> picture =
                Contents.anyPicture(parts.picture())
                        .or(() ->
                                parts.header().isEmpty() || parts.picture().isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(Contents.picture(parts.picture())));
        return List.of(
                picture.<Row>map(content -> photo(wire.query(), parts.header(), content, notices))
                        .orElseGet(() -> new Row.Odd(body, "ATTPHOTO holds no picture")));
    }

    private static Row photo(
            Query query, Bytes head, Contents.Content picture, Consumer<String> notices) {
        Map<String, String> header = header(head);
        String id = header.getOrDefault("PIN", query.text("PIN", ""));
        Map<String, Object> fields = new LinkedHashMap<>();
        Optional<PhotoId> known = PhotoId.read(id);
        known.map(PhotoId::pin).or(() -> Optional.of(id)).ifPresent(pin -> put(fields, pin, known));
        fields.put("of", "punch");
        fields.putAll(picture.fields());
        query.text("CHECKSUM").ifPresent(checksum -> fields.put("checksum", checksum));
        Optional.ofNullable(header.get("CMD")).ifPresent(mode -> fields.put("mode", mode));
        size(header.getOrDefault("size", ""), picture)
                .ifPresent(said -> {
                    fields.put(Contents.SIZE_SAID, said);
                    PictureLines.notice(UploadForm.PHOTO, fields, notices);
                });
        String sha256 = Sha256.hex(picture.bytes());
        return row(UploadForm.PHOTO, key(id, known, sha256), sha256, fields, head, picture);
    }

    /// An id without a moment is only a person: the picture tells its photos apart.
    private static String key(String id, Optional<PhotoId> known, String sha256) {
        return known.isPresent()
                ? id.strip().replaceFirst("(?i)\\.jpe?g$", "")
                : id.isEmpty() ? sha256 : id + "/" + sha256;
    }

    private static void put(Map<String, Object> fields, String pin, Optional<PhotoId> known) {
        boolean someone = known.isEmpty() ? !pin.isEmpty() : known.get().passed();
        if (someone) {
            fields.put("pin", pin);
        }
        known.ifPresent(id -> {
            fields.put("time", id.time().iso());
            fields.put("timeForm", id.time().form().word());
            fields.put("passed", id.passed());
        });
    }

    /// The stated size where it is not the one that came; one byte more may stand behind a picture.
    private static Optional<Long> size(String said, Contents.Content picture) {
        if (!said.matches("\\d{1,10}")) {
            return Optional.empty();
        }
        long size = Long.parseLong(said);
        long more = picture.saidSize() - size;
        boolean decoded = picture.bytes().length() == size;
        return decoded || more == 0 || more == 1 ? Optional.empty() : Optional.of(size);
    }

    /// An image of a finger: an enrolment brings three, each is kept.
    static List<Row> finger(Wire.Request wire) {
        Bytes body = wire.body();
        if (body.isEmpty()) {
            return List.of();
        }
        Query query = wire.query();
        Contents.Content picture = Contents.picture(body);
        Map<String, Object> fields = new LinkedHashMap<>();
        query.text("PIN").filter(pin -> !pin.isEmpty()).ifPresent(pin -> fields.put("pin", pin));
        fields.put("of", "finger");
        query.text("FID")
                .filter(finger -> finger.matches("\\d{1,3}"))
                .ifPresent(finger -> fields.put("no", Long.valueOf(finger)));
        query.text("FPImage")
                .map(PictureLines::lastPart)
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> fields.put("fileName", name));
        fields.putAll(picture.fields());
        String sha256 = Sha256.hex(body);
        String key = LineFields.key(fields, List.of("pin", "no", "fileName", "sha256"));
        return List.of(row(UploadForm.FINGER_IMAGE, key, sha256, fields, Bytes.EMPTY, picture));
    }

    private static Row row(
            String table,
            String key,
            String content,
            Map<String, Object> fields,
            Bytes raw,
            Contents.Content picture) {
        RecordKey natural = new RecordKey(table, key, content, RecordKey.Rule.REVISED);
        return new Row.Read(
                new Record(Kind.PHOTO, natural, fields, raw, Optional.of(picture.bytes())));
    }

    /// Cuts a body behind its header: at the first NUL behind the command if only text stands
    /// between them, else at the end of the command's line. No header is no text.
    private static Parts parts(Bytes body) {
        String head = body.slice(0, Math.min(body.length(), HEADER_BYTES)).asLatin1();
        int command = head.indexOf(COMMAND);
        if (command < 0 || !isText(head.substring(0, command))) {
            return new Parts(Bytes.EMPTY, body);
        }
        int nul = head.indexOf('\0', command);
        int line = head.indexOf('\n', command);
        int end = nul >= 0 && isText(head.substring(command, nul)) ? nul : line;
        return end < 0
                ? new Parts(body, Bytes.EMPTY)
                : new Parts(body.slice(0, end + 1), body.slice(end + 1, body.length()));
    }

    private static boolean isText(String text) {
        return text.chars()
                .allMatch(c -> c == '\n' || c == '\r' || c == '\t' || (c >= ' ' && c < 127));
    }

    private static Map<String, String> header(Bytes head) {
        Map<String, String> header = new LinkedHashMap<>();
        Matcher lines = HEADER.matcher(Text.decode(head));
        while (lines.find()) {
            header.putIfAbsent(lines.group(1), lines.group(2).strip());
        }
        return header;
    }
}
