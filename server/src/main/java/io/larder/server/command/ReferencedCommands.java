package io.larder.server.command;

import io.larder.storage.LedgerReader;
import io.larder.storage.Store;
import java.util.List;
import java.util.Optional;

/// The commands of this box that came from headquarters, by headquarters' reference. Answers are as
/// good as the ledger: who asks waits for it first.
public final class ReferencedCommands {
    /// `order:` and a reference is the subject of a fact that holds the command's number.
    public static final String SUBJECT = "order:";

    /// The name of that fact.
    public static final String FACT = "command";

    /// What came of taking one back.
    public enum TakenBack {
        /// It has ended, or will be asked to: its record tells.
        ENDED,
        UNKNOWN,
        /// That could not be written down.
        NOT_NOW
    }

    private final Store store;
    private final Commands commands;

    public ReferencedCommands(Store store, Commands commands) {
        this.store = store;
        this.commands = commands;
    }

    /// Whether it was taken once, also when it has ended.
    public boolean isKnown(String reference) {
        try (LedgerReader ledger = store.ledger().reader()) {
            return id(ledger, reference).isPresent();
        }
    }

    /// The references of all commands that have one and are open.
    public List<String> open() {
        try (LedgerReader ledger = store.ledger().reader()) {
            return ledger.commands().subjects().stream()
                    .flatMap(subject ->
                            ledger
                                    .commands()
                                    .open(subject, CommandLimits.OPEN_PER_TERMINAL * 2)
                                    .stream())
                    .map(CommandJson::read)
                    .map(command -> command.wanted().reference())
                    .filter(reference -> !reference.isEmpty())
                    .toList();
        }
    }

    /// Takes one back, however often that is said.
    public TakenBack takeBack(String reference, String by) {
        Optional<Command> command;
        try (LedgerReader ledger = store.ledger().reader()) {
            command = find(ledger, reference);
        }
        if (command.isEmpty()) {
            return TakenBack.UNKNOWN;
        }
        boolean done = !command.get().state().isOpen() || command.get().isWithdrawn();
        return done || commands.cancel(command.get().id(), by)
                ? TakenBack.ENDED
                : TakenBack.NOT_NOW;
    }

    /// The reference of the command that `terminal` knows by `number`; empty when it has none.
    public static Optional<String> reference(LedgerReader ledger, String terminal, long number) {
        return ledger.commands()
                .find(terminal, WireId.read(number).id())
                .map(CommandJson::read)
                .map(command -> command.wanted().reference())
                .filter(reference -> !reference.isEmpty());
    }

    /// The number of the command with that reference; empty when it was never taken.
    public static Optional<Long> id(LedgerReader ledger, String reference) {
        return Optional.ofNullable(ledger.facts().of(SUBJECT + reference).get(FACT))
                .map(Long::parseLong);
    }

    static Optional<Command> find(LedgerReader ledger, String reference) {
        return id(ledger, reference)
                .flatMap(id -> ledger.commands().find(id))
                .map(CommandJson::read);
    }
}
