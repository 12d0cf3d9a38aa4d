package io.larder.server.command;

import io.larder.server.command.CommandEntry.Ordered;
import io.larder.server.command.CommandEntry.Ruling;
import io.larder.server.json.Json;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderTraits;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Appended;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.Projection;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import io.larder.storage.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The command traffic of a box. Every step is in the journal before anybody hears of it, and what
/// is due is decided from the ledger once that has caught up with the terminal's last step: so a
/// restart between any two steps loses nothing and repeats nothing.
public final class Commands {
    /// How long an order is good for when nobody says.
    public static final Duration USUAL_TTL = CommandLimits.TTL;

    private final Store store;
    private final Projection projection;
    private final Terminals terminals;
    private final BoxClock clock;
    private final Draft.Stamp start;
    private final Secrets secrets;
    private final Guards guards;
    private final Consumer<Serial> wakeUp;

    /// The last entry that moved a terminal's commands.
    private final Map<String, Long> moved = new ConcurrentHashMap<>();

    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    private volatile int mostPatienceSeconds = Integer.MAX_VALUE;

    /// `wakeUp` hints to a terminal that something waits for it.
    public Commands(
            Store store,
            Projection projection,
            Terminals terminals,
            BoxClock clock,
            Secrets secrets,
            Guards guards,
            Consumer<Serial> wakeUp) {
        this.store = store;
        this.projection = projection;
        this.terminals = terminals;
        this.clock = clock;
        this.start = clock.stamp();
        this.secrets = secrets;
        this.guards = guards;
        this.wakeUp = wakeUp;
    }

    /// From now on the reply to any command is waited for at most so many seconds.
    public void shortenPatience(int seconds) {
        mostPatienceSeconds = seconds;
    }

    /// Orders what `words` mean in the language of the terminal's family, as typed on a command
    /// line.
    public Issued order(
            Serial serial, List<String> words, Duration ttl, String by, boolean confirmed) {
        Optional<CommandLanguage> language = terminals.find(serial).flatMap(Commands::language);
        try {
            // Without a language [#issue] says what is wrong with the terminal.
            Order order =
                    language.isPresent()
                            ? language.get().read(words)
                            : new Order(String.join(" ", words), "", Map.of());
            return issue(serial, List.of(Wanted.of(order).within(ttl)), by, confirmed);
        } catch (IllegalArgumentException e) {
            return declined(Issued.Reason.WRONG, String.valueOf(e.getMessage()));
        }
    }

    /// Orders something of a terminal, all of it or nothing. `by` says who, `confirmed` that he was
    /// asked whether he means it. At most [CommandLimits#ORDERS_PER_ENTRY] at a time.
    public Issued issue(Serial serial, List<Wanted> wanted, String by, boolean confirmed) {
        Optional<Terminal> terminal = terminals.find(serial);
        if (terminal.isEmpty()) {
            return declined(Issued.Reason.UNKNOWN_TERMINAL, "no terminal " + serial + " is known");
        }
        Optional<CommandLanguage> language = language(terminal.get());
        if (language.isEmpty()) {
            return declined(
                    Issued.Reason.WRONG,
                    "terminal " + serial + " has not shown a family that takes commands");
        }
        if (wanted.isEmpty() || wanted.size() > CommandLimits.ORDERS_PER_ENTRY) {
            return declined(
                    Issued.Reason.WRONG,
                    wanted.size() + " orders, expected 1 to " + CommandLimits.ORDERS_PER_ENTRY);
        }
        long open = open(terminal.get());
        if (open + wanted.size() > CommandLimits.OPEN_PER_TERMINAL) {
            return declined(
                    Issued.Reason.NO_ROOM,
                    open
                            + " commands wait for terminal "
                            + serial
                            + " already, the limit is "
                            + CommandLimits.OPEN_PER_TERMINAL);
        }
        List<Ordered> orders = new ArrayList<>();
        for (Wanted each : wanted) {
            Optional<Issued.Declined> refusal =
                    refusal(terminal.get(), language.get(), each, confirmed);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            OrderTraits traits = language.get().traits(each.order());
            orders.add(
                    new Ordered(
                            each.with(secrets.close(each.order(), traits.secrets())),
                            traits.target()));
        }
        return write(serial, new CommandEntry.Orders(by, orders));
    }

