package io.larder.server.exchange;

/// Every limit of the card services, with its unit and its reason.
final class CardLimits {
    /// Wrong passwords of one card, after which nobody's are looked at for a while: card passwords
    /// are short.
    static final int WRONG_PASSWORDS = 5;

    /// How long wrong passwords are remembered.
    static final long WRONG_MILLIS = 5 * 60_000;

    /// Cards whose wrong passwords are remembered; the oldest is forgotten first.
    static final int WATCHED_CARDS = 10_000;

    /// Refused requests of one terminal that are written down a minute; nobody is to fill the
    /// journal with them.
    static final int REFUSALS_PER_MINUTE = 10;

    static final long MINUTE_MILLIS = 60_000;

    /// Longest number of a card, in characters.
    static final int CARD_CHARS = 64;

    /// How long a terminal waits for the ledger before it is sent away to ask again.
    static final long LEDGER_MILLIS = 3_000;

    private CardLimits() {}
}
