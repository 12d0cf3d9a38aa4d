package io.larder.server.door;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Looks at all deadlines now and then and cuts the connections that are past theirs. Helidon 4.3.1
/// sets no read timeout on accepted sockets, and no timeout of one read or write stops a sender of
/// one byte per second: closing the socket from outside does both.
final class Watch implements AutoCloseable {
    private final LongSupplier nanos;
    private final long origin;
    private final Set<Vigil> vigils = ConcurrentHashMap.newKeySet();
    private final Set<Runnable> rounds = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stop = new CountDownLatch(1);

    Watch(LongSupplier nanos) {
        this.nanos = nanos;
        this.origin = nanos.getAsLong();
    }

    /// Looks every `tick` until closed, on a thread of its own.
    Watch every(Duration tick) {
        Thread.ofPlatform().name("door-watch").daemon().start(() -> run(tick));
        return this;
    }

    /// A new deadline, far away at first; `cut` closes the socket and does nothing else.
    Vigil over(Runnable cut) {
        Vigil vigil = new Vigil(this, cut);
        vigils.add(vigil);
        return vigil;
    }

    /// Something that is run at every look, until closed.
    interface Round extends AutoCloseable {
        @Override
        void close();
    }

    /// Runs `round` at every look, too: it must not wait, nor throw.
    Round also(Runnable round) {
        rounds.add(round);
        return () -> rounds.remove(round);
    }

    /// Nanoseconds since this watch began.
    long now() {
        return nanos.getAsLong() - origin;
    }

    void forget(Vigil vigil) {
        vigils.remove(vigil);
    }

    void sweep() {
        long now = now();
        vigils.forEach(vigil -> vigil.check(now));
        rounds.forEach(Runnable::run);
    }

    private void run(Duration tick) {
        try {
            while (!stop.await(tick.toNanos(), TimeUnit.NANOSECONDS)) {
                sweep();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop.countDown();
    }
}
