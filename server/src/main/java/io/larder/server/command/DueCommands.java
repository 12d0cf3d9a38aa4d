package io.larder.server.command;

import io.larder.server.command.CommandEntry.Ruling;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.record.Bytes;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.Projection;
import io.larder.storage.Receipt;
import io.larder.storage.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// What is due for the terminals of this box, decided from the ledger: one decision at a time for
/// each terminal, once the ledger has caught up with the terminal's last step.
final class DueCommands {
    private final Store store;
    private final Projection projection;
    private final Terminals terminals;
    private final BoxClock clock;
    private final Draft.Stamp start;
    private final Secrets secrets;
    private final Guards.Safety safety;
    private final CommandLog log;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private volatile Contents contents = Contents.NONE;
    private volatile int mostPatienceSeconds = Integer.MAX_VALUE;

    DueCommands(
            Store store,
            Projection projection,
            Terminals terminals,
            BoxClock clock,
            Secrets secrets,
            Guards.Safety safety,
            CommandLog log) {
        this.store = store;
        this.projection = projection;
        this.terminals = terminals;
        this.clock = clock;
        this.start = clock.stamp();
        this.secrets = secrets;
        this.safety = safety;
        this.log = log;
    }

    Contents contents() {
        return contents;
    }

    void findContents(Contents found) {
        contents = found;
    }

    void shortenPatience(int seconds) {
        mostPatienceSeconds = seconds;
    }

    /// The lines for the answer to a poll of `terminal`, none when nothing is due. They count as
    /// handed over from now on.
    List<Bytes> handOver(Terminal terminal, Visit visit) {
        return withOpen(
                terminal,
                visit,
                plan -> {
                    rule(terminal, plan);
                    return plan.handed().isEmpty() || handed(terminal, plan)
                            ? plan.lines()
                            : List.of();
                });
    }

    private boolean handed(Terminal terminal, Plan plan) {
        byte[] payload = CommandEntry.handover(plan.handed());
        return log.append(EntryKind.HANDOVER, terminal.serial(), payload) instanceof Receipt;
    }

    /// Ends what is overdue for `terminal`, whether it polls or not.
    void review(Terminal terminal) {
        withOpen(
                terminal,
                Visit.poll(),
                plan -> {
                    rule(terminal, plan);
                    return List.of();
                });
    }

    private void rule(Terminal terminal, Plan plan) {
        if (!plan.rulings().isEmpty()) {
            log.rule(terminal.serial(), "", plan.rulings());
        }
    }

    private interface Due {
        List<Bytes> then(Plan plan);
    }

    private List<Bytes> withOpen(Terminal terminal, Visit visit, Due due) {
        if (!log.isCaughtUp() || !mayBeOpen(terminal)) {
            return List.of();
        }
        String serial = terminal.serial().text();
        ReentrantLock lock = locks.computeIfAbsent(serial, _ -> new ReentrantLock());
        lock.lock();
        try {
            if (!log.awaitCurrent(terminal.serial())) {
                return List.of();
            }
            // Its facts may have changed with what was waited for.
            Terminal current = terminals.find(terminal.serial()).orElse(terminal);
            Optional<Plan> plan = plan(current, visit);
            return plan.isEmpty() ? List.of() : due.then(plan.get());
        } catch (LedgerException e) {
            projection.reportDamage(e);
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private boolean mayBeOpen(Terminal terminal) {
        // In this order: what is applied is published before it counts as applied.
        return log.isBehind(terminal.serial().text())
                || terminals.find(terminal.serial()).map(DueCommands::open).orElse(0L) > 0;
    }

    static long open(Terminal terminal) {
        return Long.parseLong(terminal.facts().getOrDefault(Facts.OPEN_COMMANDS, "0"));
    }

    private Optional<Plan> plan(Terminal terminal, Visit visit) {
        Optional<CommandLanguage> language = Commands.language(terminal);
        if (language.isEmpty()) {
            return Optional.empty();
        }
        List<Command> open;
        try (LedgerReader ledger = store.ledger().reader()) {
            open =
                    ledger
                            .commands()
                            .open(terminal.serial().text(), CommandLimits.OPEN_PER_TERMINAL * 2)
                            .stream()
                            .map(CommandJson::read)
                            .toList();
        }
        int most =
                Facts.isSet(terminal.facts(), Facts.GPRS)
                        ? CommandLimits.ANSWER_BYTES_GPRS
                        : CommandLimits.ANSWER_BYTES;
        return Optional.of(
                Plan.of(
                        open,
                        new Elapsed(start, clock.stamp()),
                        most,
                        visit,
                        new TerminalSpeech(
                                terminal,
                                language.get(),
                                secrets,
                                contents,
                                safety,
                                mostPatienceSeconds)));
    }

    /// `terminal` initialised: what was to restart it has done so, however long that took.
    void initialised(Terminal terminal) {
        withOpen(
                terminal,
                Visit.poll(),
                plan -> {
                    restarted(terminal);
                    rule(terminal, plan);
                    return List.of();
                });
    }

    private void restarted(Terminal terminal) {
        Optional<CommandLanguage> language = Commands.language(terminal);
        List<Ruling> rulings = new ArrayList<>();
        try (LedgerReader ledger = store.ledger().reader()) {
            ledger
                    .commands()
                    .open(terminal.serial().text(), CommandLimits.OPEN_PER_TERMINAL * 2)
                    .stream()
                    .map(CommandJson::read)
                    .filter(each -> each.state() == CommandState.HANDED_OVER)
                    .filter(each ->
                            language.filter(tongue -> tongue.knows(each.wanted().order()))
                                    .filter(tongue ->
                                            tongue.traits(each.wanted().order()).restarts())
                                    .isPresent())
                    .forEach(each ->
                            rulings.add(
                                    new Ruling(
                                            each.id(),
                                            CommandState.SETTLED,
                                            "the terminal initialised again")));
        }
        if (!rulings.isEmpty()) {
            log.rule(terminal.serial(), "", rulings);
        }
    }
}
