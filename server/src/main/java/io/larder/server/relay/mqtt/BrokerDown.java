package io.larder.server.relay.mqtt;

/// The line to the broker is down, or what it says is no sensible answer. Within this package only:
/// the verbs of upstream and orders make a value of it.
final class BrokerDown extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean tooLarge;

    BrokerDown(String why) {
        this(why, false);
    }

    /// With `tooLarge`, the broker hung up because a packet was.
    BrokerDown(String why, boolean tooLarge) {
        super(why, null, false, false);
        this.tooLarge = tooLarge;
    }

    String why() {
        return String.valueOf(getMessage());
    }

    boolean isTooLarge() {
        return tooLarge;
    }
}
