package io.larder.crypto.larder1;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyPoolTest {
    @Test
    void whatIsNotReadyIsNotWaitedFor() {
        Semaphore slow = new Semaphore(0);
        try (KeyPool pool =
                new KeyPool(() -> {
                    slow.acquireUninterruptibly();
                    return pair();
                })) {
            assertThat(pool.take()).isEmpty();
            slow.release();
            assertThat(awaited(pool)).isNotNull();
            assertThat(pool.take()).isEmpty();
            slow.release();
        }
    }

    @Test
    void everyPairIsGivenAwayOnceAndNoMoreAreMadeThanMayWait() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        Semaphore making = new Semaphore(0);
        Set<KeyPair> given = new HashSet<>();
        try (KeyPool pool =
                new KeyPool(() -> {
                    made.incrementAndGet();
                    making.release();
                    return pair();
                })) {
            // As many as may wait, and the one that finds no place.
            making.acquire(KeyPool.READY + 1);
            assertThat(made).hasValue(KeyPool.READY + 1);
            for (int i = 0; i < 2 * KeyPool.READY; i++) {
                given.add(awaited(pool));
            }
        }

        assertThat(given).hasSize(2 * KeyPool.READY);
    }

    private static KeyPair awaited(KeyPool pool) {
        for (var taken = pool.take(); ; taken = pool.take()) {
            if (taken.isPresent()) {
                return taken.get();
            }
            Thread.onSpinWait();
        }
    }

    /// Not even a key: only its identity matters here.
    private static KeyPair pair() {
        return new KeyPair(null, null);
    }
}
