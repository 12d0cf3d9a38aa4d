package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Text of a line whose encoding nobody names: strict UTF-8, else strict GB18030, else one
/// character per byte, so that reading never fails. Decided line by line, because terminals mix.
/// Sources: PROTOCOL.md 1.0.4, trap T-079.
public final class Text {
    private static final Charset GB18030 = Charset.forName("GB18030");

    private Text() {}

    /// The text of `line`.
    public static String decode(Bytes line) {
        return strict(line, StandardCharsets.UTF_8)
                .or(() -> strict(line, GB18030))
                .orElseGet(line::asLatin1);
    }

    private static Optional<String> strict(Bytes line, Charset charset) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line.toArray());
            return Optional.of(charset.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
