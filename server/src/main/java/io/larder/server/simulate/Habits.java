package io.larder.server.simulate;

/// How a terminal behaves: rows per upload, and how often it does what real ones do now and then.
///
/// @param fewestRows rows of the smallest upload
/// @param mostRows rows of the largest upload
/// @param resend probability that an upload is followed by sending an acknowledged one again
/// @param lostAnswers probability that the terminal hangs up before it hears the answer
/// @param badRows probability, per row, of an extra row that nobody can read
/// @param trouble what goes wrong with commands
public record Habits(
        int fewestRows,
        int mostRows,
        double resend,
        double lostAnswers,
        double badRows,
        Trouble trouble) {
    /// One row per upload, and no trouble at all.
    public static final Habits HONEST = new Habits(1, 1, 0, 0, 0);

    public Habits {
        if (fewestRows < 1 || mostRows < fewestRows) {
            throw new IllegalArgumentException(
                    "rows per upload: expected 1 or more, smallest first, found "
                            + fewestRows
                            + ".."
                            + mostRows);
        }
        Trouble.probability("resend", resend);
        Trouble.probability("lost answers", lostAnswers);
        Trouble.probability("bad rows", badRows);
    }

    /// Without trouble in commands.
    public Habits(int fewestRows, int mostRows, double resend, double lostAnswers, double badRows) {
        this(fewestRows, mostRows, resend, lostAnswers, badRows, Trouble.NONE);
    }

    public Habits withRows(int fewest, int most) {
        return new Habits(fewest, most, resend, lostAnswers, badRows, trouble);
    }

    public Habits withResend(double probability) {
        return new Habits(fewestRows, mostRows, probability, lostAnswers, badRows, trouble);
    }

    public Habits withLostAnswers(double probability) {
        return new Habits(fewestRows, mostRows, resend, probability, badRows, trouble);
    }

    public Habits withBadRows(double probability) {
        return new Habits(fewestRows, mostRows, resend, lostAnswers, probability, trouble);
    }

    public Habits withTrouble(Trouble other) {
        return new Habits(fewestRows, mostRows, resend, lostAnswers, badRows, other);
    }
}
