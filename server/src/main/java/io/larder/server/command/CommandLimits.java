package io.larder.server.command;

import java.time.Duration;

/// Every limit of the command traffic, with its unit and its reason.
public final class CommandLimits {
    /// Commands in one answer. Source: PROTOCOL.md 3.1, trap T-082.
    public static final int ANSWER_COMMANDS = 200;

    /// Bytes in one answer, encoded; one larger command is sent alone. Source: as above.
    public static final int ANSWER_BYTES = 40_960;

    /// The same for a terminal on a mobile line.
    public static final int ANSWER_BYTES_GPRS = 10_240;

    /// Deliveries after the first one. Source: PROTOCOL.md 3.2.
    public static final int REDELIVERIES = 3;

    /// Commands in one journal entry: what one answer can carry.
    public static final int ORDERS_PER_ENTRY = 200;

    /// Open commands of one terminal; beyond, a new one is refused: nobody reads the terminal.
    public static final int OPEN_PER_TERMINAL = 5_000;

    /// How long a command is good for when nobody says.
    public static final Duration TTL = Duration.ofDays(7);

    /// The longest that somebody may say.
    public static final Duration LONGEST_TTL = Duration.ofDays(366);

    /// How long after its time a command that its box fetched stays open at headquarters: the line
    /// to the box may be down as long.
    static final Duration REPORT_GRACE = Duration.ofDays(30);

    /// Orders in one answer to a box, and references in its lists.
    public static final int PAGE_ORDERS = 200;

    /// Bytes of the orders in one answer to a box: a minute on a slow line. One larger order is
    /// sent alone.
    public static final int PAGE_BYTES = 256 << 10;

    /// The largest order that is sent to a box, encoded: what fits a journal entry there.
    public static final int LARGEST_ORDER_BYTES = 3 << 20;

    /// How often headquarters looks for orders that no box fetched in time.
    static final long REVIEW_MILLIS = 10_000;

    /// How long a poll waits for the ledger before it is answered without commands.
    static final long LEDGER_MILLIS = 3_000;

    private CommandLimits() {}
}
