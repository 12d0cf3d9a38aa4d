package io.larder.server.projector;

import io.larder.server.command.BoxResult;
import io.larder.server.command.Command;
import io.larder.server.command.CommandBook;
import io.larder.server.command.CommandState;
import io.larder.server.command.Languages;
import io.larder.server.command.ReferencedCommands;
import io.larder.server.protocol.CommandReply;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.record.Family;
import io.larder.server.site.Holdings;
import io.larder.server.site.ItemKind;
import io.larder.server.terminal.Facts;
import io.larder.storage.Entry;
import io.larder.storage.LedgerBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Writes what entries mean for the commands of a terminal: the commands themselves, how many are
/// open, what was learned of the terminal, and a record for each that ended.
final class CommandProjection {
    private static final String ORDER = ReferencedCommands.SUBJECT;
    private static final String COMMAND = ReferencedCommands.FACT;
    private static final String TABLE = "COMMAND";
    private static final String EMPTY = "0";

    /// How many of a kind a terminal has, as it says, in small letters.
    private static final Map<String, ItemKind> COUNTS =
            Map.of("whiteusercount", ItemKind.CARD, "usercount", ItemKind.PERSON);

    private final LedgerBatch ledger;
    private final CommandBook book;
    private final Holdings holdings;
    private final Subject terminal;
    private final Entry entry;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, String> learned = new HashMap<>();

    CommandProjection(LedgerBatch ledger, Subject terminal, Entry entry) {
        this.ledger = ledger;
        this.book = new CommandBook(ledger.commands());
        this.holdings = new Holdings(ledger.site());
        this.terminal = terminal;
        this.entry = entry;
    }

    /// What an order, a handover or a ruling made happen, as rows of the box itself.
    Reading apply() {
        List<CommandBook.Step> steps =
                switch (entry.kind()) {
                    case ORDER -> book.order(entry, this::isNew);
                    case HANDOVER -> book.handOver(entry);
                    case RULING -> book.rule(entry, isRemote());
                    case UPLOAD,
                            ADMISSION,
                            HELLO,
                            BATCH,
                            RETRY,
                            GAP,
                            CLOCK,
                            EPOCH,
                            DEAD_LETTER,
                            SELF_TEST,
                            ADJUSTMENT,
                            SITE,
                            CARD,
                            COPY,
                            ENROLMENT,
                            STEERING ->
                            throw new IllegalArgumentException(entry.kind() + " moves no commands");
                };
        steps.forEach(step -> take(step, Optional.empty()));
        return new Reading(family(), TABLE, rows, List.of(), learned, List.of());
    }

    /// A reference of headquarters is taken once, however often it is handed down.
    private boolean isNew(String reference) {
        return ledger.fact(ORDER + reference, COMMAND).isEmpty();
    }

    /// `reading` with what its replies made happen: a row for each, behind those it has.
    Reading settle(Reading reading) {
        rows.addAll(reading.rows());
        learned.putAll(reading.learned());
        for (CommandReply reply : reading.replies()) {
            Optional<CommandBook.Step> step =
                    book.reply(terminal.name(), reply, reading.family(), entry.stamp());
            if (step.isPresent()) {
                terminal.learn(Facts.ANSWERED, Long.toString(entry.seq()), entry.seq());
                take(step.get(), Optional.of(reply));
            } else {
                rows.add(CommandRecords.unexpected(reply));
            }
        }
        return new Reading(
                reading.family(),
                reading.table(),
                rows,
                reading.bookmarks(),
                learned,
                reading.notices(),
                List.of(),
                reading.said());
    }

    /// What the terminal's box says of the end of a command: its own record tells that, so there is
    /// no other. `fresh` is false when the record was here before.
    void report(BoxResult result, boolean fresh) {
        if (isRemote()) {
            ledger.fact(ORDER + result.reference(), COMMAND)
                    .flatMap(id ->
                            book.report(
                                    terminal.name(),
                                    Long.parseLong(id),
                                    result,
                                    fresh,
                                    entry.stamp()))
                    .ifPresent(this::count);
        }
    }

    private void take(CommandBook.Step step, Optional<CommandReply> reply) {
        count(step);
        holdings.apply(step);
        step.learned().forEach(learned::put);
        Command command = step.after();
        String reference = command.wanted().reference();
        if (step.before().isEmpty() && !reference.isEmpty()) {
            ledger.fact(ORDER + reference, COMMAND, Long.toString(command.id()), entry.seq());
        }
        DayProjection days = new DayProjection(ledger, terminal);
        if (step.before().isEmpty()) {
            days.begin(command, entry.seq());
        }
        if (!step.ends()) {
            return;
        }
        days.take(command, reply, Languages.of(family()), entry.seq());
        if (worthTelling(command)) {
            rows.add(CommandRecords.result(command, family(), reply, isRemote()));
        }
        if (command.state() == CommandState.SETTLED && reply.isPresent()) {
            state(command, reply.get());
        }
    }

    /// That the box keeps its own terminals up to date goes without saying; that it cannot does
    /// not.
    private static boolean worthTelling(Command command) {
        return command.wanted().item().isEmpty()
                || command.state() == CommandState.FAILED
                || command.state() == CommandState.EXPIRED;
    }

    /// What a terminal says of itself in a reply is kept by key, and told.
    private void state(Command command, CommandReply reply) {
        if (!command.wanted().order().name().equals(CommandRecords.INFO)) {
            return;
        }
        reply.values()
                .forEach((name, value) ->
                        terminal.learn(
                                Facts.info(name.toLowerCase(Locale.ROOT)), value, entry.seq()));
        CommandRecords.state(command, reply).ifPresent(rows::add);
        if (reply.values().entrySet().stream().anyMatch(this::isLost)) {
            // It lost what it had: its board was changed, or somebody cleared it at the keys.
            holdings.forget(terminal.name());
        }
    }

    /// It says that it has none of what it acknowledged to have.
    private boolean isLost(Map.Entry<String, String> said) {
        ItemKind kind = COUNTS.get(said.getKey().toLowerCase(Locale.ROOT));
        return kind != null
                && said.getValue().strip().equals(EMPTY)
                && ledger.site().held(terminal.name(), kind.word()) > 0;
    }

    private void count(CommandBook.Step step) {
        count(Facts.OPEN_COMMANDS, step.opened());
        count(Facts.WITHDRAWN_COMMANDS, step.withdrawn());
    }

    private void count(String fact, int more) {
        if (more != 0) {
            long before = terminal.fact(fact).map(Long::parseLong).orElse(0L);
            terminal.learn(fact, Long.toString(before + more), entry.seq());
        }
    }

    private boolean isRemote() {
        return terminal.fact(Facts.VIA).isPresent() && terminal.fact(Facts.ADMITTED).isEmpty();
    }

    private Family family() {
        return terminal.fact(Facts.FAMILY).map(Family::of).orElse(Family.ATTENDANCE);
    }
}
