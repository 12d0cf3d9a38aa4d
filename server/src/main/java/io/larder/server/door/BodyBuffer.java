package io.larder.server.door;

import io.larder.server.record.Bytes;
import java.util.Arrays;

/// A body as it arrives. Grows with what was really sent, never with what was promised, and asks
/// the budget before it grows.
final class BodyBuffer {
    private final int unbudgeted;
    private final BodyBudget.Share share;
    private byte[] bytes = {};
    private int size;

    BodyBuffer(int unbudgeted, BodyBudget.Share share) {
        this.unbudgeted = unbudgeted;
        this.share = share;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == bytes.length;
    }

    /// Makes room for at least one more byte of a body that will have `end` bytes; false when the
    /// budget has none. A body that will be large asks at its first byte.
    boolean grow(int end) {
        int capacity = Math.min(end, 2 * Math.max(unbudgeted, bytes.length));
        if (capacity > unbudgeted && !share.raise(capacity)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, capacity);
        return true;
    }

    /// Reads what is there, up to `end` bytes in all; the number, or [Inlet#END].
    int fill(Inlet inlet, int end) {
        int count = inlet.read(bytes, size, Math.min(end, bytes.length) - size);
        size += Math.max(0, count);
        return count;
    }

    /// Takes the mask off the bytes from `from` on.
    void unmask(int from, int mask) {
        FrameReader.unmask(bytes, from, size, mask);
    }

    /// All bytes so far; the buffer is given away.
    Bytes toBytes() {
        return Bytes.wrap(bytes).slice(0, size);
    }
}
