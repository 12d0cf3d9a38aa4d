package io.larder.server.site;

import io.larder.server.command.Command;
import io.larder.server.command.CommandBook;
import io.larder.server.command.CommandState;
import io.larder.server.command.ItemRef;
import io.larder.storage.HoldingRow;
import io.larder.storage.ItemRow;
import io.larder.storage.SiteTable;
import java.util.Optional;

/// Keeps the books of what each terminal has of the site's data, from what becomes of its commands.
public final class Holdings {
    private static final String CLEAR_ALL = "CLEAR DATA";

    private final SiteTable site;

    public Holdings(SiteTable site) {
        this.site = site;
    }

    /// Takes one step of a command. A terminal that was cleared, or may have been, is not counted
    /// on to have anything: what it is told once more it only has already.
    public void apply(CommandBook.Step step) {
        Command command = step.after();
        Optional<ItemRef> item = command.wanted().item();
        if (item.isPresent()) {
            if (step.before().isEmpty()) {
                issued(command, item.get());
            } else if (step.ends()) {
                ended(command, item.get());
            }
        } else if (step.ends()
                && command.wanted().order().name().equals(CLEAR_ALL)
                && mayBeCleared(command)) {
            forget(command.terminal());
        }
    }

    private static boolean mayBeCleared(Command command) {
        boolean silent =
                command.delivery().last().isPresent() && command.outcome().returned().isEmpty();
        return command.state() == CommandState.SETTLED || silent;
    }

    private void issued(Command command, ItemRef item) {
        HoldingRow before = row(command, item);
        site.put(
                new HoldingRow(
                        before.subject(),
                        before.kind(),
                        before.key(),
                        before.digest(),
                        Optional.of(item.digest()),
                        command.id(),
                        before.refused().filter(item.digest()::equals),
                        before.mark()));
    }

    /// A later command about the same item knows better, once it has ended too.
    private void ended(Command command, ItemRef item) {
        HoldingRow before = row(command, item);
        boolean latest = command.id() >= before.command();
        if (!latest && before.pending().isEmpty()) {
            return;
        }
        Optional<String> digest = before.digest();
        Optional<String> refused = before.refused();
        switch (command.state()) {
            case SETTLED -> {
                digest = Optional.of(item.digest());
                refused = refused.filter(each -> !each.equals(item.digest()));
            }
            case FAILED -> {
                if (latest && isRefusal(command) && isLed(command.terminal(), item)) {
                    refused = Optional.of(item.digest());
                }
            }
            case EXPIRED, CANCELLED, ISSUED, HANDED_OVER -> {
                // Nobody knows whether the terminal has it.
            }
        }
        site.put(
                new HoldingRow(
                        before.subject(),
                        before.kind(),
                        before.key(),
                        digest,
                        latest ? Optional.empty() : before.pending(),
                        Math.max(command.id(), before.command()),
                        refused,
                        mark(before, command, item)));
        if (command.state() == CommandState.SETTLED) {
            settled(command.terminal(), item);
        }
    }

    /// What else a terminal has, or has no longer, once it did as told.
    private void settled(String terminal, ItemRef item) {
        boolean person = item.kind().equals(ItemKind.PERSON.word());
        if (item.digest().isEmpty() && (person || item.kind().equals(ItemKind.MEETING.word()))) {
            forgetWhatIsLed(terminal, item);
        }
        if (person) {
            site.owned(ItemKind.MEMBER.word(), item.key())
                    .forEach(row -> retell(terminal, row, item.digest().isEmpty()));
        }
        if (item.kind().equals(ItemKind.ROOM.word())) {
            // A terminal is one room at a time.
            site.holdings(terminal, item.kind()).stream()
                    .filter(row -> !row.key().equals(item.key()))
                    .forEach(row -> site.forget(terminal, row.kind(), row.key()));
        }
    }

    /// Who comes to a meeting is told once more when the terminal refused it before it knew him, or
    /// may have dropped it together with him.
    private void retell(String terminal, ItemRow member, boolean gone) {
        boolean open =
                site.holding(terminal, member.kind(), member.key())
                        .filter(row -> row.pending().isPresent())
                        .isPresent();
        boolean refused =
                site.holding(terminal, member.kind(), member.key())
                        .flatMap(HoldingRow::refused)
                        .isPresent();
        if (!open && (gone || refused)) {
            site.forget(terminal, member.kind(), member.key());
        }
    }

    /// A terminal that took a person knows nobody else under the number any more.
    private static HoldingRow.Mark mark(HoldingRow before, Command command, ItemRef item) {
        boolean told = command.state() == CommandState.SETTLED && !item.digest().isEmpty();
        return told && before.mark() == HoldingRow.Mark.STRANGER
                ? HoldingRow.Mark.NONE
                : before.mark();
    }

    /// With a person its templates and pictures go, with a meeting who comes to it.
    private void forgetWhatIsLed(String terminal, ItemRef leading) {
        site.ledBy(leading.kind(), leading.key())
                .forEach(led -> site.forget(terminal, led.kind(), led.key()));
    }

    /// What a terminal answered with a complaint, or what cannot even be written for it, would fail
    /// the same way again.
    private static boolean isRefusal(Command command) {
        return !command.outcome().returned().isEmpty() || command.delivery().attempts() == 0;
    }

    /// Whether the terminal has the person or the meeting that something belongs to. If not, it
    /// refused only the order in which it was told: the command of that may have been given up
    /// meanwhile.
    private boolean isLed(String terminal, ItemRef item) {
        String lead = site.item(item.kind(), item.key()).map(ItemRow::lead).orElse("");
        return lead.isEmpty()
                || site.holding(terminal, ItemRow.leadingKind(item.kind()), lead)
                        .flatMap(HoldingRow::digest)
                        .filter(digest -> !digest.isEmpty())
                        .isPresent();
    }

    private HoldingRow row(Command command, ItemRef item) {
        return site.holding(command.terminal(), item.kind(), item.key())
                .orElseGet(() -> HoldingRow.nothing(command.terminal(), item.kind(), item.key()));
    }

    /// A terminal has nothing any more: it was cleared, or replaced by a factory-new one.
    public void forget(String terminal) {
        site.forget(terminal);
    }
}
