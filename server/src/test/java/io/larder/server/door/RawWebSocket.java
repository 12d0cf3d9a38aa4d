package io.larder.server.door;

import io.larder.server.record.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A meeting terminal reduced to its socket: sends any frames, reads whole ones.
public final class RawWebSocket implements AutoCloseable {
    /// A frame of the box: its first byte and what it carries.
    public record Frame(int head, Bytes bytes) {
        /// What a text says.
        public String text() {
            return bytes.text(StandardCharsets.UTF_8);
        }
    }

    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int END = 0x80;

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int MASK = 0x37FA213D;

    private final Socket socket;
    private final DataInputStream in;

    private RawWebSocket(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /// Connects and goes on in WebSocket.
    public static RawWebSocket open(int port, String path) throws IOException {
        RawWebSocket socket = connect(port);
        String head = socket.upgrade(path, "");
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("no WebSocket there: " + head);
        }
        return socket;
    }

    /// Connects and asks to go on; what was answered is left to be read.
    static RawWebSocket connect(int port) throws IOException {
        return connect(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /// The same on a socket that stands.
    static RawWebSocket connect(Socket socket) throws IOException {
        return new RawWebSocket(socket);
    }

    /// Asks to go on in WebSocket, with more header lines; gives the head of the answer.
    String upgrade(String path, String more) throws IOException {
        sendRaw(
                Bytes.latin1(
                        "GET "
                                + path
                                + " HTTP/1.1\r\nHost: box\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                + more
                                + "\r\n"));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /// Sends a text in one frame.
    public RawWebSocket say(String text) throws IOException {
        return send(END | TEXT, Bytes.utf8(text));
    }

    /// Sends one masked frame.
    public RawWebSocket send(int head, Bytes bytes) throws IOException {
        return sendRaw(frame(head, bytes));
    }

    /// Says that nothing more comes, and still listens.
    RawWebSocket sendNoMore() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    RawWebSocket sendRaw(Bytes bytes) throws IOException {
        socket.getOutputStream().write(bytes.toArray());
        return this;
    }

    static Bytes frame(int head, Bytes bytes) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        int length = bytes.length();
        frame.write(head);
        if (length < 126) {
            frame.write(END | length);
        } else if (length <= 0xFFFF) {
            frame.write(END | 126);
            frame.write(length >> 8);
            frame.write(length);
        } else {
            frame.write(END | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        byte[] mask = ByteBuffer.allocate(4).putInt(MASK).array();
        frame.writeBytes(mask);
        byte[] masked = bytes.toArray();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= mask[i % 4];
        }
        frame.writeBytes(masked);
        return Bytes.wrap(frame.toByteArray());
    }

    /// Reads one frame; throws `EOFException` when the box has closed.
    public Frame next() throws IOException {
        int head = in.readUnsignedByte();
        int said = in.readUnsignedByte();
        long length =
                switch (said) {
                    case 126 -> in.readUnsignedShort();
                    case 127 -> in.readLong();
                    default -> said;
                };
        byte[] bytes = new byte[(int) length];
        in.readFully(bytes);
        return new Frame(head, Bytes.wrap(bytes));
    }

    /// Reads on to the code with which the box closes; 0 when it just ends.
    public int closed() throws IOException {
        try {
            Frame frame = next();
            while (frame.head() != (END | CLOSE)) {
                frame = next();
            }
            return ByteBuffer.wrap(frame.bytes().toArray()).getShort();
        } catch (EOFException | SocketException _) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
