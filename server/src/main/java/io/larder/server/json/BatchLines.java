package io.larder.server.json;

import io.larder.server.record.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// Lines of a stream, one in memory at a time, with a limit on each and on all together.
final class BatchLines {
    private static final int CHUNK_BYTES = 64 * 1024;

    /// More came than may come.
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong(String what, long limit) {
            super(what + " longer than " + limit + " bytes");
        }
    }

    private final InputStream in;
    private final int lineLimit;
    private final long limit;
    private byte[] buffer = new byte[CHUNK_BYTES];
    private int from;
    private int to;
    private long read;

    BatchLines(InputStream in, int lineLimit, long limit) {
        this.in = in;
        this.lineLimit = lineLimit;
        this.limit = limit;
    }

    /// The next line without its end, or empty at the end of the stream. The last line may lack its
    /// line end.
    Optional<Bytes> next() throws IOException {
        int scanned = from;
        while (true) {
            for (int i = scanned; i < to; i++) {
                if (buffer[i] == '\n') {
                    return Optional.of(line(i, i + 1));
                }
            }
            scanned = to - from;
            boolean more = fill();
            scanned += from;
            if (!more) {
                return from == to ? Optional.empty() : Optional.of(line(to, to));
            }
        }
    }

    private Bytes line(int end, int next) {
        Bytes line = Bytes.wrap(Arrays.copyOfRange(buffer, from, end));
        from = next;
        return line;
    }

    /// Moves what is left to the front, makes room and reads on; false at the end of the stream.
    private boolean fill() throws IOException {
        if (to - from > lineLimit) {
            throw new TooLong("a line is", lineLimit);
        }
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        if (to == buffer.length) {
            int room = Math.min(2 * buffer.length, lineLimit + CHUNK_BYTES);
            buffer = Arrays.copyOf(buffer, room);
        }
        int got = in.read(buffer, to, buffer.length - to);
        if (got < 0) {
            return false;
        }
        to += got;
        read += got;
        if (read > limit) {
            throw new TooLong("unpacked, the batch is", limit);
        }
        return true;
    }
}
