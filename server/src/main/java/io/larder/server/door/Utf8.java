package io.larder.server.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.record.Bytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/// Whether bytes are text.
final class Utf8 {
    /// A large message is looked at piece by piece, so that it is not in memory three times.
    private static final int PIECE = 8192;

    private Utf8() {}

    /// Whether all of it is UTF-8, up to its last character.
    static boolean isText(Bytes bytes) {
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes.toArray());
        CharBuffer out = CharBuffer.allocate(Math.min(PIECE, bytes.length() + 1));
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        return !result.isError();
    }
}
