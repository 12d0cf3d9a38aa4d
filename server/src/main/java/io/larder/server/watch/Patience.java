package io.larder.server.watch;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Waiting for what another process does: it sends no event, so one looks again and again. For
/// anything within this process there is an event to wait for.
public record Patience(int looks, long pauseMillis) {
    /// A look for something that may be there now.
    public interface Look<T, E extends Exception> {
        Optional<T> look() throws E;
    }

    /// What was found, or empty after the last look and when this thread was interrupted.
    public <T, E extends Exception> Optional<T> find(Look<T, E> look) throws E {
        Optional<T> found = look.look();
        for (int left = looks - 1; left > 0 && found.isEmpty(); left--) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
            if (Thread.currentThread().isInterrupted()) {
                return Optional.empty();
            }
            found = look.look();
        }
        return found;
    }
}
