package io.larder.server.site;

import io.larder.server.command.CommandLimits;
import io.larder.server.command.Commands;
import io.larder.server.command.Issued;
import io.larder.server.command.ItemRef;
import io.larder.server.command.Languages;
import io.larder.server.command.Wanted;
import io.larder.server.protocol.Order;
import io.larder.server.record.Family;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.ItemRow;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.SiteView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells every terminal what it lacks of the site's data: what it is to have, compared with what it
/// acknowledged, is on its way to it, or was refused by it. A terminal that lacks nothing costs
/// next to nothing until something changes.
public final class Provisioning {
    /// Who orders, as commands say it.
    public static final String BY = "site";

    private static final System.Logger LOG = System.getLogger(Provisioning.class.getName());

    /// How things stood when nothing was to be ordered of a terminal: the last change of an item,
    /// its last command and how many are open, what it is for and can take, the life of its record
    /// numbers, and when people were copied to it or it said whom it knows. While all of that
    /// stays, nothing is to be ordered.
    private record Quiet(
            long items,
            long command,
            long open,
            SiteView.Hearer hearer,
            String epoch,
            String people,
            long since) {}

    private final SiteBooks books;
    private final Terminals terminals;
    private final Commands commands;

    /// Where the journal ended at the round before, 0 at first. A ledger that is not there yet,
    /// because it is built again, knows of items but not of who has them.
    private long settled;

    private List<String> needs = List.of();
    private @Nullable Rooms rooms;

    /// The last change of an item that is in them.
    private long needsChange = -1;

    private final Map<String, Quiet> quiet = new ConcurrentHashMap<>();

    /// The last entry that orders something of a terminal: what is on its way must be in the ledger
    /// before anybody asks what is lacking.
    private final Map<String, Long> ordered = new ConcurrentHashMap<>();

    private final Unspeakable unspeakable = new Unspeakable();
    private final Hearing hearing;
    private final MeetingOrders meetings;
    private final Emptied emptied;
    private final Stalls stalls;

    /// What cannot wait is not held up by a terminal's silence or refusal, only slowed down.
    private final Stalls urgencies;

    private final AtomicBoolean reported = new AtomicBoolean();

    public Provisioning(
            SiteBooks books,
            Hearing hearing,
            MeetingOrders meetings,
            Terminals terminals,
            Commands commands) {
        this.books = books;
        this.hearing = hearing;
        this.meetings = meetings;
        this.terminals = terminals;
        this.commands = commands;
        this.emptied = new Emptied(terminals, commands);
        this.stalls = new Stalls(books.clock()::monotonicMillis);
        this.urgencies = new Stalls(books.clock()::monotonicMillis);
    }

    /// Looks after all terminals once; says how many commands were ordered. Never throws because of
    /// the ledger.
    public int round() {
        return round(terminals.all());
    }

    /// Looks after some of them.
    public synchronized int round(List<Terminal> some) {
        if (!books.projection().hasReached(settled)) {
            return 0;
        }
        settled = books.lastSeq();
        int orders = 0;
        try (LedgerReader reader = books.reader()) {
            for (Terminal terminal : some) {
                orders += lookAt(reader, terminal);
            }
        } catch (LedgerException e) {
            books.reportDamage(e);
        }
        return orders;
    }

