package io.larder.server.relay.kafka;

/// One record is why a parcel was not taken.
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// The record, counted from 1.
    final int line;

    /// Whether it is too large; else it will never be good.
    final boolean tooLarge;

    Refused(int line, boolean tooLarge, Exception why) {
        super(String.valueOf(why.getMessage()), why);
        this.line = line;
        this.tooLarge = tooLarge;
    }
}
