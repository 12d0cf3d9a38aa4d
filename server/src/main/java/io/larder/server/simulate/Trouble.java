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
        Habits.probability("lost replies", lostReplies);
        Habits.probability("lost polls", lostPolls);
        Habits.probability("power cuts", powerCuts);
        Habits.probability("reboots", reboots);
        Habits.probability("busy", busy);
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
}
