package io.larder.server.door;

/// What a sender has written, byte by byte, pulled from the socket as needed.
final class Inlet {
    /// Gives the next bytes, at least one; an empty array at the end or when the socket broke.
    @FunctionalInterface
    interface Source {
        byte[] next();
    }

    /// Read instead of a byte when there are no more.
    static final int END = -1;

    private final Source source;
    private byte[] pulled = {};
    private int at;

    Inlet(Source source) {
        this.source = source;
    }

    /// The next byte, left in place.
    int peek() {
        return pull() ? pulled[at] & 0xFF : END;
    }

    int read() {
        return pull() ? pulled[at++] & 0xFF : END;
    }

    /// Reads at least one byte and at most `most` into `into`; the number, or [#END].
    int read(byte[] into, int offset, int most) {
        if (!pull()) {
            return END;
        }
        int count = Math.min(most, pulled.length - at);
        System.arraycopy(pulled, at, into, offset, count);
        at += count;
        return count;
    }

    /// Skips empty lines, which some senders put behind a body; false when the end came or more
    /// than `most` bytes were nothing but that.
    boolean skipEmptyLines(int most) {
        for (int skipped = 0; skipped < most; skipped++) {
            int next = peek();
            if (next != '\r' && next != '\n') {
                return next != END;
            }
            at++;
        }
        return false;
    }

    private boolean pull() {
        if (at == pulled.length) {
            pulled = source.next();
            at = 0;
        }
        return at < pulled.length;
    }
}
