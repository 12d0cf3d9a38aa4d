package io.larder.bench;

import io.larder.server.record.Bytes;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Locale;

/// The cheapest server that terminals get on with: reads requests, gives options to who asks for
/// them, and says one thing to everything else.
final class PushSink {
    private static final String OPTIONS = "GET OPTION FROM: x\nErrorDelay=1\nDelay=30\n\n";

    private PushSink() {}

    static void talk(Socket socket, byte[] answer) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 8192);
            byte[] options =
                    Bytes.latin1(
                                    "HTTP/1.1 200 OK\r\nContent-Length: "
                                            + OPTIONS.length()
                                            + "\r\n\r\n"
                                            + OPTIONS)
                            .toArray();
            while (true) {
                boolean hello = request(in);
                socket.getOutputStream().write(hello ? options : answer);
            }
        } catch (IOException e) {
            // The other side has had enough.
        }
    }

    private static boolean request(InputStream in) throws IOException {
        boolean hello = line(in).contains("options=all");
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        in.skipNBytes(length);
        return hello;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.append((char) b);
        }
        line.setLength(line.length() - 1);
        return line.toString();
    }
}
