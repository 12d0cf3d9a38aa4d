package io.larder.server.relay.push;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request as it stands on the wire, one character per byte.
///
/// `headers` are in small letters; `query` holds the parameters undecoded.
public record StrictRequest(
        String method,
        String target,
        String version,
        Map<String, String> headers,
        String path,
        Map<String, String> query,
        String body) {
    /// The next request of a connection; null when it ends in front of one.
    static @Nullable StrictRequest read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        int from = first.indexOf(' ');
        int to = first.lastIndexOf(' ');
        String target = first.substring(from + 1, to);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = need(line(in)); !header.isEmpty(); header = need(line(in))) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("body cut");
        }
        int mark = target.indexOf('?');
        return new StrictRequest(
                first.substring(0, from),
                target,
                first.substring(to + 1),
                headers,
                mark < 0 ? target : target.substring(0, mark),
                query(mark < 0 ? "" : target.substring(mark + 1)),
                new String(body, StandardCharsets.ISO_8859_1));
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                query.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return query;
    }

    private static String need(@Nullable String line) throws EOFException {
        if (line == null) {
            throw new EOFException("head cut");
        }
        return line;
    }

    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            line.append((char) b);
        }
        if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
            throw new IOException("a line without CR LF");
        }
        return line.substring(0, line.length() - 1);
    }

    /// The terminal that speaks.
    public String serial() {
        return query.getOrDefault("SN", "");
    }

    /// The table of an upload, in capitals.
    public String table() {
        return query.getOrDefault("table", "").toUpperCase(Locale.ROOT);
    }

    /// Whether it asks for options.
    public boolean isHello() {
        return method.equals("GET") && "all".equals(query.get("options"));
    }

    /// Whether it asks for commands.
    public boolean isPoll() {
        return path.equals("/iclock/getrequest") || path.equals("/iclock/posrequest");
    }

    /// Whether it replies to commands.
    public boolean isReply() {
        return path.equals("/iclock/devicecmd") || path.equals("/iclock/posdevicecmd");
    }

    /// Whether it brings rows.
    public boolean isUpload() {
        return method.equals("POST") && !isReply();
    }
}
