package io.larder.server.relay.larder;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// The room for bodies that are being read: so much for all senders together, and a share of it for
/// each, so that one that sends a lot at once or hardly ends cannot keep the others out.
final class Held {
    /// Of all senders together, KiB: some twenty of the largest, hundreds of ordinary ones.
    private static final int ALL_KIB = 64 << 10;

    /// Of one sender, KiB: a largest batch and what it asks beside, twice.
    private static final int SHARE_KIB = 10 << 10;

    /// A largest batch of two senders, KiB.
    private static final int LEAST_KIB = 8 << 10;

    /// Of all who are not known yet, KiB, and of one address.
    private static final int STRANGERS_KIB = 2 << 10;

    private static final int STRANGER_KIB = 256;

    private final int share;
    private final Semaphore all;
    private final Map<String, Integer> bySender = new ConcurrentHashMap<>();

    /// `most` KiB for all, `share` for each.
    Held(int most, int share) {
        this.all = new Semaphore(most);
        this.share = share;
    }

    /// For a headquarters with `heap` bytes: a quarter of it, of which one sender has half at most.
    static Held fitting(long heap) {
        int all = Math.clamp(heap / 4 / 1024, LEAST_KIB, ALL_KIB);
        return new Held(all, Math.min(SHARE_KIB, all / 2));
    }

    /// For those who ask to be let in: whoever sends them slowly keeps no box out.
    static Held forStrangers() {
        return new Held(STRANGERS_KIB, STRANGER_KIB);
    }

    /// Whether there is room for so many KiB more.
    boolean take(String sender, int kib) {
        if (!all.tryAcquire(kib)) {
            return false;
        }
        boolean[] fits = {false};
        bySender.compute(
                sender,
                (_, before) -> {
                    int held = before == null ? 0 : before;
                    fits[0] = held + kib <= share;
                    return fits[0] ? Integer.valueOf(held + kib) : before;
                });
        if (!fits[0]) {
            all.release(kib);
        }
        return fits[0];
    }

    /// Gives back what was taken.
    void release(String sender, int kib) {
        if (kib > 0) {
            bySender.computeIfPresent(
                    sender, (_, held) -> held > kib ? Integer.valueOf(held - kib) : null);
            all.release(kib);
        }
    }

    /// Whether nobody holds anything.
    boolean isEmpty() {
        return bySender.isEmpty();
    }
}
