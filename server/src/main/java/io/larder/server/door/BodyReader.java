package io.larder.server.door;

import io.larder.server.protocol.Answer;
import io.larder.server.record.Bytes;
import java.util.Optional;

/// Reads the body of one request, whole or not at all.
///
/// ```
/// chunked = { size-hex [;extension] CRLF bytes CRLF } 0 [;extension] CRLF { trailer CRLF } CRLF
/// ```
final class BodyReader {
    private static final long ENDED = -1;
    private static final long MALFORMED = -2;

    private final Inlet inlet;
    private final DoorLimits.Sizes sizes;
    private final Pace pace;
    private final Runnable sayContinue;
    private final BodyBuffer buffer;

    /// `sayContinue` is run when the sender waits for a 100 and the body is welcome.
    BodyReader(
            Inlet inlet,
            DoorLimits.Sizes sizes,
            BodyBudget.Share share,
            Pace pace,
            Runnable sayContinue) {
        this.inlet = inlet;
        this.sizes = sizes;
        this.pace = pace;
        this.sayContinue = sayContinue;
        this.buffer = new BodyBuffer(sizes.unbudgeted(), share);
    }

    Body read(Heard.Head head) {
        return switch (head.framing()) {
            case Framing.Exactly(long length) -> exactly(length, head.awaitsContinue());
            case Framing.Chunked() -> chunked(head.awaitsContinue());
        };
    }

    private Body exactly(long length, boolean awaitsContinue) {
        if (length == 0) {
            return new Body.Whole(Bytes.EMPTY);
        }
        if (length > sizes.body()) {
            return tooLarge();
        }
        int end = (int) length;
        Optional<Body> trouble = begin(end, awaitsContinue).or(() -> fill(end));
        return trouble.orElseGet(() -> new Body.Whole(buffer.toBytes()));
    }

    private Body chunked(boolean awaitsContinue) {
        Optional<Body> trouble = begin(sizes.unbudgeted(), awaitsContinue);
        while (trouble.isEmpty()) {
            long size = chunkSize();
            if (size == 0) {
                return trailers();
            }
            trouble = size < 0 ? Optional.of(misread(size)) : chunk(size);
        }
        return trouble.get();
    }

    private Optional<Body> chunk(long size) {
        if (size > sizes.body() - buffer.size()) {
            return Optional.of(tooLarge());
        }
        return fill(buffer.size() + (int) size).or(this::lineEnd);
    }

    /// Makes the first room before the sender is asked to go on.
    private Optional<Body> begin(int end, boolean awaitsContinue) {
        Optional<Body> trouble = grow(end);
        if (trouble.isEmpty() && awaitsContinue) {
            sayContinue.run();
        }
        return trouble;
    }

    private Optional<Body> fill(int end) {
        while (buffer.size() < end) {
            if (buffer.isFull()) {
                Optional<Body> trouble = grow(end);
                if (trouble.isPresent()) {
                    return trouble;
                }
            }
            int count = buffer.fill(inlet, end);
            if (count == Inlet.END) {
                return Optional.of(new Body.Cut());
            }
            pace.progress(count);
        }
        return Optional.empty();
    }

    private Optional<Body> grow(int end) {
        pace.rest();
        boolean room = buffer.grow(end);
        pace.begin();
        return room
                ? Optional.empty()
                : Optional.of(unfit(503, "too many uploads at once", DoorLimits.RETRY_SECONDS));
    }

    /// The size in a chunk's first line, or `ENDED` or `MALFORMED`.
    private long chunkSize() {
        long size = 0;
        int digits = 0;
        boolean inSize = true;
        int length = 0;
        for (int next = inlet.read(); next != '\n'; next = inlet.read()) {
            int digit = inSize ? Character.digit(next, 16) : -1;
            if (next == Inlet.END) {
                return ENDED;
            }
            if (++length > DoorLimits.CHUNK_LINE_BYTES) {
                return MALFORMED;
            }
            if (digit >= 0) {
                size = Math.min(size * 16 + digit, Integer.MAX_VALUE);
                digits++;
            } else if (inSize && next != ';' && next != ' ' && next != '\t' && next != '\r') {
                return MALFORMED;
            } else {
                inSize = false;
            }
        }
        return digits == 0 ? MALFORMED : size;
    }

    private Optional<Body> lineEnd() {
        int next = inlet.read();
        if (next == '\r') {
            next = inlet.read();
        }
        return next == '\n'
                ? Optional.empty()
                : Optional.of(misread(next == Inlet.END ? ENDED : MALFORMED));
    }

    /// Reads the lines behind the last chunk; they say nothing that we need.
    private Body trailers() {
        int inLine = 0;
        for (int read = 0; read < sizes.head(); read++) {
            int next = inlet.read();
            if (next == Inlet.END) {
                return new Body.Cut();
            }
            if (next == '\n') {
                if (inLine == 0) {
                    return new Body.Whole(buffer.toBytes());
                }
                inLine = 0;
            } else if (next != '\r') {
                inLine++;
            }
        }
        return unfit(431, "trailers are longer than " + sizes.head() + " bytes", 0);
    }

    private static Body misread(long size) {
        return size == ENDED ? new Body.Cut() : unfit(400, "chunk is malformed", 0);
    }

    private Body tooLarge() {
        return unfit(413, "body is longer than " + sizes.body() + " bytes", 0);
    }

    private static Body unfit(int status, String why, int retryAfterSeconds) {
        return new Body.Unfit(new Answer.Refused(status, why, retryAfterSeconds));
    }
}
