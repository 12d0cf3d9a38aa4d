package io.larder.server.cli;

import io.larder.storage.Projection;
import java.util.concurrent.atomic.AtomicLong;

/// A ledger that is being built again and comes as far as the test says.
final class LateProjection implements Projection {
    private final AtomicLong applied = new AtomicLong(1);

    private final long start;

    /// The journal ended at `start` when it was opened.
    LateProjection(long start) {
        this.start = start;
    }

    void reach(long seq) {
        applied.set(seq);
    }

    @Override
    public long applied() {
        return applied.get();
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public boolean await(long seq, long millis) {
        return applied.get() >= seq;
    }
}
