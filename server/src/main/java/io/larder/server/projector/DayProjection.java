package io.larder.server.projector;

import io.larder.server.command.Command;
import io.larder.server.command.CommandState;
import io.larder.server.command.DayOrders;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.CommandReply;
import io.larder.server.terminal.DayCheck;
import io.larder.server.terminal.DayCheck.State;
import io.larder.storage.LedgerBatch;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// Compares what a terminal answers about the punches of a day with those in the ledger then. The
/// same punch twice in a terminal is one here: when it has sent all it has once more and nothing
/// new was among it, nothing is missing. The answer to the order to send again says nothing of
/// that: the rows may come before or behind it.
final class DayProjection {
    private static final String PUNCHES = "ATTLOG";
    private static final String SUM = "AttlogSum";
    private static final String DIGITS = "\\d{1,15}";

    private final LedgerBatch ledger;
    private final Subject terminal;

    DayProjection(LedgerBatch ledger, Subject terminal) {
        this.ledger = ledger;
        this.terminal = terminal;
    }

    /// A terminal is ordered to send a day again: what comes from now on counts.
    void begin(Command command, long seq) {
        if (DayOrders.isAgain(command.wanted().order())) {
            DayOrders.day(command.wanted().order())
                    .flatMap(day -> DayCheck.of(terminal.facts(), day))
                    .map(check ->
                            new DayCheck(
                                    check.day(),
                                    check.state(),
                                    check.held(),
                                    check.kept(),
                                    received(tally(check.day()))))
                    .ifPresent(check ->
                            terminal.learn(DayCheck.name(check.day()), check.value(), seq));
        }
    }

    /// Nothing new was among all that it sent once more, and nothing that could not be read waits.
    private boolean isAllThere(DayCheck before, LedgerBatch.Tally now, long sent, long held) {
        return sent >= held
                && now.records() == before.kept()
                && !ledger.hasQuarantined(terminal.name(), PUNCHES, before(before.day()));
    }

    /// A moment before any place on earth had that day.
    private static long before(LocalDate day) {
        return day.minusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    private LedgerBatch.Tally tally(LocalDate day) {
        return ledger.tally(terminal.name(), PUNCHES, day + "T00:00:00", day + "T23:59:60");
    }

    private static long received(LedgerBatch.Tally tally) {
        return tally.records() + tally.repeats();
    }

    /// Takes the end of a command; `reply` is what the terminal said, if that ended it.
    void take(
            Command command,
            Optional<CommandReply> reply,
            Optional<CommandLanguage> language,
            long seq) {
        DayOrders.day(command.wanted().order())
                .flatMap(day -> check(day, command, reply, language))
                .ifPresent(check -> terminal.learn(DayCheck.name(check.day()), check.value(), seq));
    }

    private Optional<DayCheck> check(
            LocalDate day,
            Command command,
            Optional<CommandReply> reply,
            Optional<CommandLanguage> language) {
        boolean counted = command.wanted().order().name().equals(DayOrders.ACCOUNT);
        if (command.state() == CommandState.SETTLED && reply.isPresent()) {
            boolean again = DayOrders.isAgain(command.wanted().order());
            return held(reply.get(), counted).map(held -> compared(day, held, again));
        }
        boolean unknown =
                command.state() == CommandState.FAILED
                        && counted
                        && command.outcome().code().isPresent()
                        && isUnknown(language, command.outcome().code().getAsLong());
        return unknown && DayCheck.of(terminal.facts(), day).isEmpty()
                ? Optional.of(DayCheck.without(day, State.UNKNOWN_COMMAND))
                : Optional.empty();
    }

    /// Old firmware says only that something was wrong with it.
    private static boolean isUnknown(Optional<CommandLanguage> language, long code) {
        return code == -1
                || language.filter(tongue -> tongue.isUnknownToTerminal(code)).isPresent();
    }

    private static Optional<Long> held(CommandReply reply, boolean counted) {
        String text =
                counted
                        ? reply.returned()
                        : reply.values().entrySet().stream()
                                .filter(each -> each.getKey().equalsIgnoreCase(SUM))
                                .map(each -> each.getValue())
                                .findFirst()
                                .orElse("");
        return text.strip().matches(DIGITS)
                ? Optional.of(Long.valueOf(text.strip()))
                : Optional.empty();
    }

    private DayCheck compared(LocalDate day, long held, boolean again) {
        LedgerBatch.Tally now = tally(day);
        long received = received(now);
        Optional<DayCheck> before =
                DayCheck.of(terminal.facts(), day).filter(check -> check.missing() > 0);
        long sent = before.map(check -> received - check.received()).orElse(0L);
        boolean complete =
                now.records() >= held
                        || before.filter(check -> isAllThere(check, now, sent, held)).isPresent();
        State state =
                complete ? State.COMPLETE : sent > 0 && !again ? State.STILL_SHORT : State.SHORT;
        return new DayCheck(
                day, state, held, now.records(), before.map(DayCheck::received).orElse(received));
    }
}
