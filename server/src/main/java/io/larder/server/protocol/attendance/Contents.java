package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Sha256;
import io.larder.server.record.Bytes;
import io.larder.server.record.MediaType;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Pictures and templates: what they are, by their first bytes, and how records name them.
final class Contents {
    /// The size that the terminal stated where it is not the one that came.
    static final String SIZE_SAID = "sizeSaid";

    /// Bytes that a record is about. `saidSize` is the length by which terminals measure them, the
    /// one of the base64 text where they are sent as that.
    record Content(Bytes bytes, int saidSize, Map<String, Object> fields) {}

    private Contents() {}

    /// A template: text that other terminals are given unchanged.
    static Content template(Bytes text) {
        return new Content(text, text.length(), named(text));
    }

    /// A picture of bytes.
    static Content picture(Bytes picture) {
        Map<String, Object> fields = named(picture);
        fields.put("mediaType", MediaType.of(picture).word());
        return new Content(picture, picture.length(), fields);
    }

    /// A picture sent as base64; empty when the text is none.
    static Optional<Content> encodedPicture(Bytes text) {
        return decoded(text)
                .map(Contents::picture)
                .map(picture -> new Content(picture.bytes(), text.length(), picture.fields()));
    }

    /// The picture in the body of an upload, as bytes or as base64; empty when it is none that is
    /// known.
    static Optional<Content> anyPicture(Bytes body) {
        return isKnown(body)
                ? Optional.of(picture(body))
                : encodedPicture(body).filter(content -> isKnown(content.bytes()));
    }

    private static boolean isKnown(Bytes bytes) {
        return MediaType.of(bytes) != MediaType.OTHER;
    }

    private static Map<String, Object> named(Bytes bytes) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("size", (long) bytes.length());
        fields.put("sha256", Sha256.hex(bytes));
        return fields;
    }

    private static Optional<Bytes> decoded(Bytes text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.asLatin1().strip());
            return bytes.length == 0 ? Optional.empty() : Optional.of(Bytes.wrap(bytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
