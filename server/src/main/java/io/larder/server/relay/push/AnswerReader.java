package io.larder.server.relay.push;

import io.larder.server.record.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads one answer as terminals do: by length, in chunks, or until the server hangs up. An answer
/// that ends early is none.
final class AnswerReader {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] \\d{3}( .*)?");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,9}");
    private static final Pattern CHUNK = Pattern.compile("[0-9A-Fa-f]{1,7}");

    private final InputStream in;
    private int headBytes;
    private int bodyBytes;
    private int length = -1;
    private boolean chunked;
    private boolean last;
    private String type = "";

    AnswerReader(InputStream in) {
        this.in = in;
    }

    /// Whether nothing else comes on this connection.
    boolean isLast() {
        return last;
    }

    /// How much was read.
    int bytes() {
        return headBytes + bodyBytes;
    }

    Heard read() throws IOException {
        int status = head();
        while (status / 100 == 1) {
            status = head();
        }
        return new Heard(status, type, Bytes.wrap(body(status)));
    }

    private int head() throws IOException {
        String first = line();
        if (!STATUS.matcher(first).matches()) {
            throw new ProtocolException("no HTTP: " + first.replaceAll("[^\\x20-\\x7E]", "?"));
        }
        last = first.startsWith("HTTP/1.0");
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            if (colon > 0) {
                header(
                        header.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).strip().toLowerCase(Locale.ROOT));
            }
        }
        return Integer.parseInt(first.substring(9, 12));
    }

    private void header(String name, String value) throws ProtocolException {
        switch (name) {
            case "content-length" -> length = length(value);
            case "transfer-encoding" -> chunked = value.endsWith("chunked");
            case "content-type" -> type = value;
            case "connection" ->
                    last = value.contains("close") || (last && !value.contains("keep"));
            default -> {
                // of no use to a terminal
            }
        }
    }

    private static int length(String value) throws ProtocolException {
        if (!LENGTH.matcher(value).matches() || Integer.parseInt(value) > PushLimits.ANSWER_BYTES) {
            throw new ProtocolException(
                    "Content-Length " + value + ", expected at most " + PushLimits.ANSWER_BYTES);
        }
        return Integer.parseInt(value);
    }

    private byte[] body(int status) throws IOException {
        if (status == 204 || status == 304) {
            return new byte[0];
        }
        if (chunked) {
            return chunks();
        }
        if (length >= 0) {
            return exactly(length);
        }
        last = true;
        byte[] all = in.readNBytes(PushLimits.ANSWER_BYTES + 1);
        bodyBytes += all.length;
        if (all.length > PushLimits.ANSWER_BYTES) {
            throw tooLong();
        }
        return all;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = chunk(); size > 0; size = chunk()) {
            if (all.size() + size > PushLimits.ANSWER_BYTES) {
                throw tooLong();
            }
            all.write(exactly(size));
            line();
        }
        for (String trailer = line(); !trailer.isEmpty(); trailer = line()) {
            // nothing that a terminal knows
        }
        return all.toByteArray();
    }

    private int chunk() throws IOException {
        String size = line().split(";", 2)[0].strip();
        if (!CHUNK.matcher(size).matches()) {
            throw new ProtocolException("no length of a chunk");
        }
        return Integer.parseInt(size, 16);
    }

    private byte[] exactly(int bytes) throws IOException {
        byte[] body = in.readNBytes(bytes);
        bodyBytes += body.length;
        if (body.length < bytes) {
            throw new EOFException(
                    "the answer ends after " + body.length + " of " + bytes + " bytes");
        }
        return body;
    }

    private static ProtocolException tooLong() {
        return new ProtocolException("the answer has more than " + PushLimits.ANSWER_BYTES);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server hung up without an answer");
            }
            if (++headBytes > PushLimits.HEAD_BYTES + PushLimits.ANSWER_BYTES) {
                throw tooLong();
            }
            line.append((char) b);
        }
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }
}
