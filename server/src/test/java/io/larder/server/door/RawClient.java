package io.larder.server.door;

import io.larder.server.record.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// A terminal reduced to its socket: sends any bytes, reads whole answers.
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    RawClient(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    RawClient send(String latin1) throws IOException {
        return send(Bytes.latin1(latin1));
    }

    RawClient send(Bytes bytes) throws IOException {
        socket.getOutputStream().write(bytes.toArray());
        return this;
    }

    /// Says that nothing more comes, and still listens.
    RawClient sendNoMore() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /// Reads one answer: its head, and a body as long as the head says.
    Reply reply() throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("connection ended after: " + head);
            }
            head.append((char) next);
        }
        Reply bare = new Reply(head.toString(), "");
        int length = Integer.parseInt(bare.header("Content-Length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        return new Reply(head.toString(), body);
    }

    /// Reads until the other side closes.
    String rest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            in.transferTo(rest);
        } catch (SocketException _) {
            // A reset is an end, too.
        }
        return rest.toString(StandardCharsets.ISO_8859_1);
    }

    /// Listens for some milliseconds; fails when the other side has closed.
    void waitAMoment() throws IOException {
        socket.setSoTimeout(7);
        try {
            if (in.read() < 0) {
                throw new SocketException("closed by the door");
            }
        } catch (SocketTimeoutException _) {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// An answer as it came.
    record Reply(String head, String body) {
        String statusLine() {
            return head.substring(0, head.indexOf("\r\n"));
        }

        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        String header(String name, String fallback) {
            for (String line : head.split("\r\n", -1)) {
                if (line.regionMatches(true, 0, name + ": ", 0, name.length() + 2)) {
                    return line.substring(name.length() + 2);
                }
            }
            return fallback;
        }
    }
}
