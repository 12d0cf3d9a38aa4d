package io.larder.server.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// Connections of somebody who is no terminal: silent ones, heads and bodies that never end, and
/// bytes without sense. They make no record.
final class Nuisance {
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int MOST_BYTES = 4_096;
    private static final int BYTE_VALUES = 256;

    private static final String HALF_A_HEAD =
            "GET /iclock/cdata?SN=NUISANCE&options=all HTTP/1.1\r\nHost: ";
    private static final String HALF_A_BODY =
            "POST /iclock/cdata?SN=NUISANCE&table=BUYLOG HTTP/1.1\r\nContent-Length: 50000\r\n\r\nCard";

    private final InetSocketAddress door;
    private final IntUnaryOperator draw;
    private final List<Socket> open = new ArrayList<>();

    /// `draw` gives a number from 0 to below its argument.
    Nuisance(InetSocketAddress door, IntUnaryOperator draw) {
        this.door = door;
        this.draw = draw;
    }

    /// Opens so many more; those that the box refuses or cuts are as good as any.
    void come(int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            Socket socket = new Socket();
            open.add(socket);
            try {
                socket.connect(door, TIMEOUT_MILLIS);
                socket.getOutputStream().write(words());
            } catch (IOException _) {
                socket.close(); // no box, or no place
            }
        }
    }

    private byte[] words() {
        return switch (draw.applyAsInt(4)) {
            case 0 -> new byte[0];
            case 1 -> HALF_A_HEAD.getBytes(US_ASCII);
            case 2 -> HALF_A_BODY.getBytes(US_ASCII);
            default -> noise();
        };
    }

    private byte[] noise() {
        byte[] bytes = new byte[1 + draw.applyAsInt(MOST_BYTES)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) draw.applyAsInt(BYTE_VALUES);
        }
        return bytes;
    }

    /// All of them are closed.
    void leave() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }
}
