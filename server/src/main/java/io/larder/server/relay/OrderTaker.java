package io.larder.server.relay;

import io.larder.server.command.BoxReport;
import io.larder.server.command.Commands;
import io.larder.server.command.Issued;
import io.larder.server.command.OrderPage;
import io.larder.server.command.ReferencedCommands;
import io.larder.server.command.RemoteOrder;
import io.larder.server.record.Serial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Puts orders from headquarters into the journal, each once, and keeps what is to be told of them
/// until headquarters has heard it. What it keeps is in memory only: after a restart it begins with
/// every order that is open, and headquarters gives again what it was not told of.
final class OrderTaker {
    private static final String HEADQUARTERS = "headquarters";

    /// References in one report.
    private static final int REPORTED = 200;

    /// Orders that are written down together: one flush for many.
    private static final int TOGETHER = 100;

    private final String box;
    private final Commands commands;
    private final ReferencedCommands known;
    private final Set<String> taken;
    private final Map<String, String> declined = new LinkedHashMap<>();
    private final Set<String> full = new LinkedHashSet<>();

    /// The terminals that headquarters heard of since the line came up.
    private final Set<BoxReport.Named> named = new HashSet<>();

    private long takenEver;
    private long declinedEver;

    /// The ledger must be up to date, now and before each page.
    OrderTaker(String box, Commands commands, ReferencedCommands known) {
        this.box = box;
        this.commands = commands;
        this.known = known;
        this.taken = new LinkedHashSet<>(known.open());
    }

    long taken() {
        return takenEver;
    }

    long declined() {
        return declinedEver;
    }

    /// What is to be told now.
    BoxReport report() {
        return new BoxReport(
                box,
                taken.stream().limit(REPORTED).toList(),
                declined.entrySet().stream()
                        .limit(REPORTED)
                        .map(each -> new BoxReport.Declined(each.getKey(), each.getValue()))
                        .toList(),
                full.stream().limit(REPORTED).toList(),
                unnamed());
    }

    /// Whoever is at the other end next may be a headquarters that knows less.
    void nameAgain() {
        named.clear();
    }

    private List<BoxReport.Named> unnamed() {
        return commands.named().stream()
                .filter(each -> !named.contains(each))
                .limit(REPORTED)
                .toList();
    }

    /// Terminals that took none are asked again.
    void rest() {
        full.clear();
    }

    /// Headquarters heard `said` and answered with `page`. True when it is to be asked again at
    /// once: there is something to tell, or more to be had.
    boolean take(BoxReport said, OrderPage page) {
        named.addAll(said.terminals());
        said.taken().forEach(taken::remove);
        said.declined().forEach(each -> declined.remove(each.reference()));
        boolean untold =
                !taken.isEmpty() || !declined.isEmpty() || said.terminals().size() == REPORTED;
        int fullBefore = full.size();
        boolean moved = false;
        for (String reference : page.cancelled()) {
            moved |= takeBack(said, reference);
        }
        moved |= takeAll(said, page.orders());
        return untold || moved || (page.more() && full.size() > fullBefore);
    }

    /// True when there is something new to tell of it. What was just told and comes all the same is
    /// no news: it waits for the next question.
    private boolean takeBack(BoxReport said, String reference) {
        return switch (known.takeBack(reference, HEADQUARTERS)) {
            case ENDED -> false;
            case UNKNOWN -> {
                declined.put(reference, "this box does not have it");
                yield said.declined().stream()
                        .noneMatch(each -> each.reference().equals(reference));
            }
            case NOT_NOW -> {
                // Told once more that it is here, headquarters asks once more.
                taken.add(reference);
                yield false;
            }
        };
    }

    private boolean takeAll(BoxReport said, List<RemoteOrder> orders) {
        Set<String> seen = new HashSet<>();
        List<RemoteOrder> fresh = new ArrayList<>();
        boolean moved = false;
        for (RemoteOrder order : orders) {
            if (!seen.add(order.reference())) {
                continue;
            }
            if (known.isKnown(order.reference())) {
                taken.add(order.reference());
                moved |= !said.taken().contains(order.reference());
            } else {
                fresh.add(order);
            }
        }
        for (int from = 0; from < fresh.size(); ) {
            int to = from + 1;
            while (to < fresh.size()
                    && to - from < TOGETHER
                    && goTogether(fresh.get(from), fresh.get(to))) {
                to++;
            }
            moved |= issue(fresh.subList(from, to));
            from = to;
        }
        return moved;
    }

    private static boolean goTogether(RemoteOrder one, RemoteOrder other) {
        return one.terminal().equals(other.terminal())
                && one.by().equals(other.by())
                && one.confirmed() == other.confirmed();
    }

    /// True when all of them are decided.
    private boolean issue(List<RemoteOrder> orders) {
        RemoteOrder first = orders.getFirst();
        if (full.contains(first.terminal())) {
            return false;
        }
        Optional<Serial> serial = Serial.read(first.terminal());
        if (serial.isEmpty()) {
            orders.forEach(each -> decline(each, "no terminal has such a number"));
            return true;
        }
        Issued issued =
                commands.issue(
                        serial.get(),
                        orders.stream().map(RemoteOrder::wanted).toList(),
                        HEADQUARTERS + ": " + first.by(),
                        first.confirmed());
        return switch (issued) {
            case Issued.Mine _ -> {
                orders.forEach(each -> taken.add(each.reference()));
                takenEver += orders.size();
                yield true;
            }
            case Issued.Declined(var reason, var why) -> declined(orders, reason, why);
        };
    }

    private boolean declined(List<RemoteOrder> orders, Issued.Reason reason, String why) {
        return switch (reason) {
            case NO_ROOM, BUSY -> {
                full.add(orders.getFirst().terminal());
                yield false;
            }
            case UNKNOWN_TERMINAL, WRONG, SWITCHED_OFF, UNCONFIRMED, UNSAFE, TOO_LARGE -> {
                if (orders.size() == 1) {
                    decline(orders.getFirst(), why);
                    yield true;
                }
                // One of them is to blame: each by itself, in order.
                boolean moved = false;
                for (RemoteOrder each : orders) {
                    moved |= issue(List.of(each));
                }
                yield moved;
            }
        };
    }

    private void decline(RemoteOrder order, String why) {
        declined.put(order.reference(), BoxReport.brief(why));
        declinedEver++;
    }
}
