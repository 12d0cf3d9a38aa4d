package io.larder.server.watch;

import io.larder.server.record.Bytes;
import io.larder.server.record.Upload;
import io.larder.storage.EntryKind;
import io.larder.storage.QuarantineRow;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A quarantined line for a person: where it is, whose, why it waits, and its bytes. A whole upload
/// shows its request line and its body.
public record QuarantineLine(QuarantineRow row) {
    /// What people use as a password is nobody's business here, nor are templates and pictures; the
    /// journal has them.
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i)\\b(passwd|password|pwd|tmp|template|content|photo|photojpg)=[^\t\r\n&]+");

    private static final String WHOLE_UPLOAD = EntryKind.UPLOAD.name();

    /// The names and values of the JSON form.
    public Map<String, Object> object(ZoneId zone) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("place", row.position().toString());
        out.put("terminal", row.subject());
        out.put("family", row.family().isEmpty() ? null : row.family());
        out.put("table", row.source());
        out.put("reason", row.reason());
        out.put("receivedAt", receivedAt(zone));
        out.put("timesSent", timesSent());
        request().ifPresent(upload -> out.put("request", upload.method() + " " + upload.target()));
        byte[] bytes = bytes();
        Optional<String> text = text(bytes);
        out.put("raw", text.orElse(null));
        out.put("rawBase64", text.isPresent() ? null : Base64.getEncoder().encodeToString(bytes));
        return out;
    }

    /// When it came for the first time.
    public String receivedAt(ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                Instant.ofEpochMilli(row.receivedMillis()).atZone(zone));
    }

    /// How often the same line was sent in all.
    public long timesSent() {
        return row.repeats() + 1;
    }

    /// The request of a whole upload.
    public Optional<Upload> request() {
        return row.source().equals(WHOLE_UPLOAD) && row.raw().length > 0
                ? Optional.of(Upload.read(row.raw()))
                : Optional.empty();
    }

    /// The line, or the body of a whole upload.
    public byte[] bytes() {
        return request().map(Upload::body).map(Bytes::toArray).orElseGet(row::raw);
    }

    /// The bytes as text with escapes, or as base64 behind `base64 ` when they are no text; cut to
    /// `most` characters.
    public String shown(int most) {
        byte[] bytes = bytes();
        String shown =
                text(bytes)
                        .map(QuarantineLine::escaped)
                        .orElseGet(() -> "base64 " + Base64.getEncoder().encodeToString(bytes));
        return shown.length() <= most
                ? shown
                : shown.substring(0, most) + "… (" + bytes.length + " bytes, --json shows all)";
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Optional.of(SECRET.matcher(text).replaceAll("$1=***"));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.chars()
                .forEach(c -> {
                    switch (c) {
                        case '\t' -> out.append("\\t");
                        case '\r' -> out.append("\\r");
                        case '\n' -> out.append("\\n");
                        case '\\' -> out.append("\\\\");
                        default -> {
                            if (Character.isISOControl(c)) {
                                out.append(String.format("\\x%02X", c));
                            } else {
                                out.append((char) c);
                            }
                        }
                    }
                });
        return out.toString();
    }
}
