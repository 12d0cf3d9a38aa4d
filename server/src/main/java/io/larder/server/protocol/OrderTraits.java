package io.larder.server.protocol;

import java.util.Set;

/// What must be known of an order besides its text. Sources: PROTOCOL.md 3.1, 3.2; traps T-083,
/// T-084, T-089, T-090.
///
/// - `endsBatch`: nothing may stand behind it in one answer, the terminal ignores it.
/// - `repeatable`: may be delivered again by itself when no reply came.
/// - `restarts`: a following initialisation is its success.
/// - `countIsSuccess`: a result above 0 is a count, a size or an exit status, not an error.
/// - `patienceSeconds`: how long a reply may take before it counts as missing.
/// - `secrets`: those fields of the order whose values are never shown, as the order spells them.
/// - `target`: what it changes, for example `USERINFO/SysID=1` or `OPTION`; empty when a later
///   order cannot overwrite it. Orders with the same target overwrite each other, and so does one
///   with the other when a target is a part of the other's (`PERSON/PIN=1>picture`): see [#PART].
public record OrderTraits(
        boolean endsBatch,
        boolean repeatable,
        boolean restarts,
        boolean countIsSuccess,
        Guard guard,
        int patienceSeconds,
        Set<String> secrets,
        String target) {
    /// Stands in a target before the name of a part.
    public static final String PART = ">";

    /// How an order is kept from being given by mistake; the later, the stricter.
    public enum Guard {
        /// Anyone who may give orders may give it.
        NONE,
        /// It destroys something: needs an explicit confirmation.
        CONFIRM,
        /// It has the terminal in its hand, or sends it away: off until the configuration enables
        /// it, and needs a confirmation besides.
        POWERFUL
    }

    /// Keeps an unchangeable copy.
    public OrderTraits {
        secrets = Set.copyOf(secrets);
    }

    /// The same, changing another thing.
    public OrderTraits about(String other) {
        return new OrderTraits(
                endsBatch,
                repeatable,
                restarts,
                countIsSuccess,
                guard,
                patienceSeconds,
                secrets,
                other);
    }

    /// The same with a patience of at most so many seconds.
    public OrderTraits patientFor(int atMostSeconds) {
        return new OrderTraits(
                endsBatch,
                repeatable,
                restarts,
                countIsSuccess,
                guard,
                Math.min(patienceSeconds, atMostSeconds),
                secrets,
                target);
    }
}
