package io.larder.server.door;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes the frames of this side: whole and without mask. Source: RFC 6455, 5.
final class FrameWriter {
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PONG = 0x8A;
    private static final int SHORT = 125;
    private static final int MEDIUM = 0xFFFF;
    private static final int LONGEST_REASON = 123;

    private FrameWriter() {}

    static byte[] text(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] pong(byte[] said) {
        return frame(PONG, said);
    }

    /// A reason that is too long is cut.
    static byte[] close(int code, String why) {
        byte[] reason = why.getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(reason.length, LONGEST_REASON);
        ByteBuffer said = ByteBuffer.allocate(2 + length);
        said.putShort((short) code).put(reason, 0, length);
        return frame(CLOSE, said.array());
    }

    private static byte[] frame(int head, byte[] bytes) {
        int length = bytes.length;
        int more = length <= SHORT ? 0 : length <= MEDIUM ? 2 : 8;
        ByteBuffer frame = ByteBuffer.allocate(2 + more + length);
        frame.put((byte) head);
        switch (more) {
            case 0 -> frame.put((byte) length);
            case 2 -> frame.put((byte) 126).putShort((short) length);
            default -> frame.put((byte) 127).putLong(length);
        }
        return frame.put(bytes).array();
    }
}