    private Issued write(Serial serial, CommandEntry.Orders orders) {
        return switch (append(EntryKind.ORDER, serial, CommandEntry.orders(orders))) {
            case Receipt receipt -> {
                wakeUp.accept(serial);
                List<Long> ids = new ArrayList<>();
                for (int i = 0; i < orders.orders().size(); i++) {
                    ids.add(WireId.of(receipt.seq(), i).id());
                }
                yield new Issued.Mine(ids, receipt.seq());
            }
            case Refused refused -> declined(Issued.Reason.NO_ROOM, refused.why());
        };
    }

    private Optional<Issued.Declined> refusal(
            Terminal terminal, CommandLanguage language, Wanted wanted, boolean confirmed) {
        Optional<String> fault = language.fault(wanted.order());
        if (fault.isPresent()) {
            return Optional.of(declined(Issued.Reason.WRONG, fault.get()));
        }
        boolean tooLong = wanted.ttl().compareTo(CommandLimits.LONGEST_TTL) > 0;
        if (wanted.ttl().toSeconds() < 1 || tooLong) {
            return Optional.of(
                    declined(
                            Issued.Reason.WRONG,
                            "the order is good for "
                                    + wanted.ttl().toSeconds()
                                    + " seconds, expected 1 to "
                                    + CommandLimits.LONGEST_TTL.toSeconds()));
        }
        String name = wanted.order().name();
        Optional<Issued.Declined> guarded =
                switch (language.traits(wanted.order()).guard()) {
                    case NONE -> Optional.empty();
                    case CONFIRM -> unconfirmed(name, confirmed);
                    case POWERFUL ->
                            guards.powerful()
                                    ? unconfirmed(name, confirmed)
                                    : Optional.of(
                                            declined(
                                                    Issued.Reason.SWITCHED_OFF,
                                                    name
                                                            + " gives full control of a terminal:"
                                                            + " set commands.powerful to true"
                                                            + " first"));
                };
        return guarded.or(() ->
                guards.safety()
                        .objection(terminal, wanted.order())
                        .map(why -> declined(Issued.Reason.UNSAFE, why)));
    }

    private static Optional<Issued.Declined> unconfirmed(String name, boolean confirmed) {
        return confirmed
                ? Optional.empty()
                : Optional.of(
                        declined(
                                Issued.Reason.UNCONFIRMED,
                                name + " cannot be taken back: confirm it"));
    }

    private static Issued.Declined declined(Issued.Reason reason, String why) {
        return new Issued.Declined(reason, why);
    }

    /// The lines for the answer to a poll of `terminal`, none when nothing is due. They count as
    /// handed over from now on.
    public List<Bytes> handOver(Terminal terminal) {
        return withOpen(
                terminal,
                plan ->
                        plan.handed().isEmpty() || handed(terminal, plan)
                                ? plan.lines()
                                : List.of());
    }

    private boolean handed(Terminal terminal, Plan plan) {
        byte[] payload = CommandEntry.handover(plan.handed());
        return append(EntryKind.HANDOVER, terminal.serial(), payload) instanceof Receipt;
    }

    /// Ends what is overdue for `terminal`, whether it polls or not.
    public void review(Terminal terminal) {
        withOpen(terminal, _ -> List.of());
    }

    private interface Due {
        List<Bytes> then(Plan plan);
    }

