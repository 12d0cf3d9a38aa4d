package io.larder.server.command;

import io.larder.server.command.CommandEntry.Ordered;
import io.larder.server.command.CommandEntry.Ruling;
import io.larder.server.json.Json;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderTraits;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerReader;
import io.larder.storage.Projection;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import io.larder.storage.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The command traffic of a box. Every step is in the journal before anybody hears of it, and what
/// is due is decided from the ledger once that has caught up with the terminal's last step: so a
/// restart between any two steps loses nothing and repeats nothing.
public final class Commands {
    /// How long an order is good for when nobody says.
    public static final Duration USUAL_TTL = CommandLimits.TTL;

    private final Store store;
    private final Terminals terminals;
    private final Secrets secrets;
    private final OrderCheck check;
    private final CommandLog log;
    private final DueCommands due;
    private final Consumer<Serial> wakeUp;
    private final RandomGenerator random;

    /// `wakeUp` hints to a terminal that something waits for it; `random` draws references.
    public Commands(
            Store store,
            Projection projection,
            Terminals terminals,
            BoxClock clock,
            Secrets secrets,
            Guards guards,
            Consumer<Serial> wakeUp,
            RandomGenerator random) {
        this.store = store;
        this.terminals = terminals;
        this.secrets = secrets;
        this.check = new OrderCheck(guards);
        this.log = new CommandLog(store, projection, terminals, clock);
        this.due =
                new DueCommands(store, projection, terminals, clock, secrets, guards.safety(), log);
        this.wakeUp = wakeUp;
        this.random = random;
    }

    /// From now on the reply to any command is waited for at most so many seconds.
    public void shortenPatience(int seconds) {
        due.shortenPatience(seconds);
    }

    /// From now on what orders refer to is found in `contents`.
    public void findContents(Contents contents) {
        due.findContents(contents);
    }

    /// An order as `terminal` is told it in answer to a question of its own; empty when it cannot
    /// be written for it.
    public Optional<Bytes> spoken(Terminal terminal, Order order) {
        return TerminalSpeech.spoken(terminal, order, due.contents());
    }

    /// Orders what `words` mean in the language of the terminal's family, as typed on a command
    /// line.
    public Issued order(
            Serial serial, List<String> words, Duration ttl, String by, boolean confirmed) {
        Optional<CommandLanguage> language =
                terminals
                        .find(serial)
                        .or(() -> terminals.findRemote(serial))
                        .flatMap(Commands::language);
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

    /// Orders something of a terminal, all of it or nothing. The terminal may stand behind another
    /// box, which then fetches the order under a reference: the one it has, or a new one. `by` says
    /// who, `confirmed` that he was asked whether he means it. At most
    /// [CommandLimits#ORDERS_PER_ENTRY] at a time.
    public Issued issue(Serial serial, List<Wanted> wanted, String by, boolean confirmed) {
        Optional<Terminal> terminal = terminals.find(serial).or(() -> terminals.findRemote(serial));
        if (terminal.isEmpty()) {
            return log.isCaughtUp()
                    ? declined(
                            Issued.Reason.UNKNOWN_TERMINAL, "no terminal " + serial + " is known")
                    : declined(Issued.Reason.BUSY, "not yet: the box is still reading its records");
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
        long open = DueCommands.open(terminal.get());
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
        for (Wanted said : wanted) {
            Wanted each = said.with(language.get().named(said.order()));
            Optional<Issued.Declined> refusal =
                    check.refusal(terminal.get(), language.get(), each, confirmed);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            OrderTraits traits = language.get().traits(each.order());
            orders.add(
                    new Ordered(
                            referenced(terminal.get(), each)
                                    .with(secrets.close(each.order(), traits.secrets())),
                            traits.target()));
        }
        return write(terminal.get(), new CommandEntry.Orders(by, orders));
    }

    private Wanted referenced(Terminal terminal, Wanted wanted) {
        boolean needed = terminal.via().isPresent() && wanted.reference().isEmpty();
        return needed ? wanted.under(HexFormat.of().toHexDigits(random.nextLong())) : wanted;
    }

    private Issued write(Terminal terminal, CommandEntry.Orders orders) {
        byte[] payload = CommandEntry.orders(orders);
        return switch (log.append(EntryKind.ORDER, terminal.serial(), payload)) {
            case Receipt receipt -> {
                if (terminal.via().isEmpty()) {
                    wakeUp.accept(terminal.serial());
                }
                List<Long> ids = new ArrayList<>();
                for (int i = 0; i < orders.orders().size(); i++) {
                    ids.add(WireId.of(receipt.seq(), i).id());
                }
                yield new Issued.Mine(ids, receipt.seq());
            }
            case Refused refused ->
                    declined(
                            refused.reason() == Refused.Reason.TOO_LARGE
                                    ? Issued.Reason.TOO_LARGE
                                    : Issued.Reason.NO_ROOM,
                            refused.why());
        };
    }

    private static Issued.Declined declined(Issued.Reason reason, String why) {
        return new Issued.Declined(reason, why);
    }

    /// The lines for the answer to a poll of `terminal`, none when nothing is due. They count as
    /// handed over from now on.
    public List<Bytes> handOver(Terminal terminal) {
        return due.handOver(terminal, Visit.poll());
    }

    /// The same for one that is connected and takes what `visit` says.
    public List<Bytes> handOver(Terminal terminal, Visit visit) {
        return due.handOver(terminal, visit);
    }

    /// Ends what is overdue for `terminal`, whether it polls or not.
    public void review(Terminal terminal) {
        due.review(terminal);
    }

    /// `terminal` initialised: what was to restart it has done so.
    public void initialised(Terminal terminal) {
        due.initialised(terminal);
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
    /// over may be carried out all the same, but does not go out again. One that another box has is
    /// taken back when that box says so; cancelled once more it ends here all the same.
    public boolean cancel(long id, String by) {
        log.await(WireId.read(id).seq());
        find(id).ifPresent(each -> log.await(log.moved(each.terminal())));
        Optional<Command> command = find(id);
        if (command.isEmpty() || !command.get().state().isOpen()) {
            return false;
        }
        String why =
                command.get().state() == CommandState.ISSUED
                        ? "cancelled"
                        : "cancelled after it was handed over";
        return log.rule(
                new Serial(command.get().terminal()),
                by,
                List.of(new Ruling(id, CommandState.CANCELLED, why)));
    }

    /// All terminals that have shown a family, those behind other boxes too.
    public List<BoxReport.Named> named() {
        List<BoxReport.Named> named = new ArrayList<>();
        Stream.concat(terminals.all().stream(), terminals.allRemote().stream())
                .forEach(each ->
                        Optional.ofNullable(each.family())
                                .map(Family::word)
                                .map(word -> new BoxReport.Named(each.serial().text(), word))
                                .ifPresent(named::add));
        return named;
    }

    /// Whether the ledger has everything from before the start: until then no command is handed
    /// over or ended.
    public boolean isCaughtUp() {
        return log.isCaughtUp();
    }

    /// The last entry that moved any command since the start; 0 for none.
    public long moved() {
        return log.moved();
    }

    private Optional<Command> find(long id) {
        try (LedgerReader ledger = store.ledger().reader()) {
            return CommandList.find(ledger.commands(), id);
        }
    }

    static Optional<CommandLanguage> language(Terminal terminal) {
        return Optional.ofNullable(terminal.family()).flatMap(Languages::of);
    }
}
