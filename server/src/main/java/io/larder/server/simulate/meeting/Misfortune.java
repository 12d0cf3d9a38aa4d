package io.larder.server.simulate.meeting;

/// What goes wrong at meeting terminals, as probabilities.
///
/// @param cuts per message: the line breaks before it, or in the middle of it, without a word
/// @param lostAnswers per message: the box has it whole, and the line breaks before the answer
/// @param lostReplies per command: carried out, and the line breaks before the reply
/// @param resends per message: it is said again although it was acknowledged
/// @param busy per heartbeat: the terminal asks to be left alone until the next one
public record Misfortune(
        double cuts, double lostAnswers, double lostReplies, double resends, double busy) {
    /// All goes well.
    public static final Misfortune NONE = new Misfortune(0, 0, 0, 0, 0);

    public Misfortune {
        unsure("cuts", cuts);
        unsure("lost answers", lostAnswers);
        unsure("lost replies", lostReplies);
        probability("resends", resends);
        probability("busy", busy);
    }

    /// With certainty nothing would ever come to an end.
    private static void unsure(String what, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(what + ": expected 0 to below 1, found " + value);
        }
    }

    static void probability(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + ": expected 0 to 1, found " + value);
        }
    }
}
