package io.larder.server.door;

import io.larder.server.exchange.meeting.Speaker;
import io.larder.server.record.Bytes;
import java.util.function.IntSupplier;

/// Reads the frames of one sender. Source: RFC 6455, 5.
///
/// ```
/// frame  = fin:1 rsv:3 opcode:4 masked:1 length:7 [length:u16|u64] mask:u32 bytes
/// opcode = 0 goes on, 1 text, 2 binary, 8 close, 9 ping, 10 pong
/// ```
final class FrameReader {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LONGEST_CONTROL = 125;

    private static final Frame ENDED = new Frame.Ended();

    private final Inlet inlet;
    private final IntSupplier mostBytes;

    /// A message may have `mostBytes`, as it is said when a frame begins.
    FrameReader(Inlet inlet, IntSupplier mostBytes) {
        this.inlet = inlet;
        this.mostBytes = mostBytes;
    }

    /// The next frame, while `had` bytes of an unfinished message are there already.
    Frame next(int had) {
        int first = inlet.read();
        int second = inlet.read();
        if (second == Inlet.END) {
            return ENDED;
        }
        if ((first & 0x70) != 0) {
            return broken("a frame uses an extension that was not agreed");
        }
        if ((second & 0x80) == 0) {
            return broken("a frame is not masked");
        }
        long length = length(second & 0x7F);
        long mask = number(4);
        if (mask < 0) {
            return ENDED;
        }
        boolean ends = (first & 0x80) != 0;
        int opcode = first & 0x0F;
        return switch (opcode) {
            case 0, 1, 2 -> part(opcode, ends, length, (int) mask, had);
            case CLOSE, PING, PONG -> control(opcode, ends, length, (int) mask);
            default -> broken("there are no frames of kind " + opcode);
        };
    }

    /// The length; huge when it is none.
    private long length(int said) {
        return switch (said) {
            case 126 -> number(2);
            case 127 -> {
                long length = number(8);
                yield length < 0 ? Long.MAX_VALUE : length;
            }
            default -> said;
        };
    }

    /// A number of so many bytes; negative when the sender went away in it.
    private long number(int bytes) {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            int next = inlet.read();
            if (next == Inlet.END) {
                return -1;
            }
            number = number << 8 | next;
        }
        return number;
    }

    private Frame part(int opcode, boolean ends, long length, int mask, int had) {
        int most = mostBytes.getAsInt();
        return length < 0 || length > most - had
                ? new Frame.Broken(Speaker.TOO_LARGE, "a message is larger than " + most + " bytes")
                : new Frame.Part(opcode != 0, opcode == TEXT, ends, (int) length, mask);
    }

    private Frame control(int opcode, boolean ends, long length, int mask) {
        if (!ends || length < 0 || length > LONGEST_CONTROL) {
            return broken("a control frame is in parts or too long");
        }
        byte[] said = new byte[(int) length];
        int at = 0;
        while (at < said.length) {
            int count = inlet.read(said, at, said.length - at);
            if (count == Inlet.END) {
                return ENDED;
            }
            at += count;
        }
        unmask(said, 0, said.length, mask);
        return switch (opcode) {
            case PING -> new Frame.Ping(Bytes.wrap(said));
            case PONG -> new Frame.Pong();
            default -> closing(Bytes.wrap(said));
        };
    }

    /// No code at all, or one that may be said, with a reason in UTF-8 behind it.
    private static Frame closing(Bytes said) {
        if (said.isEmpty()) {
            return new Frame.Close();
        }
        if (said.length() == 1) {
            return broken("a code of closing has two bytes");
        }
        int code = (said.at(0) & 0xFF) << 8 | (said.at(1) & 0xFF);
        if (!isCode(code)) {
            return broken("nobody may close with " + code);
        }
        return Utf8.isText(said.slice(2, said.length()))
                ? new Frame.Close()
                : new Frame.Broken(Speaker.NO_TEXT, "a reason is not in UTF-8");
    }

    /// Codes in between stand for closings that were not said, or for nothing yet.
    private static boolean isCode(int code) {
        return (code >= 1000 && code <= 1003)
                || (code >= 1007 && code <= 1014)
                || (code >= 3000 && code <= 4999);
    }

    private static Frame broken(String why) {
        return new Frame.Broken(Speaker.BROKEN, why);
    }

    /// Takes the mask off the bytes of one frame, which stand at `from` up to `to`.
    static void unmask(byte[] bytes, int from, int to, int mask) {
        for (int i = from; i < to; i++) {
            bytes[i] ^= (byte) (mask >>> (24 - 8 * ((i - from) & 3)));
        }
    }
}
