package io.larder.crypto.larder1;

/// Which counters were used. Messages of several connections overtake each other, so that the last
/// places below the highest counter are remembered one by one; everything older counts as used.
///
/// ```
/// used = bit i set: the counter (highest - i) was used
/// ```
final class Window {
    /// How far a message may be overtaken.
    static final int PLACES = 64;

    private long highest;
    private long used = 1;

    /// Uses `counter`; false when it was used already, or may have been.
    synchronized boolean admits(long counter) {
        if (counter > highest) {
            long ahead = counter - highest;
            used = ahead >= PLACES ? 1 : used << ahead | 1;
            highest = counter;
            return true;
        }
        long behind = highest - counter;
        if (counter < 0 || behind >= PLACES || (used >> behind & 1) == 1) {
            return false;
        }
        used |= 1L << behind;
        return true;
    }
}
