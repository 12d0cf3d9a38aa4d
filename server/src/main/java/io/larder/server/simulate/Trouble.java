package io.larder.server.simulate;

/// What goes wrong with a terminal between a command and its reply, as probabilities.
///
/// @param lostReplies per command: carried out, and its reply never sent
/// @param lostPolls per poll: the box answered, the terminal never saw the answer
/// @param powerCuts per command: the power fails after it was carried out; its reply, the replies
///   that wait and the rest of the commands are forgotten, the tables are not
/// @param reboots per poll: the terminal starts anew by itself
/// @param busy per command: refused with -1005 and not carried out
public record Trouble(
        double lostReplies, double lostPolls, double powerCuts, double reboots, double busy) {
    /// All goes well.
    public static final Trouble NONE = new Trouble(0, 0, 0, 0, 0);

    public Trouble {
        probability("lost replies", lostReplies);
        probability("lost polls", lostPolls);
        probability("power cuts", powerCuts);
        probability("reboots", reboots);
        probability("busy", busy);
    }

    public Trouble withLostReplies(double probability) {
        return new Trouble(probability, lostPolls, powerCuts, reboots, busy);
    }

    public Trouble withLostPolls(double probability) {
        return new Trouble(lostReplies, probability, powerCuts, reboots, busy);
    }

    public Trouble withPowerCuts(double probability) {
        return new Trouble(lostReplies, lostPolls, probability, reboots, busy);
    }

    public Trouble withReboots(double probability) {
        return new Trouble(lostReplies, lostPolls, powerCuts, probability, busy);
    }

    public Trouble withBusy(double probability) {
        return new Trouble(lostReplies, lostPolls, powerCuts, reboots, probability);
    }

    static void probability(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + ": expected 0 to 1, found " + value);
        }
    }
}
