package io.larder.server.door;

import io.larder.server.record.Bytes;
import java.time.Duration;
import java.util.Optional;

/// A sender whose bytes are all there, read without socket or clock; then it goes away.
final class InMemory {
    private static final int PIECE = 7;

    private final Bytes bytes;
    private final DoorLimits.Sizes sizes;
    private final BodyBudget budget;
    private final BodyBudget.Share share;
    private final int piece;
    private final Inlet inlet = new Inlet(this::next);
    private int at;
    private int pulls;

    InMemory(DoorLimits.Sizes sizes, String latin1) {
        this(sizes, Bytes.latin1(latin1));
    }

    InMemory(DoorLimits.Sizes sizes, Bytes bytes) {
        this(sizes, bytes, PIECE);
    }

    /// Whose bytes come `piece` at a time.
    InMemory(DoorLimits.Sizes sizes, Bytes bytes, int piece) {
        this.sizes = sizes;
        this.bytes = bytes;
        this.budget = new BodyBudget(sizes, Duration.ZERO);
        this.share = budget.share("1");
        this.piece = piece;
    }

    /// Whether something comes that is no empty line.
    boolean more() {
        return inlet.skipEmptyLines(sizes.head());
    }

    Heard head() {
        inlet.skipEmptyLines(sizes.head());
        return HeadReader.read(inlet, sizes.head());
    }

    Body body(Framing framing) {
        return body(new Heard.Head("POST", "/", true, false, framing, "", "", Optional.empty()));
    }

    Body body(Heard.Head head) {
        Pace pace = new Pace(new Watch(() -> 0).over(() -> {}), Limits.patient());
        return new BodyReader(inlet, sizes, share, pace, () -> {}).read(head);
    }

    int held() {
        return sizes.budget() - budget.free();
    }

    void done() {
        share.close();
    }

    private byte[] next() {
        if (++pulls > bytes.length() + 2) {
            throw new IllegalStateException("read again after the end");
        }
        int end = Math.min(at + piece, bytes.length());
        byte[] next = bytes.slice(at, end).toArray();
        at = end;
        return next;
    }
}
