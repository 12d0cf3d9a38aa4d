package io.larder.server.simulate;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The HTTP client of one terminal on a bare socket, as plain as real firmware: one connection per
/// request unless told to keep it, and a limit on every wait.
public final class TerminalClient implements Closeable {
    private static final int CONNECT_MILLIS = 5_000;

    /// A box on a slow card needs 50 ms to flush; ten seconds is what terminals wait.
    private static final int ANSWER_MILLIS = 10_000;

    /// Options and commands are never more than 40 KB (PROTOCOL.md T-082), files may be firmware.
    private static final int LONGEST_ANSWER = 1 << 24;

    private final InetSocketAddress box;
    private final boolean keepAlive;
    private @Nullable Connection open;

    public TerminalClient(InetSocketAddress box, boolean keepAlive) {
        this.box = box;
        this.keepAlive = keepAlive;
    }

    /// Sends `call` and waits for the whole answer.
    public Heard call(Call call) throws IOException {
        Connection connection = open == null ? connect() : open;
        try {
            connection.socket.getOutputStream().write(call.wire(host(), keepAlive));
            Answer answer = read(connection.in);
            if (!keepAlive || answer.last) {
                close();
            }
            return answer.heard;
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Sends `call` and hangs up without listening, as a terminal does that loses its line just
    /// then: the box may well have stored it.
    void callAndHangUp(Call call) throws IOException {
        try {
            Connection connection = open == null ? connect() : open;
            connection.socket.getOutputStream().write(call.wire(host(), keepAlive));
        } finally {
            close();
        }
    }

    String host() {
        return box.getHostString() + ":" + box.getPort();
    }

    String address() {
        return box.getHostString();
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            Connection closing = open;
            open = null;
            closing.socket.close();
        }
    }

    private Connection connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.connect(
                    new InetSocketAddress(box.getHostString(), box.getPort()), CONNECT_MILLIS);
            open = new Connection(socket, new BufferedInputStream(socket.getInputStream(), 2048));
            return open;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Answer read(InputStream in) throws IOException {
        int status = status(line(in));
        int length = -1;
        boolean last = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = length(lower.substring("content-length:".length()).strip());
            } else if (lower.startsWith("connection:")) {
                last = lower.endsWith("close");
            }
        }
        byte[] body = length < 0 ? in.readNBytes(LONGEST_ANSWER) : in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("answer ends after " + body.length + " of " + length + " bytes");
        }
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return new Answer(new Heard(status, text), last || length < 0);
    }

    private static int status(String line) throws ProtocolException {
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("\\d{3}")) {
            throw new ProtocolException("not a status line: " + line);
        }
        return Integer.parseInt(words[1]);
    }

    private static int length(String text) throws ProtocolException {
        if (!text.matches("\\d{1,8}") || Integer.parseInt(text) > LONGEST_ANSWER) {
            throw new ProtocolException("not a length up to " + LONGEST_ANSWER + ": " + text);
        }
        return Integer.parseInt(text);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("answer ends within its head");
            }
            line.append((char) b);
        }
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        return line.toString();
    }

    private record Connection(Socket socket, InputStream in) {}

    private record Answer(Heard heard, boolean last) {}
}
