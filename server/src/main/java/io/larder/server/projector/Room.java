package io.larder.server.projector;

import java.util.function.LongSupplier;

/// What may be given free, and when: `taken` says the last entry that every upstream has;
/// `contentBytes` is what photos and templates may take before the oldest pictures of punches go.
public record Room(LongSupplier taken, long contentBytes) {
    /// Nothing is given free: for programs that only read a stopped store.
    public static final Room KEEP_ALL = new Room(() -> Long.MIN_VALUE, Long.MAX_VALUE);

    boolean keepsAll() {
        return taken.getAsLong() == Long.MIN_VALUE;
    }
}
