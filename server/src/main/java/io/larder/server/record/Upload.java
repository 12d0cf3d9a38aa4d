package io.larder.server.record;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// One request body with its request line, as received: what a journal entry holds.
///
/// ```
/// stored = version u8 (1), methodBytes u8, method, peerBytes u8, peer,
///          targetBytes u32, target (ISO-8859-1), body to the end      big-endian
/// ```
///
/// `target` is the raw request target (path and query, undecoded), `peer` the sender's address.
public record Upload(String method, String target, String peer, Bytes body) {
    private static final byte VERSION = 1;

    /// The stored form.
    public byte[] write() {
        byte[] verb = method.getBytes(StandardCharsets.ISO_8859_1);
        byte[] from = peer.getBytes(StandardCharsets.ISO_8859_1);
        byte[] line = target.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer out =
                ByteBuffer.allocate(7 + verb.length + from.length + line.length + body.length());
        out.put(VERSION).put((byte) verb.length).put(verb);
        out.put((byte) from.length).put(from);
        out.putInt(line.length).put(line);
        body.putInto(out);
        return out.array();
    }

    /// Reads the stored form back; throws `IllegalArgumentException` when it is none of ours.
    public static Upload read(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("upload version " + version + ", expected 1");
            }
            String verb = latin1(in, in.get() & 0xFF);
            String from = latin1(in, in.get() & 0xFF);
            String line = latin1(in, in.getInt());
            Bytes body = Bytes.wrap(stored).slice(in.position(), stored.length);
            return new Upload(verb, line, from, body);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "an upload of " + stored.length + " bytes ends in its head", e);
        }
    }

    private static String latin1(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException(
                    "upload field of " + length + " bytes runs past end");
        }
        byte[] text = new byte[length];
        in.get(text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