    private List<Bytes> withOpen(Terminal terminal, Due due) {
        if (!mayBeOpen(terminal)) {
            return List.of();
        }
        String serial = terminal.serial().text();
        ReentrantLock lock = locks.computeIfAbsent(serial, _ -> new ReentrantLock());
        lock.lock();
        try {
            if (!isCurrent(terminal.serial())) {
                return List.of();
            }
            // Its facts may have changed with what was waited for.
            Terminal current = terminals.find(terminal.serial()).orElse(terminal);
            Optional<Plan> plan = plan(current);
            if (plan.isEmpty()) {
                return List.of();
            }
            if (!plan.get().rulings().isEmpty()) {
                rule(terminal.serial(), "", plan.get().rulings());
            }
            return due.then(plan.get());
        } catch (LedgerException e) {
            projection.reportDamage(e);
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private boolean mayBeOpen(Terminal terminal) {
        // In this order: what is applied is published before it counts as applied.
        boolean behind = moved.getOrDefault(terminal.serial().text(), 0L) > projection.applied();
        return behind || terminals.find(terminal.serial()).map(Commands::open).orElse(0L) > 0;
    }

    private static long open(Terminal terminal) {
        return Long.parseLong(terminal.facts().getOrDefault(Facts.OPEN_COMMANDS, "0"));
    }

    /// Waits for the ledger to have every step of the terminal's commands and every reply.
    private boolean isCurrent(Serial serial) {
        long heard = terminals.heard(serial).map(Terminals.Heard::lastSeq).orElse(0L);
        return await(Math.max(moved.getOrDefault(serial.text(), 0L), heard));
    }

    private boolean await(long seq) {
        try {
            return projection.await(seq, CommandLimits.LEDGER_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<Plan> plan(Terminal terminal) {
        Optional<CommandLanguage> language = language(terminal);
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
                        new TerminalSpeech(
                                terminal, language.get(), secrets, mostPatienceSeconds)));
    }

    /// `terminal` initialised: what was to restart it has done so.
    public void initialised(Terminal terminal) {
        withOpen(
                terminal,
                _ -> {
                    restarted(terminal);
                    return List.of();
                });
    }

    private void restarted(Terminal terminal) {
        Optional<CommandLanguage> language = language(terminal);
        List<Ruling> rulings = new ArrayList<>();
        try (LedgerReader ledger = store.ledger().reader()) {
            ledger
                    .commands()
                    .open(terminal.serial().text(), CommandLimits.OPEN_PER_TERMINAL * 2)
                    .stream()
                    .map(CommandJson::read)
                    .filter(each -> each.state() == CommandState.HANDED_OVER)
                    .filter(each ->
                            language.filter(tongue ->
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
            rule(terminal.serial(), "", rulings);
        }
    }

    /// Whether an open order has a terminal fetch the file at `path`, as named behind `file/`.
    /// Source: PROTOCOL.md 3.6.
    public boolean offers(String path) {
        String url = "file/" + path;
        try (LedgerReader ledger = store.ledger().reader()) {
            return ledger.commands().openWith(inJson("url", url)).stream()
                    .map(CommandJson::read)
                    .anyMatch(each -> url.equals(each.wanted().order().fields().get("url")));
        }
    }

    /// A member as it stands in a JSON object.
    private static String inJson(String name, String value) {
        String object = Json.write(Map.of(name, value));
        return object.substring(1, object.length() - 1);
    }

    /// Takes a command back; false when there is no open one of that number. One that was handed
    /// over may be carried out all the same, but does not go out again.
    public boolean cancel(long id, String by) {
        await(WireId.read(id).seq());
        find(id).ifPresent(each -> await(moved.getOrDefault(each.terminal(), 0L)));
        Optional<Command> command = find(id);
        if (command.isEmpty() || !command.get().state().isOpen()) {
            return false;
        }
        String why =
                command.get().state() == CommandState.ISSUED
                        ? "cancelled"
                        : "cancelled after it was handed over";
        return rule(
                new Serial(command.get().terminal()),
                by,
                List.of(new Ruling(id, CommandState.CANCELLED, why)));
    }

    private Optional<Command> find(long id) {
        try (LedgerReader ledger = store.ledger().reader()) {
            return CommandList.find(ledger.commands(), id);
        }
    }

    private boolean rule(Serial serial, String by, List<Ruling> rulings) {
        byte[] payload = CommandEntry.rulings(new CommandEntry.Rulings(by, rulings));
        return append(EntryKind.RULING, serial, payload) instanceof Receipt;
    }

    private Appended append(EntryKind kind, Serial serial, byte[] payload) {
        Appended appended =
                store.journal()
                        .append(new Draft(kind, serial.text(), payload, false, clock.stamp()));
        if (appended instanceof Receipt receipt) {
            moved.merge(serial.text(), receipt.seq(), Math::max);
        }
        return appended;
    }

    private static Optional<CommandLanguage> language(Terminal terminal) {
        return Optional.ofNullable(terminal.family()).flatMap(Languages::of);
    }
}