    /// What is wrong with one terminal must not keep the others from being told.
    private int lookAt(LedgerReader reader, Terminal terminal) {
        try {
            return look(reader, terminal);
        } catch (LedgerException e) {
            throw e;
        } catch (RuntimeException e) {
            if (!reported.getAndSet(true)) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "terminal " + terminal.serial() + " cannot be looked after",
                        e);
            }
            return 0;
        }
    }

    /// Whether terminals of a family are told anything by themselves.
    public static boolean isTold(@Nullable Family family) {
        return family != null && Languages.of(family).isPresent();
    }

    private int look(LedgerReader reader, Terminal terminal) {
        String serial = terminal.serial().text();
        if (!isTold(terminal.family())
                || !books.projection().hasReached(ordered.getOrDefault(serial, 0L))) {
            return 0;
        }
        emptied.look(reader, terminal);
        Quiet now = stand(reader, terminal);
        Quiet then = quiet.get(serial);
        if (then != null && isAsQuiet(then, now)) {
            return 0;
        }
        quiet.remove(serial);
        int unsaid = unspeakable.count(serial);
        int most = CommandLimits.ORDERS_PER_ENTRY + unsaid;
        List<SiteView.Lack> lacking =
                reader.site().lacking(now.hearer, most).stream()
                        .filter(lack -> !unspeakable.has(serial, lack))
                        .limit(CommandLimits.ORDERS_PER_ENTRY)
                        .toList();
        String answered = terminal.facts().getOrDefault(Facts.ANSWERED, "");
        String urgent = urgent(lacking);
        boolean letsUrgent = urgencies.lets(serial, urgent);
        boolean letsOther = stalls.lets(serial, answered);
        List<SiteView.Lack> due =
                lacking.stream()
                        .filter(lack -> isUrgent(lack.item()) ? letsUrgent : letsOther)
                        .toList();
        List<Wanted> wanted = wanted(reader, terminal, due, now.open);
        if (wanted.isEmpty()) {
            if (due.size() == lacking.size() && unspeakable.count(serial) == unsaid) {
                quiet.put(serial, now);
            }
            return 0;
        }
        int orders = order(terminal, wanted);
        if (orders > 0) {
            if (letsUrgent) {
                urgencies.told(serial, urgent);
            }
            if (letsOther) {
                stalls.told(serial, answered);
            }
        }
        return orders;
    }

    private static boolean isUrgent(ItemRow item) {
        return item.place() == 0;
    }

    /// What a terminal lacks that cannot wait, as one text.
    private static String urgent(List<SiteView.Lack> lacking) {
        return lacking.stream()
                .filter(lack -> isUrgent(lack.item()))
                .map(lack -> lack.item().kind() + "/" + lack.item().key() + "=" + lack.wanted())
                .collect(Collectors.joining(","));
    }

    /// Needs and rooms are looked up anew only after a change: there may be tens of thousands of
    /// items.
    private SiteView.Hearer hearer(LedgerReader reader, Terminal terminal) {
        long change = reader.site().lastChange();
        Rooms known = rooms;
        if (known == null || change != needsChange) {
            known = Rooms.of(reader.site());
            rooms = known;
            needs = reader.site().needs();
            needsChange = change;
        }
        return hearing.of(terminal, needs, known);
    }

    private Quiet stand(LedgerReader reader, Terminal terminal) {
        Map<String, String> facts = terminal.facts();
        return new Quiet(
                reader.site().lastChange(),
                reader.commands().last(terminal.serial().text()),
                reader.commands().countOpen(terminal.serial().text()),
                hearer(reader, terminal),
                facts.getOrDefault(Facts.epoch("BUYLOG"), "0"),
                facts.getOrDefault(Facts.COPIED, "")
                        + " "
                        + facts.getOrDefault(Facts.SAID_PEOPLE, ""),
                books.clock().monotonicMillis());
    }

    private static boolean isAsQuiet(Quiet then, Quiet now) {
        return then.items == now.items
                && then.command == now.command
                && then.open == now.open
                && then.hearer.equals(now.hearer)
                && then.epoch.equals(now.epoch)
                && then.people.equals(now.people)
                && now.since - then.since < SiteLimits.LOOK_AGAIN_MILLIS;
    }

    /// As many orders as there is room for; what cannot wait has room of its own.
    private List<Wanted> wanted(
            LedgerReader reader, Terminal terminal, List<SiteView.Lack> lacking, long open) {
        List<Wanted> wanted = new ArrayList<>();
        for (SiteView.Lack lack : lacking) {
            long room =
                    isUrgent(lack.item()) ? SiteLimits.OPEN_URGENT : SiteLimits.OPEN_PER_TERMINAL;
            if (open + wanted.size() < room) {
                order(reader, terminal, lack).ifPresent(wanted::add);
            }
        }
        return wanted;
    }

    private Optional<Wanted> order(LedgerReader reader, Terminal terminal, SiteView.Lack lack) {
        ItemRef ref =
                new ItemRef(
                        lack.item().kind(),
                        lack.item().key(),
                        lack.wanted(),
                        isUrgent(lack.item()));
        return switch (said(reader, terminal, lack)) {
            case MeetingOrders.Said.Told(Order order) -> {
                Optional<String> fault =
                        Optional.ofNullable(terminal.family())
                                .flatMap(Languages::of)
                                .flatMap(language -> language.fault(order));
                fault.ifPresent(why -> unspeakable.add(terminal.serial().text(), ref, why));
                yield fault.isPresent()
                        ? Optional.empty()
                        : Optional.of(new Wanted(order, CommandLimits.TTL, "", Optional.of(ref)));
            }
            case MeetingOrders.Said.Unsayable(String why) -> {
                unspeakable.add(terminal.serial().text(), ref, why);
                yield Optional.empty();
            }
        };
    }

    private MeetingOrders.Said said(LedgerReader reader, Terminal terminal, SiteView.Lack lack) {
        Item item = Items.read(lack.item());
        boolean gone = lack.wanted().isEmpty();
        if (terminal.family() == Family.MEETING) {
            return gone
                    ? MeetingOrders.delete(item)
                    : meetings.update(
                            terminal,
                            hearing.judge().of(terminal.facts()),
                            item,
                            pin -> person(reader, pin));
        }
        return new MeetingOrders.Said.Told(
                gone ? ItemOrders.delete(item) : ItemOrders.update(item, books.seal()));
    }

    private static Optional<Item> person(LedgerReader reader, String pin) {
        return reader.site()
                .item(ItemKind.PERSON.word(), pin)
                .map(Items::read)
                .filter(item -> !item.isDeleted());
    }

    private int order(Terminal terminal, List<Wanted> wanted) {
        return switch (commands.issue(terminal.serial(), wanted, BY, true)) {
            case Issued.Mine(var ids, long seq) -> {
                ordered.put(terminal.serial().text(), seq);
                reported.set(false);
                yield ids.size();
            }
            case Issued.Declined(var reason, String _)
                    when reason == Issued.Reason.TOO_LARGE && wanted.size() > 1 ->
                    order(terminal, wanted.subList(0, wanted.size() / 2));
            case Issued.Declined(var reason, String why) when reason == Issued.Reason.WRONG -> {
                if (wanted.size() > 1) {
                    int half = wanted.size() / 2;
                    yield order(terminal, wanted.subList(0, half))
                            + order(terminal, wanted.subList(half, wanted.size()));
                }
                wanted.getFirst()
                        .item()
                        .ifPresent(item -> unspeakable.add(terminal.serial().text(), item, why));
                yield 0;
            }
            case Issued.Declined(var _, String why) -> {
                if (!reported.getAndSet(true)) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "terminal {0} is not told what it lacks: {1}",
                            terminal.serial(),
                            why);
                }
                yield 0;
            }
        };
    }
}
