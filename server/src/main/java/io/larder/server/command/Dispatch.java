package io.larder.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.command.CommandEntry.Handed;
import io.larder.server.command.CommandEntry.Ruling;
import io.larder.server.json.Json;
import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.CommandRow;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.Projection;
import io.larder.storage.Receipt;
import io.larder.storage.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// The headquarters' side of orders for terminals that stand behind another box: gives them to that
/// box until it says that it has them, and hears what became of them.
///
/// ```
/// issued ──the box has it──> handedOver ──its record──> settled | failed | expired | cancelled
///    ├─ nobody fetched it in time: expired        └─ cancelled here: the box is asked to take it back
///    ├─ cancelled before the box had it
///    └─ the box declines it: failed
/// ```
public final class Dispatch {
    private final Store store;
    private final Projection projection;
    private final Terminals terminals;
    private final BoxClock clock;
    private final Secrets secrets;
    private final Draft.Stamp start;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private volatile Contents contents = Contents.NONE;
    private long reviewedMillis;

    public Dispatch(
            Store store,
            Projection projection,
            Terminals terminals,
            BoxClock clock,
            Secrets secrets) {
        this.store = store;
        this.projection = projection;
        this.terminals = terminals;
        this.clock = clock;
        this.secrets = secrets;
        this.start = clock.stamp();
        this.reviewedMillis = start.monotonicMillis();
    }

    /// From now on what orders refer to is found in `found`, and goes along to other boxes.
    public void findContents(Contents found) {
        contents = found;
    }

