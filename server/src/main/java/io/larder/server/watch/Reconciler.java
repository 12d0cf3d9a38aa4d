package io.larder.server.watch;

import io.larder.server.command.Commands;
import io.larder.server.command.DayOrders;
import io.larder.server.command.Issued;
import io.larder.server.command.Wanted;
import io.larder.server.protocol.Order;
import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.DayCheck;
import io.larder.server.terminal.DayCheck.State;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks attendance terminals every night how many punches of the day before they have, has them
/// send again what is missing here, and once a day what people were enrolled. A day is looked at
/// once, whatever the clock does: what is known of it is in the journal. Days that passed while the
/// box was off are looked at too. Sources: PROTOCOL.md 3.5; S3 proposes two in the morning.
public final class Reconciler {
    /// Who orders, as commands say it.
    static final String BY = "reconciliation";

    /// So many days back are looked at.
    public static final int DAYS = 7;

    /// A terminal that does not answer is asked so often.
    private static final int ATTEMPTS = 3;

    /// So long a terminal may take to send what it was asked for.
    private static final long SENDING_MILLIS = 60_000;

    /// A terminal that was not heard for so long is asked when it is there again.
    private static final Duration THERE = Duration.ofHours(1);

    private record Place(Serial serial, LocalDate day) {}

    /// What was asked for a day: the command, when (monotonic milliseconds), how many there were,
    /// whether by the count that all that can count have, and whether the last one was to send
    /// again.
    private record Asked(
            long command, long atMillis, int attempts, boolean byCount, boolean resent) {
        static final Asked NOTHING = new Asked(0, 0, 0, false, false);

        /// It is in the journal what is known; the ledger will have it in a moment.
        static final Asked WRITTEN = new Asked(0, 0, Integer.MAX_VALUE, false, false);
    }

    /// What is known of commands and days.
    public interface Book {
        /// Whether a command is open still.
        boolean isOpen(Serial serial, long command);

        /// Writes down what is known of a day though the terminal said nothing; false when it could
        /// not.
        boolean write(Serial serial, DayCheck check);
    }

    private final Terminals terminals;
    private final Commands commands;
    private final Book book;
    private final BoxClock clock;
    private final ZoneId zone;
    private final Optional<LocalTime> at;
    private final Map<Place, Asked> asked = new HashMap<>();
    private final Map<Serial, LocalDate> enrolled = new HashMap<>();

    /// `at` is the time of day in `zone`; never when it is empty.
    public Reconciler(
            Terminals terminals,
            Commands commands,
            Book book,
            BoxClock clock,
            ZoneId zone,
            Optional<LocalTime> at) {
        this.terminals = terminals;
        this.commands = commands;
        this.book = book;
        this.clock = clock;
        this.zone = zone;
        this.at = at;
    }

    /// Looks at all terminals once. From a ledger that is behind, what lies there only seems to be
    /// missing; by a clock that is not set, days are not what they are called.
    public void round() {
        if (at.isEmpty() || !clock.trusted() || !commands.isCaughtUp()) {
            return;
        }
        LocalDateTime now = clock.now().atZone(zone).toLocalDateTime();
        LocalDate last = now.toLocalDate().minusDays(now.toLocalTime().isBefore(at.get()) ? 2 : 1);
        asked.keySet().removeIf(place -> place.day().isBefore(last.minusDays(DAYS)));
        for (Terminal terminal : terminals.all()) {
            if (terminal.family() == Family.ATTENDANCE && isThere(terminal.serial())) {
                look(terminal, last);
            }
        }
    }

    private boolean isThere(Serial serial) {
        return terminals
                .heard(serial)
                .filter(heard ->
                        Duration.between(heard.at(), clock.now()).abs().compareTo(THERE) < 0)
                .isPresent();
    }

    /// One day of a terminal at a time, the oldest first: its other commands must get through.
    private void look(Terminal terminal, LocalDate last) {
        for (LocalDate day = last.minusDays(DAYS - 1L); !day.isAfter(last); day = day.plusDays(1)) {
            if (day(terminal, day)) {
                return;
            }
        }
        enrolments(terminal, last);
    }

    /// Whether something of that day is under way.
    private boolean day(Terminal terminal, LocalDate day) {
        Place place = new Place(terminal.serial(), day);
        Asked before = asked.getOrDefault(place, Asked.NOTHING);
        if (before.command() != 0 && book.isOpen(terminal.serial(), before.command())) {
            return true;
        }
        Optional<DayCheck> known = DayCheck.of(terminal.facts(), day);
        if (known.isEmpty()) {
            if (before.attempts() < ATTEMPTS) {
                boolean byCount = before.attempts() > 0;
                return ask(place, before, count(day, byCount), byCount, false);
            }
            return !written(place, before, State.NO_ANSWER);
        }
        return switch (known.get().state()) {
            case SHORT, STILL_SHORT -> askAgain(place, before, day);
            case COMPLETE, UNKNOWN_COMMAND, NO_ANSWER -> {
                asked.remove(place);
                yield false;
            }
        };
    }

    /// By the count that costs nothing, or by the one that all that can count have.
    private static Order count(LocalDate day, boolean byCount) {
        return byCount ? DayOrders.count(day) : DayOrders.sum(day);
    }

    /// All once more, then the count again, as often as it may be asked. After a restart nobody
    /// knows which count the terminal has: both are tried.
    private boolean askAgain(Place place, Asked before, LocalDate day) {
        if (before.attempts() > 2 * ATTEMPTS) {
            return false;
        }
        if (clock.monotonicMillis() - before.atMillis() < SENDING_MILLIS && before.command() != 0) {
            return true;
        }
        boolean byCount = before.byCount() || before.attempts() > ATTEMPTS;
        return before.resent()
                ? ask(place, before, count(day, byCount), byCount, false)
                : ask(place, before, DayOrders.again(day), before.byCount(), true);
    }

    private boolean ask(Place place, Asked before, Order order, boolean byCount, boolean resent) {
        return switch (commands.issue(place.serial(), List.of(Wanted.of(order)), BY, true)) {
            case Issued.Mine(var ids, long _) -> {
                asked.put(
                        place,
                        new Asked(
                                ids.getFirst(),
                                clock.monotonicMillis(),
                                before.attempts() + 1,
                                byCount,
                                resent));
                yield true;
            }
            case Issued.Declined(var reason, var _) -> {
                // It is of a generation that has no such command.
                boolean never = reason == Issued.Reason.WRONG;
                yield !never || !written(place, before, State.UNKNOWN_COMMAND);
            }
        };
    }

    /// Writes down, once, what is known of a day though the terminal did not say it.
    private boolean written(Place place, Asked before, State why) {
        if (before.equals(Asked.WRITTEN)) {
            return true;
        }
        boolean done = book.write(place.serial(), DayCheck.without(place.day(), why));
        if (done) {
            asked.put(place, Asked.WRITTEN);
        }
        return done;
    }

    /// People enrolled on the day before and on this one are sent once more; known ones change
    /// nothing.
    private void enrolments(Terminal terminal, LocalDate day) {
        if (!day.equals(enrolled.put(terminal.serial(), day))) {
            Map<String, String> range = new LinkedHashMap<>();
            range.put("Start", day + " 00:00:00");
            range.put("End", day + " 23:59:59");
            commands.issue(
                    terminal.serial(), List.of(Wanted.of(new Order("SYNC", "", range))), BY, true);
        }
    }
}
