package io.larder.bench;

import io.larder.storage.Projection;

/// A projector that has projected everything before.
record Projected(long applied) implements Projection {
    @Override
    public long start() {
        return applied;
    }

    @Override
    public boolean await(long seq, long millis) throws InterruptedException {
        if (seq > applied) {
            Thread.sleep(millis);
        }
        return seq <= applied;
    }
}
