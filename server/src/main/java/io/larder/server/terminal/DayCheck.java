package io.larder.server.terminal;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/// How the punches of one day at a terminal compare with those here, as a fact about the terminal:
/// there is room for the last days only, each takes the place of one long ago.
///
/// ```
/// name  = "day." number of the day modulo 64
/// value = day " " state " " held " " kept " " received
/// ```
///
/// `held` is how many the terminal says it has, `kept` how many are in the ledger, `received` how
/// many rows had come, those that came again counted, before it was asked to send again.
public record DayCheck(LocalDate day, State state, long held, long kept, long received) {
    private static final String NAME = "day.";
    private static final int DAYS = 64;
    private static final int PARTS = 5;

    /// What is known of a day.
    public enum State {
        /// The ledger has all that the terminal has.
        COMPLETE,
        /// The terminal has more: it is to send them again.
        SHORT,
        /// It was asked to and did; it still has more.
        STILL_SHORT,
        /// It has no command by which it could be asked.
        UNKNOWN_COMMAND,
        /// It was asked several times and did not answer.
        NO_ANSWER
    }

    /// A day about which the terminal cannot be asked.
    public static DayCheck without(LocalDate day, State why) {
        return new DayCheck(day, why, 0, 0, 0);
    }

    /// How many the terminal has that the ledger does not.
    public long missing() {
        return Math.max(0, held - kept);
    }

    /// The state in words for people.
    public String words() {
        return switch (state) {
            case COMPLETE -> "complete";
            case SHORT -> "short by " + missing() + ", asked again";
            case STILL_SHORT -> "short by " + missing() + " after it sent again";
            case UNKNOWN_COMMAND -> "terminal does not know the command";
            case NO_ANSWER -> "no answer";
        };
    }

    /// The name of the fact.
    public static String name(LocalDate day) {
        return NAME + Math.floorMod(day.toEpochDay(), (long) DAYS);
    }

    /// The value of the fact.
    public String value() {
        return day + " " + state + " " + held + " " + kept + " " + received;
    }

    /// What is known of a day, if anything.
    public static Optional<DayCheck> of(Map<String, String> facts, LocalDate day) {
        return Optional.ofNullable(facts.get(name(day)))
                .flatMap(DayCheck::read)
                .filter(check -> check.day.equals(day));
    }

    /// Reads the value of a fact; empty for what is none.
    public static Optional<DayCheck> read(String value) {
        String[] parts = value.split(" ", -1);
        try {
            return parts.length == PARTS
                    ? Optional.of(
                            new DayCheck(
                                    LocalDate.parse(parts[0]),
                                    State.valueOf(parts[1]),
                                    Long.parseLong(parts[2]),
                                    Long.parseLong(parts[3]),
                                    Long.parseLong(parts[4])))
                    : Optional.empty();
        } catch (DateTimeParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// True for the name of such a fact.
    public static boolean isName(String fact) {
        return fact.startsWith(NAME);
    }
}
