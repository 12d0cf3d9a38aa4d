package io.larder.server.cli;

import io.larder.storage.Projection;
import java.util.concurrent.atomic.AtomicLong;

/// A ledger that is being built again and comes as far as the test says.
final class LateProjection implements Projection {
    private final AtomicLong applied = new AtomicLong(1);

    void reach(long seq) {
        applied.set(seq);
    }

    @Override
    public long applied() {
        return applied.get();
    }

    @Override
    public boolean await(long seq, long millis) {
        return applied.get() >= seq;
    }
}
