package io.larder.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One sender of whole requests, from an address of its own if it wants. Keeps its connection as
/// long as the box does.
final class Caller implements AutoCloseable {
    /// What was answered; `status` 0 when the connection ended without an answer.
    record Said(int status, int retryAfterSeconds) {
        static final Said NOTHING = new Said(0, 0);

        boolean isOk() {
            return status == 200;
        }
    }

    private static final int CONNECT_MILLIS = 30_000;
    private static final int ANSWER_MILLIS = 60_000;
    private static final int LONGEST_ANSWER = 4_096;

    private static final byte[] EMPTY_LINES =
            "\n".repeat(64 << 10).getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress box;
    private final InetSocketAddress from;
    private @Nullable Socket open;

    Caller(int port, String from) {
        this.box = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.from = new InetSocketAddress(InetAddress.ofLiteral(from), 0);
    }

    /// Sends a request with so many empty lines behind it, on a new connection if there is none,
    /// and reads its answer. A box that refuses may do so before it has read everything.
    Said ask(byte[] request, int emptyLines) {
        try {
            Socket socket = open == null ? connect() : open;
            write(socket, request, emptyLines);
            return read(socket.getInputStream());
        } catch (IOException _) {
            close();
            return Said.NOTHING;
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        open = socket;
        socket.setReuseAddress(true);
        socket.bind(from);
        socket.connect(box, CONNECT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MILLIS);
        return socket;
    }

    private static void write(Socket socket, byte[] request, int emptyLines) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(request);
            for (int left = emptyLines; left > 0; left -= EMPTY_LINES.length) {
                out.write(EMPTY_LINES, 0, Math.min(left, EMPTY_LINES.length));
            }
        } catch (IOException _) {
            // The answer may be there all the same.
        }
    }

    private Said read(InputStream in) throws IOException {
        byte[] answer = new byte[LONGEST_ANSWER];
        int length = 0;
        String head = "";
        while (head.isEmpty()) {
            int count = in.read(answer, length, answer.length - length);
            if (count <= 0) {
                close();
                return Said.NOTHING;
            }
            length += count;
            String text = new String(answer, 0, length, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            head = end < 0 ? "" : text.substring(0, end + 4);
        }
        in.skipNBytes(number(head, "Content-Length: ") - (length - head.length()));
        if (head.contains("Connection: close")) {
            close();
        }
        return new Said(Integer.parseInt(head.substring(9, 12)), number(head, "Retry-After: "));
    }

    private static int number(String head, String name) {
        int at = head.indexOf(name);
        return at < 0
                ? 0
                : Integer.parseInt(head.substring(at + name.length(), head.indexOf('\r', at)));
    }

    @Override
    public void close() {
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException _) {
            // The next request opens another one.
        }
        open = null;
    }
}
