package io.larder.server.site;

import io.larder.server.command.CommandLimits;
import io.larder.server.command.Commands;
import io.larder.server.command.Issued;
import io.larder.server.command.ItemRef;
import io.larder.server.command.Wanted;
import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Copies all people of one attendance terminal to another. That is written down once; what the
/// other terminal lacks and can take of them it is then told like all else.
public final class PeopleCopies {
    /// What became of it.
    public sealed interface Copied {
        /// It is in the journal, in entry `seq`, and comes to `plan`.
        record Mine(PeopleCopy.Plan plan, long seq) implements Copied {}

        /// Nobody is copied.
        record Declined(Reason reason, String why) implements Copied {}
    }

    /// Why nobody is copied.
    public enum Reason {
        UNKNOWN_TERMINAL,
        /// What is asked for makes no sense.
        WRONG,
        /// The ledger is behind or the journal takes nothing: later it may.
        NOT_NOW
    }

    private final SiteBooks books;
    private final Terminals terminals;
    private final Commands commands;
    private final ReentrantLock lock = new ReentrantLock();

    public PeopleCopies(SiteBooks books, Terminals terminals, Commands commands) {
        this.books = books;
        this.terminals = terminals;
        this.commands = commands;
    }

    /// Copies from terminal `copy.from()` to `to`.
    public Copied copy(PeopleCopy copy, Serial to) {
        Optional<Copied> fault = fault(copy.from()).or(() -> fault(to.text()));
        if (fault.isPresent()) {
            return fault.get();
        }
        if (copy.from().equals(to.text())) {
            return wrong("from and to are the same terminal");
        }
        lock.lock();
        try (LedgerReader reader = books.reader()) {
            return books.await(books.lastSeq(), SiteLimits.LEDGER_MILLIS)
                    ? write(copy, to, copy.plan(reader.site(), to.text()))
                    : notNow("the ledger is behind, try again later");
        } catch (LedgerException e) {
            books.reportDamage(e);
            return notNow("the ledger cannot be asked: " + e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private Optional<Copied> fault(String text) {
        Optional<Terminal> terminal = Serial.read(text).flatMap(terminals::find);
        if (terminal.isEmpty()) {
            return Optional.of(
                    new Copied.Declined(
                            Reason.UNKNOWN_TERMINAL, "no terminal " + text + " is known"));
        }
        return terminal.get().family() == Family.ATTENDANCE
                ? Optional.empty()
                : Optional.of(wrong("terminal " + text + " is no attendance terminal"));
    }

    private Copied write(PeopleCopy copy, Serial to, PeopleCopy.Plan plan) {
        if (plan.replaced().size() > CommandLimits.ORDERS_PER_ENTRY) {
            return wrong(
                    plan.replaced().size()
                            + " people would be replaced, expected at most "
                            + CommandLimits.ORDERS_PER_ENTRY);
        }
        if (!plan.replaced().isEmpty()
                && takeAway(copy, to, plan.replaced()) instanceof Issued.Declined(_, String why)) {
            return notNow(why);
        }
        return switch (books.append(EntryKind.COPY, to.text(), copy.write())) {
            case Receipt receipt -> {
                books.await(receipt.seq(), SiteLimits.LEDGER_MILLIS);
                books.changed().run();
                yield new Copied.Mine(plan, receipt.seq());
            }
            case Refused refused -> notNow(refused.why());
        };
    }

    /// Whoever comes in somebody's place must not be let in by that one's finger.
    private Issued takeAway(PeopleCopy copy, Serial to, List<String> pins) {
        List<Wanted> orders =
                pins.stream()
                        .map(pin ->
                                new Wanted(
                                        ItemOrders.delete(Item.nothing(ItemKind.PERSON, pin)),
                                        CommandLimits.TTL,
                                        "",
                                        Optional.of(
                                                new ItemRef(
                                                        ItemKind.PERSON.word(), pin, "", false))))
                        .toList();
        return commands.issue(to, orders, copy.by(), true);
    }

    private static Copied wrong(String why) {
        return new Copied.Declined(Reason.WRONG, why);
    }

    private static Copied notNow(String why) {
        return new Copied.Declined(Reason.NOT_NOW, why);
    }
}
