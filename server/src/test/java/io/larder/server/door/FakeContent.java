package io.larder.server.door;

import io.larder.server.protocol.Content;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// A file of any size that is nowhere: its byte at `at` is `(byte) (at * 31 / 7)`. May have fewer
/// bytes than it says, or a place that cannot be read. Counts what was read and not yet taken.
final class FakeContent implements Content {
    final AtomicLong read = new AtomicLong();
    final AtomicLong taken = new AtomicLong();
    final AtomicLong mostOutstanding = new AtomicLong();
    final CountDownLatch closed = new CountDownLatch(1);
    private final long size;
    private final long ends;
    private final long breaks;

    private FakeContent(long size, long ends, long breaks) {
        this.size = size;
        this.ends = ends;
        this.breaks = breaks;
    }

    static FakeContent of(long size) {
        return new FakeContent(size, size, size);
    }

    static FakeContent thatEndsAt(long ends, long size) {
        return new FakeContent(size, ends, size);
    }

    static FakeContent thatBreaksAt(long breaks, long size) {
        return new FakeContent(size, size, breaks);
    }

    static byte at(long at) {
        return (byte) (at * 31 / 7);
    }

    static String text(long from, long to) {
        StringBuilder text = new StringBuilder();
        for (long at = from; at < to; at++) {
            text.append((char) (at(at) & 0xFF));
        }
        return text.toString();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Bytes read(long at, int most) throws IOException {
        if (at >= breaks) {
            throw new IOException("medium error");
        }
        int count = Math.clamp(Math.min(ends, breaks) - at, 0, most);
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = at(at + i);
        }
        mostOutstanding.accumulateAndGet(read.addAndGet(count) - taken.get(), Math::max);
        return Bytes.wrap(bytes);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
