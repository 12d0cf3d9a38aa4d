package io.larder.server.cli;

import io.larder.server.record.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// All that a door said on one connection, and how that ended.
record Heard(Bytes bytes, End end) {
    enum End {
        CLOSED,
        RESET,
        /// Still open after a wait that is longer than any limit of the door.
        HANGS
    }

    /// One answer.
    record Answer(int status, boolean last, Bytes body) {
        boolean isOk() {
            return status == 200 && body.startsWith("OK");
        }
    }

    private static final int CONNECT_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 15_000;

    /// Says `bytes` on a connection of its own and listens to the end; `more` leaves it open for
    /// what never comes.
    static Heard of(int port, Bytes bytes, boolean more) throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            socket.setSoTimeout(SILENCE_MILLIS);
            return new Heard(Bytes.EMPTY, talk(socket, bytes, more, heard)).with(heard);
        }
    }

    private static End talk(Socket socket, Bytes bytes, boolean more, ByteArrayOutputStream heard)
            throws IOException {
        boolean reset = false;
        try {
            socket.getOutputStream().write(bytes.toArray());
            if (!more) {
                socket.shutdownOutput();
            }
        } catch (SocketException _) {
            reset = true; // it would not hear more; what it said is still there
        }
        InputStream in = socket.getInputStream();
        try {
            in.transferTo(heard);
            return reset ? End.RESET : End.CLOSED;
        } catch (SocketTimeoutException _) {
            return End.HANGS;
        } catch (SocketException _) {
            return End.RESET;
        }
    }

    private Heard with(ByteArrayOutputStream heard) {
        return new Heard(Bytes.wrap(heard.toByteArray()), end);
    }

    /// The whole answers in it, none of which is to a HEAD.
    List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        String text = bytes.asLatin1();
        int at = 0;
        while (text.startsWith("HTTP/1.1 ", at)) {
            int body = text.indexOf("\r\n\r\n", at) + 4;
            if (body < 4) {
                return answers;
            }
            String head = text.substring(at, body).toLowerCase(Locale.ROOT);
            int status = Integer.parseInt(head.substring(9, 12));
            int length = status == 100 ? 0 : length(head);
            if (body + length > text.length()) {
                return answers;
            }
            if (status != 100) {
                answers.add(
                        new Answer(
                                status,
                                head.contains("\r\nconnection: close\r\n"),
                                bytes.slice(body, body + length)));
            }
            at = body + length;
        }
        return answers;
    }

    private static int length(String head) {
        String name = "\r\ncontent-length: ";
        int at = head.indexOf(name) + name.length();
        return Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
    }
}
