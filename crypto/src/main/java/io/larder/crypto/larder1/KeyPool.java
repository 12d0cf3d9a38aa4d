package io.larder.crypto.larder1;

import java.security.KeyPair;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/// Key pairs made ahead by one thread in the background, each given away once. A pair takes a tenth
/// of a second on a large machine and seconds on a small one: two hundred terminals that come back
/// after a power cut must not all at once make the box compute for minutes.
final class KeyPool implements AutoCloseable {
    /// Pairs that wait to be used: as many terminals reconnect without waiting. Some 50 KB.
    static final int READY = 32;

    private final BlockingQueue<KeyPair> ready = new ArrayBlockingQueue<>(READY);
    private final Thread maker;

    KeyPool(Supplier<KeyPair> make) {
        maker = Thread.ofPlatform().name("key-maker").daemon().start(() -> fill(make));
    }

    private void fill(Supplier<KeyPair> make) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ready.put(make.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// A pair that nobody had before; empty when none is ready.
    Optional<KeyPair> take() {
        return Optional.ofNullable(ready.poll());
    }

    @Override
    public void close() {
        maker.interrupt();
    }
}
