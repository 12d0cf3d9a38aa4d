package io.larder.server.projector;

import io.larder.server.command.Command;
import io.larder.server.command.CommandBook;
import io.larder.server.command.CommandState;
import io.larder.server.command.Languages;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.CommandReply;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.record.Family;
import io.larder.server.site.Holdings;
import io.larder.server.terminal.Facts;
import io.larder.storage.Entry;
import io.larder.storage.LedgerBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes what entries mean for the commands of a terminal: the commands themselves, how many are
/// open, what was learned of the terminal, and a record for each that ended.
final class CommandProjection {
    private static final String ORDER = "order:";
    private static final String COMMAND = "command";
    private static final String TABLE = "COMMAND";

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
                    case RULING -> book.rule(entry);
                    case UPLOAD,
                            ADMISSION,
                            HELLO,
                            BATCH,
                            RETRY,
                            GAP,
                            EPOCH,
                            DEAD_LETTER,
                            SELF_TEST,
                            ADJUSTMENT,
                            SITE,
                            CARD ->
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
        Optional<CommandLanguage> language = Languages.of(reading.family());
        for (CommandReply reply : reading.replies()) {
            Optional<CommandBook.Step> step =
                    language.flatMap(
                            tongue -> book.reply(terminal.name(), reply, tongue, entry.stamp()));
            if (step.isPresent()) {
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
                reading.notices());
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
        if (!step.ends()) {
            return;
        }
        if (worthTelling(command)) {
            rows.add(CommandRecords.result(command, family(), reply));
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
                .forEach((name, value) -> terminal.learn(Facts.info(name), value, entry.seq()));
        CommandRecords.state(command, reply).ifPresent(rows::add);
    }

    private void count(CommandBook.Step step) {
        boolean was = step.before().filter(command -> command.state().isOpen()).isPresent();
        boolean is = step.after().state().isOpen();
        if (was != is) {
            long open = terminal.fact(Facts.OPEN_COMMANDS).map(Long::parseLong).orElse(0L);
            terminal.learn(Facts.OPEN_COMMANDS, Long.toString(open + (is ? 1 : -1)), entry.seq());
        }
    }

    private Family family() {
        return terminal.fact(Facts.FAMILY).map(Family::of).orElse(Family.ATTENDANCE);
    }
}
