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
        if (command.state() == CommandState.SETTLED
                && item.kind().equals(ItemKind.PERSON.word())
                && item.digest().isEmpty()) {
            forgetWhatIsLed(command.terminal(), item.key());
        }
    }

    /// A terminal that took a person knows nobody else under the number any more.
    private static HoldingRow.Mark mark(HoldingRow before, Command command, ItemRef item) {
        boolean told = command.state() == CommandState.SETTLED && !item.digest().isEmpty();
        return told && before.mark() == HoldingRow.Mark.STRANGER
                ? HoldingRow.Mark.NONE
                : before.mark();
    }

    /// With a person its templates and pictures go.
    private void forgetWhatIsLed(String terminal, String pin) {
        site.ledBy(pin).forEach(led -> site.forget(terminal, led.kind(), led.key()));
    }

    /// What a terminal answered with a complaint, or what cannot even be written for it, would fail
    /// the same way again.
    private static boolean isRefusal(Command command) {
        return !command.outcome().returned().isEmpty() || command.delivery().attempts() == 0;
    }

    /// Whether the terminal has the person that something belongs to. If not, it refused only the
    /// order in which it was told: the person's own command may have been given up meanwhile.
    private boolean isLed(String terminal, ItemRef item) {
        String lead = site.item(item.kind(), item.key()).map(ItemRow::lead).orElse("");
        return lead.isEmpty()
                || site.holding(terminal, ItemKind.PERSON.word(), lead)
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
