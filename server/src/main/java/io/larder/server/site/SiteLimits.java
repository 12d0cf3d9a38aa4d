package io.larder.server.site;

/// Every limit of the site's data, with its unit and its reason.
public final class SiteLimits {
    /// Statements in one journal entry.
    public static final int STATEMENTS_PER_ENTRY = 200;

    /// Bytes of the statements of one entry: it must fit the smallest journal segment.
    static final int ENTRY_BYTES = 32 * 1024;

    /// Longest value of a field, in characters; terminals show some twenty.
    public static final int VALUE_CHARS = 256;

    /// Longest password of a card, in characters.
    public static final int PASSWORD_CHARS = 64;

    /// Statements taken at once: what no site needs.
    public static final int STATEMENTS = 100_000;

    /// Statements that are in memory with all that belongs to them at once.
    static final int SLICE = 500;

    /// Bytes of a file that is imported: ten thousand people take one million.
    public static final int IMPORT_BYTES = 8 << 20;

    /// Open commands of one terminal up to which provisioning orders more: two full answers, so
    /// that a change of a price does not wait behind ten thousand people.
    public static final int OPEN_PER_TERMINAL = 400;

    /// More room for what cannot wait: lost cards.
    static final int OPEN_URGENT = 600;

    /// What a terminal lacks is looked up anew after this long even if nothing seems to have
    /// changed: a net under whatever was overlooked.
    static final long LOOK_AGAIN_MILLIS = 600_000;

    /// Items remembered for a terminal that cannot be said to it.
    static final int UNSPEAKABLE = 500;

    /// Items in one answer to a box.
    static final int PAGE_ITEMS = 200;

    /// Bytes of the statements in one answer to a box: a minute on a slow line.
    static final int PAGE_BYTES = 256 * 1024;

    /// Statements of headquarters that were wrong here and are tried once more.
    static final int WRONG_KEPT = 1_000;

    /// How long whoever states something or provisions waits for the ledger.
    static final long LEDGER_MILLIS = 10_000;

    /// How long a terminal that answered nothing is left alone before it is told again: at first,
    /// and at most, when that doubled again and again. Milliseconds.
    static final long STALL_LEAST_MILLIS = 60_000;

    static final long STALL_MOST_MILLIS = 3_600_000;

    /// So long after it was told something it may be told more without an answer, until as much is
    /// open as may be. Milliseconds.
    static final long STALL_FRESH_MILLIS = 5_000;

    /// Days for which a meeting stays at terminals behind its last one: time enough to look at it
    /// there, and no list that grows for ever.
    static final int MEETING_DAYS = 7;

    private SiteLimits() {}
}
