package io.larder.server.cli;

import io.larder.server.record.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A terminal reduced to one request per connection: sends exactly these bytes, reads the whole
/// answer.
final class RawTerminal {
    private static final int PATIENCE_MILLIS = 30_000;

    private final int port;

    RawTerminal(int port) {
        this.port = port;
    }

    /// An answer as it came; header names in lower case.
    record Answer(int status, Map<String, String> headers, Bytes body) {
        String text() {
            return body.asLatin1();
        }

        @Override
        public String toString() {
            return status + " " + text();
        }
    }

    Answer get(String target) {
        return send(Bytes.latin1(head("GET " + target, 0)));
    }

    Answer post(String target, String latin1Body) {
        return post(target, Bytes.latin1(latin1Body));
    }

    Answer post(String target, Bytes body) {
        return send(upload(target, body));
    }

    static Bytes upload(String target, Bytes body) {
        return Bytes.latin1(head("POST " + target, body.length()) + body.asLatin1());
    }

    private static String head(String line, int length) {
        return line
                + " HTTP/1.1\r\nHost: box\r\nConnection: close\r\n"
                + (line.startsWith("POST") ? "Content-Length: " + length + "\r\n\r\n" : "\r\n");
    }

    /// Sends a request as it is.
    Answer send(Bytes request) {
        try {
            return attempt(request);
        } catch (IOException e) {
            throw new AssertionError("no answer to " + request.asLatin1(), e);
        }
    }

    /// Sends a request over a line that may break.
    Answer attempt(Bytes request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(request.toArray());
            return answer(socket.getInputStream());
        }
    }

    private static Answer answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("connection ended after: " + head);
            }
            head.append((char) next);
        }
        Map<String, String> headers = new TreeMap<>();
        head.toString()
                .lines()
                .skip(1)
                .filter(line -> !line.isEmpty())
                .forEach(line -> {
                    int colon = line.indexOf(": ");
                    headers.put(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            line.substring(colon + 2));
                });
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        Bytes body = Bytes.wrap(in.readNBytes(length));
        if (body.length() < length) {
            throw new IOException("body ended after " + body.text(StandardCharsets.UTF_8));
        }
        return new Answer(Integer.parseInt(head.substring(9, 12)), headers, body);
    }
}
