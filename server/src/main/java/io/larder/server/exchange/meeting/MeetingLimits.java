package io.larder.server.exchange.meeting;

import java.time.Duration;

/// Every limit of meeting terminals, with its unit and its reason.
final class MeetingLimits {
    /// From the connect to the log-in: some messages on a slow line, with a pause for a box that
    /// has just started.
    static final Duration LOG_IN = Duration.ofSeconds(60);

    /// Heartbeats that may be missed before a connection counts as dead. Source: PROTOCOL.md 6.2.
    static final int MISSED_HEARTBEATS = 3;

    /// How long an answer waits for the ledger to know what it depends on.
    static final long LEDGER_MILLIS = 5_000;

    /// Answers that are remembered of each terminal, by message id: it has few messages under way.
    static final int ANSWERS = 32;

    /// Terminals whose answers are remembered; a site has a hundred.
    static final int TERMINALS = 1_024;

    /// How far the clock of a terminal that asks for its server may be off. Source: PROTOCOL.md
    /// 6.1.
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    /// Nonces that are remembered at most: some questions a minute of each terminal. Beyond,
    /// questions are refused, because none may be forgotten early.
    static final int NONCES = 20_000;

    /// Characters of a nonce. Source: PROTOCOL.md 6.1.
    static final int NONCE_LENGTH = 32;

    /// Characters of a text that a terminal says of itself.
    static final int FACT_LENGTH = 2_048;

    /// Things that a terminal says of itself: the documented ones, and room for new ones.
    static final int FACTS = 96;

    private MeetingLimits() {}
}
