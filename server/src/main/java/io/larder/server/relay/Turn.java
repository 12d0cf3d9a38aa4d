package io.larder.server.relay;

import java.time.Duration;
import java.util.Optional;

/// What one step of a sender came to.
sealed interface Turn {
    /// The upstream took a parcel; go on at once.
    record Sent() implements Turn {}

    /// Something else moved; go on at once. A greeting alone does not say that the line is good.
    record Moved() implements Turn {}

    /// Nothing to do before entry `seq` is in the ledger. `connected` says whether the upstream was
    /// reached.
    record Idle(long seq, boolean connected) implements Turn {}

    /// Nothing may be sent for now: look again after `millis`, or when woken.
    record Held(String why, long millis) implements Turn {}

    /// It did not work; wait, then try again.
    record Trouble(String why, Optional<Duration> retryAfter) implements Turn {
        static Trouble because(String why) {
            return new Trouble(why, Optional.empty());
        }
    }
}
