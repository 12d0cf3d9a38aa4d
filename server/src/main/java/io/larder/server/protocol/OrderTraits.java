package io.larder.server.protocol;

import java.util.Set;

/// What must be known of an order besides its text.
public record OrderTraits(
        boolean endsBatch,
        boolean repeatable,
        boolean restarts,
        boolean countIsSuccess,
        Guard guard,
        int patienceSeconds,
        Set<String> secrets,
        String target) {
    /// How well an order is guarded.
    public enum Guard {
        NONE,
        CONFIRM,
        POWERFUL
    }
}