    /// Writes down what a box reports and answers what it is to do now. Empty when that cannot be
    /// said at this moment: nothing that was reported may count as heard then. One at a time for
    /// each box.
    public Optional<OrderPage> exchange(BoxReport report) {
        ReentrantLock lock = locks.computeIfAbsent(report.box(), _ -> new ReentrantLock());
        lock.lock();
        try {
            return isCurrent(0) && meet(report) && hear(report)
                    ? Optional.of(page(report))
                    : Optional.empty();
        } catch (LedgerException e) {
            projection.reportDamage(e);
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isCurrent(long seq) {
        return projection.awaitReached(seq, CommandLimits.LEDGER_MILLIS);
    }

    /// Learns which terminals stand behind the box, before any of them has sent a record; true when
    /// what is new of that is in journal and ledger.
    private boolean meet(BoxReport report) {
        long last = 0;
        for (BoxReport.Named named : report.terminals()) {
            Optional<Serial> serial = Serial.read(named.serial());
            Map<String, String> facts =
                    Map.of(Facts.VIA, report.box(), Facts.FAMILY, named.family());
            if (serial.isEmpty() || !isFamily(named.family()) || isKnown(serial.get(), facts)) {
                continue;
            }
            byte[] payload = Json.write(new TreeMap<>(facts)).getBytes(UTF_8);
            OptionalLong seq = append(EntryKind.HELLO, named.serial(), payload);
            if (seq.isEmpty()) {
                return false;
            }
            last = seq.getAsLong();
        }
        return isCurrent(last);
    }

    private static boolean isFamily(String word) {
        return Stream.of(Family.values()).anyMatch(each -> each.word().equals(word));
    }

    /// One that was let in here is nobody else's.
    private boolean isKnown(Serial serial, Map<String, String> facts) {
        return terminals.find(serial).isPresent()
                || terminals
                        .findRemote(serial)
                        .filter(it -> it.facts().entrySet().containsAll(facts.entrySet()))
                        .isPresent();
    }

    /// True when all of it is in journal and ledger.
    private boolean hear(BoxReport report) {
        Map<String, List<Handed>> handed = new LinkedHashMap<>();
        Map<String, List<Ruling>> rulings = new LinkedHashMap<>();
        try (LedgerReader ledger = store.ledger().reader()) {
            for (String reference : report.taken()) {
                remote(ledger, reference)
                        .filter(command -> command.state() == CommandState.ISSUED)
                        .ifPresent(command ->
                                handed.computeIfAbsent(command.terminal(), _ -> new ArrayList<>())
                                        .add(new Handed(command.id(), Map.of())));
            }
            for (BoxReport.Declined declined : report.declined()) {
                remote(ledger, declined.reference())
                        .filter(Command::isOpen)
                        .ifPresent(command ->
                                rulings.computeIfAbsent(command.terminal(), _ -> new ArrayList<>())
                                        .add(declined(command, declined.why())));
            }
        }
        long last = 0;
        for (Map.Entry<String, List<Handed>> each : handed.entrySet()) {
            byte[] payload = CommandEntry.handover(each.getValue());
            OptionalLong seq = append(EntryKind.HANDOVER, each.getKey(), payload);
            if (seq.isEmpty()) {
                return false;
            }
            last = seq.getAsLong();
        }
        for (Map.Entry<String, List<Ruling>> each : rulings.entrySet()) {
            OptionalLong seq = rule(each.getKey(), each.getValue());
            if (seq.isEmpty()) {
                return false;
            }
            last = seq.getAsLong();
        }
        return isCurrent(last);
    }

    /// A box that does not have what it is asked to take back has done so.
    private static Ruling declined(Command command, String why) {
        CommandState end = command.isWithdrawn() ? CommandState.CANCELLED : CommandState.FAILED;
        return new Ruling(command.id(), end, "declined by its box: " + why);
    }

    private Optional<Command> remote(LedgerReader ledger, String reference) {
        return ReferencedCommands.find(ledger, reference)
                .filter(command ->
                        terminals.findRemote(new Serial(command.terminal())).isPresent());
    }

    private OptionalLong rule(String terminal, List<Ruling> rulings) {
        byte[] payload = CommandEntry.rulings(new CommandEntry.Rulings("", rulings));
        return append(EntryKind.RULING, terminal, payload);
    }

    private OptionalLong append(EntryKind kind, String terminal, byte[] payload) {
        Draft draft = new Draft(kind, terminal, payload, false, clock.stamp());
        return store.journal().append(draft) instanceof Receipt receipt
                ? OptionalLong.of(receipt.seq())
                : OptionalLong.empty();
    }

    private OrderPage page(BoxReport report) {
        PageMaker page = new PageMaker(report);
        try (LedgerReader ledger = store.ledger().reader()) {
            page.takeBackWhatEndedMeanwhile(ledger);
            for (Terminal terminal : terminals.allRemote()) {
                if (terminal.via().filter(report.box()::equals).isPresent()) {
                    page.add(ledger, terminal);
                }
            }
        }
        page.unsendable.forEach(this::rule);
        return new OrderPage(page.orders, page.cancelled, page.more);
    }

    private final class PageMaker {
        final List<RemoteOrder> orders = new ArrayList<>();
        final List<String> cancelled = new ArrayList<>();
        final Map<String, List<Ruling>> unsendable = new LinkedHashMap<>();
        boolean more;
        private final BoxReport report;
        private final Elapsed now = new Elapsed(start, clock.stamp());
        private long bytes;

        PageMaker(BoxReport report) {
            this.report = report;
        }

        /// The box took it while it ended here, before that was known.
        void takeBackWhatEndedMeanwhile(LedgerReader ledger) {
            for (String reference : report.taken()) {
                remote(ledger, reference)
                        .filter(command -> command.delivery().attempts() == 0)
                        .filter(command ->
                                command.state() == CommandState.CANCELLED
                                        || command.state() == CommandState.EXPIRED)
                        .ifPresent(_ -> cancelled.add(reference));
            }
        }

        void add(LedgerReader ledger, Terminal terminal) {
            String serial = terminal.serial().text();
            if (count(terminal, Facts.WITHDRAWN_COMMANDS) > 0) {
                open(ledger, serial, CommandState.HANDED_OVER, CommandLimits.OPEN_PER_TERMINAL)
                        .filter(Command::isWithdrawn)
                        .limit(CommandLimits.PAGE_ORDERS)
                        .forEach(command -> takeBack(command.wanted().reference()));
            }
            if (count(terminal, Facts.OPEN_COMMANDS) > 0 && !report.full().contains(serial)) {
                open(ledger, serial, CommandState.ISSUED, CommandLimits.PAGE_ORDERS + 1)
                        .filter(command -> !now.isStale(command, Duration.ZERO))
                        .forEach(command -> give(terminal, command));
            }
        }

        private Stream<Command> open(
                LedgerReader ledger, String serial, CommandState state, int limit) {
            List<CommandRow> rows = ledger.commands().open(serial, state.word(), limit);
            return rows.stream().map(CommandJson::read);
        }

        private void takeBack(String reference) {
            if (cancelled.size() < CommandLimits.PAGE_ORDERS) {
                cancelled.add(reference);
            } else {
                more = true;
            }
        }

        private void give(Terminal terminal, Command command) {
            if (more) {
                return;
            }
            Optional<RemoteOrder> order =
                    TerminalSpeech.remote(terminal, command, secrets, contents, now);
            if (order.isEmpty()) {
                refuse(command, "it cannot be written for this terminal");
                return;
            }
            int length = Json.write(order.get().object()).getBytes(UTF_8).length;
            boolean full =
                    orders.size() >= CommandLimits.PAGE_ORDERS
                            || (!orders.isEmpty() && bytes + length > CommandLimits.PAGE_BYTES);
            if (length > CommandLimits.LARGEST_ORDER_BYTES) {
                refuse(command, length + " bytes are more than the line to its box takes");
            } else if (full) {
                more = true;
            } else {
                bytes += length;
                orders.add(order.get());
            }
        }

        private void refuse(Command command, String why) {
            unsendable
                    .computeIfAbsent(command.terminal(), _ -> new ArrayList<>())
                    .add(new Ruling(command.id(), CommandState.FAILED, why));
        }
    }

    /// Ends what no box fetched in time, and what a box fetched and never reported on. Looks at the
    /// ledger now and then, however often it is called.
    public void review() {
        long millis = clock.monotonicMillis();
        if (millis - reviewedMillis < CommandLimits.REVIEW_MILLIS || !projection.isCaughtUp()) {
            return;
        }
        reviewedMillis = millis;
        try {
            terminals.allRemote().stream()
                    .filter(terminal -> count(terminal, Facts.OPEN_COMMANDS) > 0)
                    .forEach(terminal -> expire(terminal.serial().text()));
        } catch (LedgerException e) {
            projection.reportDamage(e);
        }
    }

    private void expire(String serial) {
        Elapsed now = new Elapsed(start, clock.stamp());
        List<Ruling> rulings = new ArrayList<>();
        try (LedgerReader ledger = store.ledger().reader()) {
            ledger.commands().open(serial, CommandLimits.OPEN_PER_TERMINAL * 2).stream()
                    .map(CommandJson::read)
                    .forEach(command -> expired(command, now).ifPresent(rulings::add));
        }
        if (!rulings.isEmpty()) {
            rule(serial, rulings);
        }
    }

    /// A box that is silent for good must not keep its commands open for ever; what it says later
    /// still counts.
    private static Optional<Ruling> expired(Command command, Elapsed now) {
        boolean fetched = command.state() == CommandState.HANDED_OVER;
        boolean over =
                fetched
                        ? now.isStale(command, CommandLimits.REPORT_GRACE)
                        : now.isStale(command, Duration.ZERO);
        String why =
                fetched
                        ? "its box has not said what became of it"
                        : "its box did not fetch it in time";
        return over
                ? Optional.of(new Ruling(command.id(), CommandState.EXPIRED, why))
                : Optional.empty();
    }

    private static long count(Terminal terminal, String fact) {
        return Long.parseLong(terminal.facts().getOrDefault(fact, "0"));
    }
}
